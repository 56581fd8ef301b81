"""What the gateway's own call (IPN) changes, and the answer it gets. It settles; the payer's return only shows.

Answers as VNPay 2.1.0 lists them: 00 noted, 01 no such order, 02 noted before, 04 wrong amount, 97 bad signature;
99 (any other fault: call again) is given by the view.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.utils import timezone

from payments import money, vnpay
from payments.models import Attempt, Gateway
from workflows import actions

Answer = dict[str, str]


def _answer(code: str, message: str) -> Answer:
    return {"RspCode": code, "Message": message}


NOTED = _answer("00", "Confirm Success")
NO_ORDER = _answer("01", "Order not Found")
BEFORE = _answer("02", "Order already confirmed")
WRONG_AMOUNT = _answer("04", "Invalid amount")
FORGED = _answer("97", "Invalid Checksum")
FAILED = _answer("99", "Unknown error")


def hear(parameters: Mapping[str, str]) -> Answer:
    """Settle what the gateway tells; told again, late or twice at once, nothing is counted twice."""
    told = vnpay.own(parameters)
    if not vnpay.is_genuine(told):
        return FORGED
    notice = vnpay.read(told)
    attempt = attempt_of(notice)
    if attempt is None:
        return NO_ORDER
    if notice.amount != attempt.amount:
        return WRONG_AMOUNT
    if not notice.succeeded:
        return NOTED if money.fail(attempt.pk, notice.codes) else BEFORE
    received = money.Received(
        gateway=Gateway.VNPAY,
        number=notice.number or attempt.reference,
        amount=attempt.amount,
        paid_at=notice.paid_at or timezone.now(),
        codes=notice.codes,
        attempt=attempt,
    )
    return NOTED if actions.receive_payment(attempt.request, received).is_new else BEFORE


def attempt_of(notice: vnpay.Notice) -> Attempt | None:
    """The try that the notice is about; None for another merchant's, or one that was never begun."""
    if notice.terminal != settings.VNPAY_TMN_CODE:
        return None
    tries = Attempt.objects.select_related("request")
    return tries.filter(gateway=Gateway.VNPAY, reference=notice.reference).first()
