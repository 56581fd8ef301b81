"""The paper before it exists: rendered from the same order as the real one, without number, code or
seal.
"""

from __future__ import annotations

import re
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from jinja2.exceptions import UndefinedError

from documents import codes, rendering, standard_facts
from documents.conversion import converter
from documents.models import Document
from documents.orders import DocumentOrder
from documents.word_templates import templates
from organisations import covers
from organisations.models import User
from portal.http.isolation import in_our_frame
from portal.office.task import typed_decision
from portal.office.task.consequences import due_if_accepted_now
from portal.office.task.outcomes import documents_shown
from portal.office.task.typed_decision import Decision
from portal.shared.desk_visitor import item_for, officer_of
from portal.shared.dossier_files import POLICY
from workflows import permissions
from workflows.applicant.supplements import lines, rows_of
from workflows.definition import Definition, IssuedDocument, Outcome
from workflows.models import WorkItem
from workflows.papers.issuance import Signer, document_order, signer_of, slip_order
from workflows.published import definition_of
from workflows.reading_rights import What

OFFICERS_OWN = re.compile(r"\b(noted|office)\.")


@in_our_frame
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The PDF that the chosen outcome would issue; writes nothing. GET has no reason yet, POST the
    typed one.
    """
    item = item_for(request, pk, What.DRAFTS)
    definition = definition_of(item.process.version)
    step = item.place
    if not step.outcomes or item.finished:
        raise Http404
    given = typed_decision.read(request, item, step)
    wanted = given.typed.outcome or request.GET.get("outcome", "")
    outcome = next((one for one in step.outcomes if one.id == wanted), None)
    if outcome is None:
        return _sorry(request, _("Hãy chọn một kết quả xử lý, rồi xem trước văn bản."))
    order = _order(item, definition, given, outcome, officer_of(request))
    if order is None:
        return _sorry(request, _("Lựa chọn này không phát hành văn bản nào."))
    try:
        return _pdf(order)
    except UndefinedError:
        return _sorry(
            request, _("Chưa xem trước được: hồ sơ còn thiếu thông tin mà văn bản phải ghi.")
        )


def _order(
    item: WorkItem, definition: Definition, given: Decision, outcome: Outcome, officer: User
) -> DocumentOrder | None:
    dossier = item.process
    reason = given.typed.whole_reason(outcome.id)
    if outcome.slip:
        if outcome.act == "accept":  # what the receipt will state
            dossier.accepted_at = timezone.now()
            dossier.due_at = due_if_accepted_now(dossier, definition)
        asked = rows_of(given.asked(), dossier, definition)
        reason = "\n".join([*lines(asked), reason])
        return slip_order(
            dossier,
            definition,
            outcome,
            item,
            _as_signer(item, officer),
            reason,
            timezone.now(),
            asked,
        )
    shown = documents_shown(outcome, given, definition)
    if not shown:
        return None
    if outcome.reason_from and not dossier.decision_reason:
        dossier.decision_reason = dossier.office.get(outcome.reason_from, {}).get("reason", "")
    what = definition.document(shown[0])
    order = document_order(
        dossier, definition, what, _signer(item, what.signed_at, officer), "preview"
    )
    return replace(order, facts={**_still_to_come(what), **order.facts})


def _still_to_come(what: IssuedDocument) -> dict[str, str]:
    """Dots for what officers of later steps will fill in: the class of a pupil whom the principal
    is about to take.
    """
    return {name: "…" for name, text in what.facts.items() if OFFICERS_OWN.search(text)}


def _as_signer(item: WorkItem, officer: User) -> Signer | None:
    """The officer as they would sign: for whom they stand in, if so."""
    post = permissions.post_on(officer, item)
    return signer_of(officer, covers.stands_in(post.cover_id) if post else None)


def _signer(item: WorkItem, signed_at: str, officer: User) -> Signer | None:
    """The officer, where they are about to sign, else whoever signed; dots while nobody has."""
    if item.step == signed_at:
        return _as_signer(item, officer)
    signed = WorkItem.objects.filter(process_id=item.process_id, step=signed_at).exclude(outcome="")
    last = (
        signed.select_related("owner", "cover__assignment__user", "cover__assignment__role")
        .order_by("-id")
        .first()
    )
    return signer_of(last.owner, last.cover) if last else Signer("…", "…")


def _pdf(order: DocumentOrder) -> HttpResponse:
    nothing = "–"
    facts = standard_facts.complete(order, nothing, codes.new_code(), timezone.now())
    facts |= {
        "number_symbol": (
            order.symbol.replace("{number}", "…").replace("{authority}", order.authority.symbol)
        ),
        "check_url": standard_facts.check_url(""),
        "check_code": nothing,
        "notice": _("BẢN XEM TRƯỚC – CHƯA PHÁT HÀNH"),
    }
    unissued = Document(
        template=templates.current(order.template, order.template_sha256), facts=facts
    )
    response = HttpResponse(
        converter.to_pdfa(rendering.docx(unissued)), content_type="application/pdf"
    )
    response.headers["Content-Disposition"] = "inline; filename=xem-truoc.pdf"
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _sorry(request: HttpRequest, sentence: str) -> HttpResponse:
    """One sentence inside the viewer."""
    return render(request, "portal/office/no_preview.html", {"sentence": sentence}, status=422)
