"""A dossier that an officer begins: what may be begun, what is unfinished, and the start of the citizen's own form."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from organisations.models import User
from portal.citizen import sections
from portal.office.frame import frame
from portal.office.offered import Offer
from workflows.definition import Definition
from workflows.models import Draft


def chosen(offered: list[Offer], request: HttpRequest) -> Offer:
    """The offer that the form sent; Http404 when it is none of these."""
    wanted = request.POST.get("offer", "")
    found = next((one for one in offered if one.value == wanted), None)
    if found is None:
        raise Http404
    return found


def begun(draft: Draft, definition: Definition) -> HttpResponse:
    """To the first page of the form of a new draft."""
    return redirect("portal:draft", pk=draft.pk, section=sections.first(definition.form, draft.answers))


def page(request: HttpRequest, officer: User, name: str, offered: list[Offer], drafts: QuerySet[Draft]) -> HttpResponse:
    """The page `name` (its place in the menu and its template): what may be begun, which drafts are unfinished."""
    unfinished = drafts.filter(owner=officer, dossier__isnull=True)
    shown = {
        **frame(officer, timezone.now(), name),
        "offers": offered,
        "unfinished": unfinished.select_related("version__procedure").defer("version__source", "version__canonical"),
    }
    return render(request, f"portal/office/{name}.html", shown)
