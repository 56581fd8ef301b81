"""The ways in which a fee may be paid from a page: a transfer whose QR says everything, and the
gateway.
"""

from __future__ import annotations

import base64
from typing import Any

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import qr
from organisations.models import User
from payments import gateways, vietqr
from payments.models import Attempt, FeeRequest, PayeeAccount
from portal.http.limits import Limit, address_of
from portal.shared.twins import told_of
from workflows.applicant import twins
from workflows.errors import WrongState
from workflows.models import Dossier

#: Tries by the gateway of one payer, or for one fee where the payer has no account.
TRIES = Limit("begin to pay", times=20, seconds=3600)


def ways_of(fee: FeeRequest, dossier: Dossier, reader: User | None, again: str) -> dict[str, Any]:
    """What the page shows of a fee that is asked: `transfer` and by which gateways it may be paid
    `online`.

    Where another dossier for the same thing was paid for, no way is shown before the payer said
    that they know: `again` is what they ticked.
    """
    if fee.state != FeeRequest.State.ASKED:
        return {"fee": fee, "online": gateways.offered()}
    found = twins.paid(dossier)
    seal = twins.seal_of(found)
    told = {"paid_twins": told_of(found, reader), "again": seal, "knows": again == seal}
    return {
        "fee": fee,
        "online": gateways.offered(),
        **told,
        "transfer": transfer_of(fee) if told["knows"] else None,
    }


def demand_told(dossier: Dossier, again: str) -> None:
    """Nobody pays twice for one thing without being told. Raises WrongState."""
    if again != twins.seal_of(twins.paid(dossier)):
        raise WrongState(
            _("Một hồ sơ khác cho cùng việc này đã nộp phí. Hãy xem rồi đánh dấu nếu vẫn nộp.")
        )


def said(request: HttpRequest) -> str:
    """What the payer ticked."""
    return request.POST.get("again", "")[:16]


def transfer_of(fee: FeeRequest) -> dict[str, Any] | None:
    """The account to transfer to, and the QR that fills the transfer in; None where the office has
    no account.
    """
    account = PayeeAccount.objects.filter(authority=fee.payee_id).first()
    if account is None:
        return None
    text = vietqr.build(vietqr.Transfer(account.bin, account.number, fee.amount, fee.purpose))
    return {
        "account": account,
        "picture": "data:image/png;base64," + base64.b64encode(qr.png(text)).decode(),
    }


def to_the_gateway(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """The payer's browser goes to the gateway with the signed order."""
    back = request.build_absolute_uri(reverse("portal:payment_return"))
    gateway = gateways.GATEWAYS[attempt.gateway]
    return redirect(gateway.payment_address(attempt, back, address_of(request), timezone.now()))


def may_lead_to_the_gateway(response: HttpResponse) -> HttpResponse:
    """Browsers hold a form to `form-action` along its redirects too: this page's may end at the
    gateway.
    """
    origins = [origin for each in gateways.offered() if (origin := each.page_origin())]
    if not origins:
        return response
    allowed: Any = csp_update({"form-action": origins})
    marked: HttpResponse = allowed(lambda: response)()
    return marked
