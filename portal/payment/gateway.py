"""The gateway's own call, which settles, and the payer's return from it, which only shows."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from payments.gateways import GATEWAYS, Heard, OnlineGateway
from payments.models import Attempt
from portal.http.access import View
from portal.http.limits import Limit, network_of
from workflows.models import DossierFee
from workflows.payments_in import gateway_notices

log = logging.getLogger(__name__)

#: Forged calls of one address; a genuine one is never refused, whoever shares its address.
FORGERIES = Limit("forged payment notices", times=60, seconds=60)


def notice_view(gateway: OnlineGateway) -> View:
    """The address that this gateway calls: on any fault of ours it is answered so that it calls
    again.
    """

    @never_cache
    def payment_notice(request: HttpRequest) -> HttpResponse:
        told = request.GET.dict()
        if not gateway.is_genuine(told):
            status = 200 if FORGERIES.take(network_of(request)) else 429
            return JsonResponse(gateway.answer(Heard.FORGED), status=status)
        try:
            return JsonResponse(gateway.answer(gateway_notices.hear(gateway, told)))
        # whatever it is: money was paid, and the gateway must tell us again
        except Exception as error:
            log.error("payment notice failed: %s", type(error).__name__)
            return JsonResponse(gateway.answer(Heard.FAILED))

    return payment_notice


@never_cache
def payment_return(request: HttpRequest) -> HttpResponse:
    """The payer comes back. What is shown as paid is what the gateway's own call has settled."""
    told = request.GET.dict()
    gateway = next((each for each in GATEWAYS.values() if each.is_genuine(told)), None)
    notice = gateway.notice_in(told) if gateway else None
    attempt = gateway_notices.attempt_of(gateway, notice) if gateway and notice else None
    if gateway is None or notice is None or attempt is None:
        return render(request, "portal/payment/return.html", {"unreadable": True}, status=400)
    page = {
        "attempt": attempt,
        "paid": attempt.state == Attempt.State.PAID,
        "failed": attempt.state == Attempt.State.FAILED or not notice.succeeded,
        "why": gateway.why_not(notice),
        "code": _own_dossier(request, attempt),
    }
    return render(request, "portal/payment/return.html", page)


def _own_dossier(request: HttpRequest, attempt: Attempt) -> str:
    """The dossier's code, for its applicant alone; one that was filed without an account is
    nobody's.
    """
    if not request.user.is_authenticated:
        return ""
    link = DossierFee.objects.select_related("dossier").filter(request=attempt.request_id).first()
    return link.dossier.code if link and link.dossier.applicant_id == request.user.pk else ""
