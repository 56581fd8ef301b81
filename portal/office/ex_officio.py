"""An office opens a dossier itself: what this officer may open, and the form, which is the citizen's own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from organisations.models import User
from portal.office import opening
from portal.office.offered import Offer, ex_officio_offers
from portal.office.visitor import officer_of
from workflows.catalogue import definition_of
from workflows.models import Draft


def ex_officio(request: HttpRequest) -> HttpResponse:
    """GET lists what this officer may open and what is unfinished; POST begins a dossier."""
    officer = officer_of(request)
    offered = ex_officio_offers(officer)
    if request.method == "POST":
        return _begin(officer, opening.chosen(offered, request))
    here = {offer.authority.pk for offer in offered}
    return opening.page(request, officer, "ex_officio", offered, Draft.objects.filter(office__in=here))


def _begin(officer: User, offer: Offer) -> HttpResponse:
    definition = definition_of(offer.version)
    answers = definition.first_answers(ex_officio=True)
    draft = Draft.objects.create(owner=officer, version=offer.version, office=offer.authority, answers=answers)
    return opening.begun(draft, definition)
