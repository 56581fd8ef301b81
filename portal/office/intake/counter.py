"""At the counter: a receptionist fills in the form for somebody who came in person; the pages are
the citizen's own.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from forms.field_kinds import AuthorityField, BaseField, RoundField
from organisations.models import Authority, User
from organisations.roles import RECEPTIONIST
from portal.office.intake import opening
from portal.office.shared.offered import Offer, offers
from portal.shared.desk_visitor import officer_of, reader_of
from workflows import permissions
from workflows.applicant import drafts
from workflows.definition import Definition
from workflows.definition.base import answer_of
from workflows.errors import ActRefused
from workflows.models import Dossier, Draft, Procedure
from workflows.published import definition_of
from workflows.reading_rights import Reader

Channel = Dossier.Channel


def counter(request: HttpRequest) -> HttpResponse:
    """GET lists what this receptionist may take in and what is unfinished; POST begins an
    application.
    """
    officer = officer_of(request)
    counters = _counters(reader_of(request))
    offered = _offers(officer, counters)
    refusal = None
    if request.method == "POST":
        try:
            return _begin(
                officer,
                opening.chosen(offered, request),
                request.POST.get("channel") == Channel.POSTAL,
            )
        except ActRefused as refused:
            refusal = refused
    return opening.page(
        request, "counter", offered, Draft.objects.filter(counter__in=counters), refusal
    )


def _begin(officer: User, offer: Offer, by_post: bool) -> HttpResponse:
    """What came by post is noted as such, where the procedure may be filed that way."""
    definition = definition_of(offer.version)
    first = definition.first_answers()
    posted = by_post and any(channel.kind == Channel.POSTAL for channel in definition.channels)
    channel = Channel.POSTAL if posted else Channel.DIRECT
    draft = drafts.begin(officer, offer.version, first, counter=offer.authority, channel=channel)
    return opening.begun(draft, definition)


def _counters(reader: Reader) -> list[Authority]:
    """The offices where the officer is receptionist today, for some procedure at least."""
    here = {post.authority_id for post in reader.posts() if post.role == RECEPTIONIST}
    return list(Authority.objects.filter(pk__in=here).order_by("pk"))


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
    """The office is one of those that receive, or one that the form may name."""
    fields = {field.id: field for field in definition.form.fields()}
    return any(
        counter.slug == place or _may_name(fields.get(answer_of(place)), counter)
        for place in definition.authority.receives
    )


def _may_name(field: BaseField | None, office: Authority) -> bool:
    """The office is of a kind among which one is chosen, or has a round that takes applications."""
    if isinstance(field, RoundField):
        return office.slug in field.open_authorities()
    return isinstance(field, AuthorityField) and office.kind in field.among
