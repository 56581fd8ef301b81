"""An office opens a dossier itself: what this officer may open, and the form, which is the
citizen's own.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from organisations.models import User
from portal.office.intake import opening
from portal.office.shared.offered import Offer, ex_officio_offers
from portal.shared.desk_visitor import officer_of, reader_of
from workflows.applicant import drafts
from workflows.errors import ActRefused
from workflows.models import Draft
from workflows.published import definition_of


def ex_officio(request: HttpRequest) -> HttpResponse:
    """GET lists what this officer may open and what is unfinished; POST begins a dossier."""
    officer = officer_of(request)
    offered = ex_officio_offers(reader_of(request))
    refusal = None
    if request.method == "POST":
        try:
            return _begin(officer, opening.chosen(offered, request))
        except ActRefused as refused:
            refusal = refused
    here = {offer.authority.pk for offer in offered}
    return opening.page(
        request, "ex_officio", offered, Draft.objects.filter(office__in=here), refusal
    )


def _begin(officer: User, offer: Offer) -> HttpResponse:
    definition = definition_of(offer.version)
    answers = definition.first_answers(ex_officio=True)
    draft = drafts.begin(officer, offer.version, answers, office=offer.authority)
    return opening.begun(draft, definition)
