"""At the counter: a receptionist fills in the form for somebody who came in person; the pages are the citizen's own."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from forms.language import AuthorityField
from organisations.models import Authority, User
from organisations.roles import RECEPTIONIST, held_assignments
from portal.citizen import sections
from portal.office.frame import frame
from portal.office.visitor import officer_of
from workflows import permissions
from workflows.catalogue import definition_of
from workflows.definition import Definition
from workflows.definition.base import answer_of
from workflows.models import Draft, Procedure, ProcedureVersion


@dataclass(frozen=True)
class Offer:
    """A procedure that can be taken in at one counter."""

    procedure: Procedure
    version: ProcedureVersion
    authority: Authority

    @property
    def value(self) -> str:
        """What the form sends."""
        return f"{self.procedure.slug}/{self.authority.slug}"


def counter(request: HttpRequest) -> HttpResponse:
    """GET lists what this receptionist may take in and what is unfinished; POST begins an application."""
    officer, now = officer_of(request), timezone.now()
    offers = _offers(officer)
    if request.method == "POST":
        return _begin(officer, offers, request.POST.get("offer", ""))
    here = [assignment.authority_id for assignment in held_assignments(officer).filter(role_id=RECEPTIONIST)]
    unfinished = Draft.objects.filter(owner=officer, counter__in=here, dossier__isnull=True)
    shown = {
        **frame(officer, now, "counter"),
        "offers": offers,
        "unfinished": unfinished.select_related("version__procedure").defer("version__source", "version__canonical"),
    }
    return render(request, "portal/office/counter.html", shown)


def _begin(officer: User, offers: list[Offer], wanted: str) -> HttpResponse:
    offer = next((one for one in offers if one.value == wanted), None)
    if offer is None:
        raise Http404
    definition = definition_of(offer.version)
    first = definition.first_answers()
    draft = Draft.objects.create(owner=officer, version=offer.version, counter=offer.authority, answers=first)
    return redirect("portal:draft", pk=draft.pk, section=sections.first(definition.form, first))


def _offers(officer: User) -> list[Offer]:
    """Open procedures that are filed in person at an office where the officer is receptionist today."""
    held = held_assignments(officer).filter(role_id=RECEPTIONIST).select_related("authority")
    counters = list({assignment.authority_id: assignment.authority for assignment in held}.values())
    found = []
    for procedure in Procedure.objects.filter(open=True):
        version = procedure.current
        if version is None:
            continue
        definition = definition_of(version)
        in_person = any(channel.kind == "DIRECT" for channel in definition.channels)
        here = [
            counter
            for counter in counters
            if _receives(definition, counter) and permissions.may_receive(officer, counter, procedure.slug)
        ]
        found += [Offer(procedure, version, authority) for authority in here if in_person]
    return found


def _receives(definition: Definition, counter: Authority) -> bool:
    """The office is one of those that receive, or of a kind among which the applicant names the one that does."""
    kinds = {field.id: field.among for field in definition.form.fields() if isinstance(field, AuthorityField)}
    return any(
        counter.slug == place or counter.kind in kinds.get(answer_of(place), ())
        for place in definition.authority.receives
    )
