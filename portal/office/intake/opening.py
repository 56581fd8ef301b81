"""A dossier that an officer begins: what may be begun, what is unfinished, and the start of the
citizen's own form.
"""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.http.refusals import status_of
from portal.office.shared.offered import Offer
from portal.office.shared.side_menu import frame
from portal.shared import form_pages
from portal.shared.desk_visitor import reader_of
from workflows.definition import Definition
from workflows.errors import ActRefused, Incomplete
from workflows.models import Draft


def chosen(offered: list[Offer], request: HttpRequest) -> Offer:
    """The offer that the form sent; Incomplete when it sent none of several, Http404 when it is
    none of these.
    """
    wanted = request.POST.get("offer", "")
    if offered and not wanted:
        raise Incomplete(_("Hãy chọn thủ tục."))
    found = next((one for one in offered if one.value == wanted), None)
    if found is None:
        raise Http404
    return found


def begun(draft: Draft, definition: Definition) -> HttpResponse:
    """To the first page of the form of a new draft."""
    return redirect(
        "portal:draft", pk=draft.pk, section=form_pages.first(definition.form, draft.answers)
    )


def page(
    request: HttpRequest,
    name: str,
    offered: list[Offer],
    drafts: QuerySet[Draft],
    refused: ActRefused | None = None,
) -> HttpResponse:
    """The page `name` (its place in the menu and its template): what may be begun, which drafts are
    unfinished.

    After a refusal what was chosen is still chosen.
    """
    unfinished = drafts.filter(owner=reader_of(request).user, dossier__isnull=True)
    shown = {
        **frame(reader_of(request), timezone.now(), name),
        "refusal": str(refused or ""),
        "offers": offered,
        "offer": request.POST.get("offer", ""),
        "channel": request.POST.get("channel", ""),
        "unfinished": (
            unfinished.select_related("version__procedure").defer(
                "version__source", "version__canonical"
            )
        ),
    }
    return render(
        request, f"portal/office/{name}.html", shown, status=status_of(refused) if refused else 200
    )
