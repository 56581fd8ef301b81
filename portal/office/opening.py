"""A dossier that an officer begins: what may be begun, what is unfinished, and the start of the citizen's own form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from organisations.models import Authority, User
from portal.citizen import sections
from portal.office.frame import frame
from workflows.catalogue import definition_of
from workflows.definition import Definition
from workflows.models import Draft, Procedure, ProcedureVersion


@dataclass(frozen=True)
class Offer:
    """A procedure that the officer may begin at, or for, one authority."""

    procedure: Procedure
    version: ProcedureVersion
    authority: Authority

    @property
    def value(self) -> str:
        """What the form sends."""
        return f"{self.procedure.slug}/{self.authority.slug}"


def offers(fitting: Callable[[Procedure, Definition], list[Authority]]) -> list[Offer]:
    """The open procedures, each at the authorities that `fitting` finds for it."""
    return [
        Offer(procedure, version, authority)
        for procedure, version in _in_force()
        for authority in fitting(procedure, definition_of(version))
    ]


def _in_force() -> Iterator[tuple[Procedure, ProcedureVersion]]:
    for procedure in Procedure.objects.filter(open=True):
        version = procedure.current
        if version is not None:
            yield procedure, version


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
