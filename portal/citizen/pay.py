"""The applicant pays: by the gateway, or by a transfer whose QR says everything; and sees what became of it."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import urlsplit

from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import qr
from payments import vietqr, vnpay
from payments.models import FeeRequest, Gateway, PayeeAccount, Refund
from portal.access import SignedIn
from portal.citizen.dossiers import own_dossier
from portal.limits import Limit, address_of
from portal.refusals import status_of
from workflows import fees
from workflows.errors import ActRefused
from workflows.models import Dossier

TRIES = Limit("begin to pay", times=20, seconds=3600)


def pay(request: SignedIn, code: str) -> HttpResponse:
    """GET shows what is asked and the ways to pay; POST sends the payer to the gateway."""
    dossier = own_dossier(request, code)
    asked = fees.of(dossier)
    if not asked:
        raise Http404
    response = _begin(request, dossier, asked[-1]) if request.method == "POST" else _page(request, dossier, asked[-1])
    return _may_lead_to_the_gateway(response)


def _begin(request: SignedIn, dossier: Dossier, fee: FeeRequest) -> HttpResponse:
    if not vnpay.is_offered():
        raise Http404
    if not TRIES.take(str(request.user.pk)):
        return _page(request, dossier, fee, _("Bạn đã thử nhiều lần. Hãy chờ một giờ, hoặc chuyển khoản."), 429)
    try:
        attempt = fees.begin(fee, Gateway.VNPAY, request.user)
    except ActRefused as refused:
        return _page(request, dossier, fee, str(refused), status_of(refused))
    back = request.build_absolute_uri(reverse("portal:payment_return"))
    return redirect(vnpay.payment_address(attempt, back, address_of(request), timezone.now()))


def _page(request: SignedIn, dossier: Dossier, fee: FeeRequest, refusal: str = "", status: int = 200) -> HttpResponse:
    receipt = dossier.documents.filter(kind="payment_receipt").select_related("document").last()
    page = {
        "dossier": dossier,
        "procedure": dossier.version.procedure,
        "fee": fee,
        "transfer": transfer_of(fee) if fee.state == FeeRequest.State.ASKED else None,
        "online": vnpay.is_offered(),
        "receipt": receipt.document if receipt else None,
        "refunds": Refund.objects.filter(payment__request=fee).select_related("payment"),
        "refusal": refusal,
    }
    return render(request, "portal/citizen/pay.html", page, status=status)


def transfer_of(fee: FeeRequest) -> dict[str, Any] | None:
    """The account to transfer to, and the QR that fills the transfer in; None where the office has no account."""
    account = PayeeAccount.objects.filter(authority=fee.payee_id).first()
    if account is None:
        return None
    text = vietqr.build(vietqr.Transfer(account.bin, account.number, fee.amount, fee.purpose))
    return {"account": account, "picture": "data:image/png;base64," + base64.b64encode(qr.png(text)).decode()}


def _may_lead_to_the_gateway(response: HttpResponse) -> HttpResponse:
    """Browsers hold a form to `form-action` along its redirects too: this page's may end at the gateway."""
    address = urlsplit(settings.VNPAY_URL)
    if not address.netloc:
        return response
    allowed = csp_update({"form-action": [f"{address.scheme}://{address.netloc}"]})
    return allowed(lambda: response)()
