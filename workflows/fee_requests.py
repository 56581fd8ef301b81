"""The fees of a dossier: asked when its process comes to a step of kind `pay`, given up when nobody
waits for them.

What happens to the money is written by `payments.money`, in the transaction of the act.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import Document
from foundation.text import vietnamese_date
from organisations.models import Authority, User
from payments import amounts, money, succession
from payments.models import Attempt, FeeRequest, Gateway, Payment
from registers.written import written
from workflows import permissions
from workflows.act import Act
from workflows.deadlines import clock
from workflows.definition import Pay
from workflows.errors import NoRight, WrongState
from workflows.models import Dossier, DossierFee, Timer, WorkItem
from workflows.papers import issuance
from workflows.process.conditions import fee_of


class FeeTold(TypedDict):
    """A fee by its reference and amount (đồng): no name, no account."""

    fee: dict[str, str | int]


class RefundDue(TypedDict):
    """Money that must go back, đồng."""

    refund_due: int


def ask(act: Act, item: WorkItem) -> FeeRequest:
    """Ask for the fee of the step that has just opened: status 6, and the clock stands still where
    it says so.
    """
    step = act.definition.step(item.step)
    if not isinstance(step, Pay):
        raise TypeError(f"step {item.step} asks for no fee")
    dossier = act.dossier
    act.move("ask_payment")
    if step.pauses:
        clock.pause(dossier, act.now, "ask_payment")
    lapse = Timer.objects.filter(item=item, kind=Timer.Kind.LAPSE).first()
    key = f"dossier:{dossier.pk}:{item.pk}"
    amount = fee_of(step.fee, dossier)
    request = money.ask(
        key, dossier.deciding, amount, dossier.code, lapse.due_at if lapse else None
    )
    DossierFee.objects.create(dossier=dossier, item=item, request=request)
    act.carry(FeeTold(fee=told(request)))
    return request


def told(request: FeeRequest) -> dict[str, str | int]:
    """What the journal says of a request: no name, no account."""
    return {"reference": request.reference, "amount": request.amount}


def of(dossier: Dossier) -> list[FeeRequest]:
    """Every fee that was asked for the dossier, oldest first."""
    return [link.request for link in dossier.fees.select_related("request")]


def asked(dossier: Dossier) -> FeeRequest | None:
    """The fee that the dossier waits for; None when it waits for none."""
    return next(
        (request for request in of(dossier) if request.state == FeeRequest.State.ASKED), None
    )


def begin(request: FeeRequest, gateway: str, user: User | None) -> Attempt:
    """The applicant begins to pay by a gateway. Raises NoRight, or WrongState when there is nothing
    to pay any more.

    `user` is None for who has no account and has shown that they know the dossier; whoever pays, it
    is owed here.
    """
    link = DossierFee.objects.select_related("dossier").get(request=request)
    if user is not None and not permissions.is_applicant(user, link.dossier):
        raise NoRight
    try:
        with transaction.atomic():
            return money.begin(request.pk, gateway)
    except money.NotAsked as error:
        raise WrongState(_("Khoản phí này không còn chờ nộp.")) from error


def give_up(act: Act) -> None:
    """The dossier stops: what is asked need not be paid, what was paid is owed back for the cashier
    to look at.
    """
    owed = [refund for request in of(act.dossier) if (refund := money.cancel(request.pk))]
    if owed:
        act.carry(RefundDue(refund_due=sum(refund.payment.amount for refund in owed)))


def follow(dossier: Dossier, takers: Mapping[int, Authority]) -> None:
    """A reform ended who asked: what is asked, paid or owed back goes with the dossier to its
    taker's cashier.
    """
    for request in of(dossier):
        if taker := takers.get(request.payee_id):
            succession.pass_on(request.pk, taker)


def receipt(act: Act, item: WorkItem, payment: Payment) -> Document:
    """The receipt of a payment, numbered in the transaction of the act that notes it."""
    return issuance.payment_receipt(
        act,
        item,
        {
            "amount_text": amounts.shown(payment.amount),
            "amount_words": amounts.in_words(payment.amount),
            "paid_on": vietnamese_date(timezone.localdate(payment.paid_at)),
            "way": written(Gateway(payment.gateway).label),
            "number": payment.number,
        },
    )
