"""An office opens a dossier itself: what this officer may open, and the form, which is the citizen's own."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from organisations.models import Authority, User
from organisations.roles import held_assignments
from portal.citizen import sections
from portal.office.frame import frame
from portal.office.visitor import officer_of
from workflows import permissions
from workflows.catalogue import definition_of
from workflows.definition import Definition
from workflows.models import Draft, Procedure, ProcedureVersion


@dataclass(frozen=True)
class Offer:
    """A procedure that the officer may open for one of his authorities."""

    procedure: Procedure
    version: ProcedureVersion
    authority: Authority

    @property
    def value(self) -> str:
        """What the form sends."""
        return f"{self.procedure.slug}/{self.authority.slug}"


def ex_officio(request: HttpRequest) -> HttpResponse:
    """GET lists what this officer may open and what is unfinished; POST begins a dossier."""
    officer, now = officer_of(request), timezone.now()
    offers = _offers(officer)
    if request.method == "POST":
        return _begin(officer, offers, request.POST.get("offer", ""))
    here = {offer.authority.pk for offer in offers}
    unfinished = Draft.objects.filter(owner=officer, office__in=here, dossier__isnull=True)
    shown = {
        **frame(officer, now, "ex_officio"),
        "offers": offers,
        "unfinished": unfinished.select_related("version__procedure").defer("version__source", "version__canonical"),
    }
    return render(request, "portal/office/ex_officio.html", shown)


def _begin(officer: User, offers: list[Offer], wanted: str) -> HttpResponse:
    offer = next((one for one in offers if one.value == wanted), None)
    if offer is None:
        raise Http404
    definition = definition_of(offer.version)
    answers = definition.first_answers(ex_officio=True)
    draft = Draft.objects.create(owner=officer, version=offer.version, office=offer.authority, answers=answers)
    return redirect("portal:draft", pk=draft.pk, section=sections.first(definition.form, answers))


def _offers(officer: User) -> list[Offer]:
    """Open procedures that an office opens itself, where the officer holds the role at the authority that decides."""
    authorities = {held.authority for held in held_assignments(officer).select_related("authority")}
    found = []
    for procedure in Procedure.objects.filter(open=True):
        version = procedure.current
        if version is None:
            continue
        definition = definition_of(version)
        found += [
            Offer(procedure, version, authority)
            for authority in sorted(authorities, key=lambda one: one.name)
            if _decides(definition, authority) and permissions.may_open_ex_officio(officer, definition, authority)
        ]
    return found


def _decides(definition: Definition, authority: Authority) -> bool:
    return definition.ex_officio is not None and definition.authority.decides == authority.slug
