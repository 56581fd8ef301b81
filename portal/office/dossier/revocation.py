"""The head takes an issued document back: ground, what it does, and the second factor as for every
signature.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from portal.account.second_factor_pages import step_up, why_not
from portal.http.refusals import status_of
from portal.shared.desk_visitor import dossier_for, officer_of, standing_of
from registers import lookup
from workflows import actions, permissions
from workflows.actions.revoking import is_issued
from workflows.errors import ActRefused
from workflows.models import DossierDocument
from workflows.papers import revoking
from workflows.papers.revocation_grounds import GROUNDS
from workflows.published import definition_of

LONGEST = 2000


@dataclass
class Typed:
    """What the head filled in; shown again after a refusal."""

    ground: str = ""
    detail: str = ""
    with_diploma: bool = False
    # one for each page shown: a double click does one act
    key: str = field(default_factory=lambda: uuid4().hex)


def revoke(request: HttpRequest, code: str) -> HttpResponse:
    """GET shows the document and the grounds; POST revokes, or says why not and keeps what was
    typed.
    """
    link = get_object_or_404(
        DossierDocument.objects.select_related("document", "dossier"), document__code=code
    )
    found = dossier_for(request, link.dossier.code)
    if not standing_of(request, found).reads(link, link.document):
        raise Http404
    link.dossier = found
    if request.method != "POST":
        return _page(request, link, Typed())
    typed = _read(request)
    if not step_up(request):
        sentence = why_not(
            request,
            _(
                "Quyết định thu hồi mang chữ ký của bạn: hãy nhập mã xác thực đang hiện trên điện"
                " thoại."
            ),
        )
        return _page(request, link, typed, sentence, status=422, ask_code=True)
    try:
        actions.revoke(
            link.document,
            officer_of(request),
            typed.ground,
            typed.detail,
            typed.with_diploma,
            key=typed.key,
        )
    except ActRefused as refused:
        return _page(request, link, typed, str(refused), status=status_of(refused))
    messages.success(request, _("Đã thu hồi %(symbol)s.") % {"symbol": link.document.symbol})
    return redirect("portal:office_dossier", code=found.code)


def _read(request: HttpRequest) -> Typed:
    data = request.POST
    typed = Typed(
        data.get("ground", "")[:40],
        data.get("detail", "")[:LONGEST],
        data.get("with_diploma") == "yes",
    )
    key = data.get("key", "")
    typed.key = key if len(key) == 32 and key.isalnum() else typed.key
    return typed


def _page(
    request: HttpRequest,
    link: DossierDocument,
    typed: Typed,
    refusal: str = "",
    status: int = 200,
    ask_code: bool = False,
) -> HttpResponse:
    dossier, document = link.dossier, link.document
    document.refresh_from_db()
    definition = definition_of(dossier.version)
    diploma = revoking.diploma_behind(dossier, definition)
    may_revoke = permissions.may_revoke(officer_of(request), document, dossier)
    is_result = link.kind in definition.document_ids()
    shown = {
        "dossier": dossier,
        "document": document,
        "typed": typed,
        "grounds": GROUNDS,
        "diploma": lookup.facts(diploma) if diploma else None,
        "may_revoke": may_revoke,
        "is_result": is_result,
        "is_revoked": document.revoked_at is not None,
        "is_ready": may_revoke and is_result and document.revoked_at is None and is_issued(link),
        "refusal": refusal,
        "ask_code": ask_code,
    }
    return render(request, "portal/office/revoke.html", shown, status=status)
