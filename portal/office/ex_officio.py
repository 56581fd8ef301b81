"""An office opens a dossier itself: what this officer may open, and the form, which is the citizen's own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from organisations.models import Authority, User
from organisations.roles import held_assignments
from organisations.text import list_key
from portal.office import opening
from portal.office.opening import Offer
from portal.office.visitor import officer_of
from workflows import permissions
from workflows.catalogue import definition_of
from workflows.definition import Definition
from workflows.models import Draft, Procedure


def ex_officio(request: HttpRequest) -> HttpResponse:
    """GET lists what this officer may open and what is unfinished; POST begins a dossier."""
    officer = officer_of(request)
    offered = _offers(officer)
    if request.method == "POST":
        return _begin(officer, opening.chosen(offered, request))
    here = {offer.authority.pk for offer in offered}
    return opening.page(request, officer, "ex_officio", offered, Draft.objects.filter(office__in=here))


def _begin(officer: User, offer: Offer) -> HttpResponse:
    definition = definition_of(offer.version)
    answers = definition.first_answers(ex_officio=True)
    draft = Draft.objects.create(owner=officer, version=offer.version, office=offer.authority, answers=answers)
    return opening.begun(draft, definition)


def _offers(officer: User) -> list[Offer]:
    """Open procedures that an office opens itself, where the officer holds the role at the authority that decides."""
    held = {assignment.authority for assignment in held_assignments(officer).select_related("authority")}
    authorities = sorted(held, key=lambda one: list_key(one.name))

    def fitting(procedure: Procedure, definition: Definition) -> list[Authority]:
        return [
            one
            for one in authorities
            if _decides(definition, one) and permissions.may_open_ex_officio(officer, definition, one)
        ]

    return opening.offers(fitting)


def _decides(definition: Definition, authority: Authority) -> bool:
    return definition.ex_officio is not None and definition.authority.decides == authority.slug
