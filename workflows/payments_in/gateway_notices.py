"""What a gateway's own call (IPN) changes, and what it is answered. It settles; the payer's return
only shows.
"""

from __future__ import annotations

from django.utils import timezone

from payments import money
from payments.gateways.interface import Heard, Notice, OnlineGateway, Parameters
from payments.models import Attempt
from workflows import actions


def hear(gateway: OnlineGateway, parameters: Parameters) -> Heard:
    """Settle what the gateway tells; told again, late or twice at once, nothing is counted
    twice.
    """
    if not gateway.is_genuine(parameters):
        return Heard.FORGED
    notice = gateway.notice_in(parameters)
    if notice is None:
        return Heard.NO_NOTICE
    attempt = attempt_of(gateway, notice)
    if attempt is None:
        return Heard.NO_ORDER
    if notice.amount != attempt.amount:
        return Heard.WRONG_AMOUNT
    if not notice.succeeded:
        return Heard.NOTED if money.fail(attempt.pk, notice.codes) else Heard.BEFORE
    received = money.Received(
        gateway=gateway.gateway,
        number=notice.number or attempt.reference,
        amount=attempt.amount,
        paid_at=notice.paid_at or timezone.now(),
        codes=notice.codes,
        attempt=attempt,
    )
    return (
        Heard.NOTED if actions.receive_payment(attempt.request, received).is_new else Heard.BEFORE
    )


def attempt_of(gateway: OnlineGateway, notice: Notice) -> Attempt | None:
    """The try that the notice is about; None for another merchant's, or one that was never
    begun.
    """
    if not notice.is_ours:
        return None
    tries = Attempt.objects.select_related("request")
    return tries.filter(gateway=gateway.gateway, reference=notice.reference).first()
