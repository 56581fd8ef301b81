"""At the counter: a receptionist fills in the form for somebody who came in person; the pages are the citizen's own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from forms.language import AuthorityField
from organisations.models import Authority, User
from organisations.roles import RECEPTIONIST, held_assignments
from portal.office import opening
from portal.office.offered import Offer, offers
from portal.office.visitor import officer_of
from workflows import permissions
from workflows.catalogue import definition_of
from workflows.definition import Definition
from workflows.definition.base import answer_of
from workflows.models import Dossier, Draft, Procedure

Channel = Dossier.Channel


def counter(request: HttpRequest) -> HttpResponse:
    """GET lists what this receptionist may take in and what is unfinished; POST begins an application."""
    officer = officer_of(request)
    counters = _counters(officer)
    offered = _offers(officer, counters)
    if request.method == "POST":
        return _begin(officer, opening.chosen(offered, request), request.POST.get("channel") == Channel.POSTAL)
    return opening.page(request, officer, "counter", offered, Draft.objects.filter(counter__in=counters))


def _begin(officer: User, offer: Offer, by_post: bool) -> HttpResponse:
    """What came by post is noted as such, where the procedure may be filed that way."""
    definition = definition_of(offer.version)
    first = definition.first_answers()
    posted = by_post and any(channel.kind == Channel.POSTAL for channel in definition.channels)
    draft = Draft.objects.create(
        owner=officer,
        version=offer.version,
        counter=offer.authority,
        channel=Channel.POSTAL if posted else Channel.DIRECT,
        answers=first,
    )
    return opening.begun(draft, definition)


def _counters(officer: User) -> list[Authority]:
    """The offices where the officer is receptionist today."""
    held = held_assignments(officer).filter(role_id=RECEPTIONIST).select_related("authority")
    return list({assignment.authority_id: assignment.authority for assignment in held}.values())


def _offers(officer: User, counters: list[Authority]) -> list[Offer]:
    """Open procedures that are filed in person at one of these offices."""

    def fitting(procedure: Procedure, definition: Definition) -> list[Authority]:
        if not any(channel.kind == "DIRECT" for channel in definition.channels):
            return []
        return [
            one
            for one in counters
            if _receives(definition, one) and permissions.may_receive(officer, one, procedure.slug)
        ]

    return offers(fitting)


def _receives(definition: Definition, counter: Authority) -> bool:
    """The office is one of those that receive, or of a kind among which the applicant names the one that does."""
    kinds = {field.id: field.among for field in definition.form.fields() if isinstance(field, AuthorityField)}
    return any(
        counter.slug == place or counter.kind in kinds.get(answer_of(place), ())
        for place in definition.authority.receives
    )
