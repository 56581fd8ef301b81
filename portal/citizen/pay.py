"""The applicant pays: by the gateway, or by a transfer whose QR says everything; and sees what
became of it.
"""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from payments import gateways
from payments.models import FeeRequest, Refund
from portal.citizen.dossiers import own_dossier
from portal.http.access import SignedIn
from portal.http.refusals import status_of
from portal.shared.payment_ways import (
    TRIES,
    demand_told,
    may_lead_to_the_gateway,
    said,
    to_the_gateway,
    ways_of,
)
from workflows import fee_requests
from workflows.errors import ActRefused
from workflows.models import Dossier


def pay(request: SignedIn, code: str) -> HttpResponse:
    """GET shows what is asked and the ways to pay; POST sends the payer to the gateway.

    Where a fee was paid for the same thing before, the ways are shown to who says that they know
    (`again`).
    """
    dossier = own_dossier(request, code)
    asked = fee_requests.of(dossier)
    if not asked:
        raise Http404
    begins = request.method == "POST" and "know" not in request.POST
    response = _begin(request, dossier, asked[-1]) if begins else _page(request, dossier, asked[-1])
    return may_lead_to_the_gateway(response)


def _begin(request: SignedIn, dossier: Dossier, fee: FeeRequest) -> HttpResponse:
    gateway = gateways.chosen(request.POST.get("gateway", ""))
    if gateway is None:
        raise Http404
    if not TRIES.take(str(request.user.pk)):
        return _page(
            request,
            dossier,
            fee,
            _("Bạn đã thử nhiều lần. Hãy chờ một giờ, hoặc chuyển khoản."),
            429,
        )
    try:
        demand_told(dossier, said(request))
        attempt = fee_requests.begin(fee, gateway.gateway, request.user)
    except ActRefused as refused:
        return _page(request, dossier, fee, str(refused), status_of(refused))
    return to_the_gateway(request, attempt)


def _page(
    request: SignedIn, dossier: Dossier, fee: FeeRequest, refusal: str = "", status: int = 200
) -> HttpResponse:
    receipt = dossier.documents.filter(kind="payment_receipt").select_related("document").last()
    page = {
        **ways_of(fee, dossier, request.user, said(request)),
        "dossier": dossier,
        "procedure": dossier.version.procedure,
        "receipt": receipt.document if receipt else None,
        "refunds": Refund.objects.filter(payment__request=fee).select_related("payment"),
        "refusal": refusal,
    }
    return render(request, "portal/citizen/pay.html", page, status=status)
