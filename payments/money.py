"""The one writer of money: everything that is asked, comes or goes back is written here, under the
request's row lock.

All of it runs in the caller's transaction, so that money and whatever it pays for agree whatever
crashes. What a gateway tells twice is written once: its number is unique, and one try pays once.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone

from organisations.models import Authority, User
from payments.models import Attempt, FeeRequest, Gateway, Payment, Refund
from payments.purposes import ascii_purpose, index_of

State = FeeRequest.State
REFERENCE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: none is taken for another
REFERENCE_LENGTH = 12


class MoneyRefused(Exception):
    """What was asked cannot be done with the money as it stands; nothing was written."""


class NotAsked(MoneyRefused):
    """The request is paid, cancelled or exempt."""


class DoesNotSettle(MoneyRefused):
    """The money would not pay what is asked: another amount, or nothing is asked any more."""


class NumberUsed(MoneyRefused):
    """The transaction's number was noted for another request."""


@dataclass(frozen=True)
class Received:
    """Money as its gateway tells of it; `amount` in đồng."""

    gateway: str
    number: str
    amount: int
    paid_at: dt.datetime
    codes: Mapping[str, str] = field(default_factory=dict)
    attempt: Attempt | None = None
    noted_by: User | None = None


@dataclass(frozen=True)
class Taken:
    """What became of it: `is_new` is False when it was noted before."""

    payment: Payment
    is_new: bool
    refund: Refund | None = None


def ask(
    key: str, payee: Authority, amount: int, purpose: str, expires_at: dt.datetime | None = None
) -> FeeRequest:
    """Ask for a fee of `amount` đồng; the same key is the same request. Raises ValueError for no
    amount.
    """
    if amount <= 0:
        raise ValueError(f"no fee to ask for: {amount}")
    text = ascii_purpose(purpose)
    told = {"payee": payee, "amount": amount, "purpose": text, "purpose_index": index_of(text)}
    made = {**told, "reference": new_reference(), "expires_at": expires_at}
    return FeeRequest.objects.get_or_create(key=key, defaults=made)[0]


def new_reference() -> str:
    """A number that nobody guesses; a restored site never gives one out again."""
    return "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(REFERENCE_LENGTH))


def locked(request_id: int) -> FeeRequest:
    """The request under its row lock."""
    return FeeRequest.objects.select_for_update(of=("self",)).get(pk=request_id)


def begin(request_id: int, gateway: str) -> Attempt:
    """A new try to pay; raises NotAsked when there is nothing to pay any more."""
    request = locked(request_id)
    if request.state != State.ASKED:
        raise NotAsked
    return Attempt.objects.create(
        request=request, gateway=gateway, reference=new_reference(), amount=request.amount
    )


def fail(attempt_id: int, codes: Mapping[str, str]) -> bool:
    """The gateway says that the try came to nothing; False when that, or its success, was noted
    before.
    """
    open_try = Attempt.objects.filter(pk=attempt_id, state=Attempt.State.OPEN)
    return bool(
        open_try.update(state=Attempt.State.FAILED, codes=dict(codes), answered_at=timezone.now())
    )


def take(request_id: int, received: Received, must_settle: bool = False) -> Taken:
    """Note money that came. It settles the request when that is asked for and the amount is right;
    else it is owed back, or with `must_settle` refused: DoesNotSettle. Raises NumberUsed when its
    number was noted for another request.
    """
    request = locked(request_id)
    if known := _noted(received):
        if known.request_id != request.pk:
            raise NumberUsed
        return Taken(known, is_new=False)
    settles = request.state == State.ASKED and received.amount == request.amount
    if must_settle and not settles:
        raise DoesNotSettle
    payment = Payment.objects.create(
        request=request,
        attempt=received.attempt,
        gateway=received.gateway,
        number=received.number,
        amount=received.amount,
        paid_at=received.paid_at,
        noted_by=received.noted_by,
        codes=dict(received.codes),
        settles=settles,
    )
    if received.attempt:
        Attempt.objects.filter(pk=received.attempt.pk).update(
            state=Attempt.State.PAID, codes=dict(received.codes), answered_at=timezone.now()
        )
    if settles:
        _settle(request, State.PAID)
        return Taken(payment, is_new=True)
    return Taken(
        payment,
        is_new=True,
        refund=Refund.objects.create(payment=payment, why=_why(request, received)),
    )


def _noted(received: Received) -> Payment | None:
    same = Q(gateway=received.gateway, number=received.number)
    if received.attempt:
        same |= Q(attempt=received.attempt)
    return Payment.objects.filter(same).first()


def _why(request: FeeRequest, received: Received) -> str:
    if request.state == State.PAID:
        return Refund.Why.TWICE
    return Refund.Why.WRONG_AMOUNT if request.state == State.ASKED else Refund.Why.TOO_LATE


def cancel(request_id: int) -> Refund | None:
    """Nobody need pay any longer. What was paid is owed back: the refund, or None when nothing
    was.
    """
    request = locked(request_id)
    if request.state == State.ASKED:
        _settle(request, State.CANCELLED)
        return None
    paid = (
        request.payments.filter(settles=True, refund=None).first()
        if request.state == State.PAID
        else None
    )
    return Refund.objects.create(payment=paid, why=Refund.Why.WITHDRAWN) if paid else None


def exempt(request_id: int) -> None:
    """The payer need not pay; raises NotAsked when there is nothing to be exempt from."""
    request = locked(request_id)
    if request.state != State.ASKED:
        raise NotAsked
    _settle(request, State.EXEMPT)


def give_back(refund_id: int, by: User, number: str) -> bool:
    """The cashier sent the money back under this number; False when the refund was settled
    before.
    """
    refund = Refund.objects.select_related("payment").get(pk=refund_id)
    request = locked(refund.payment.request_id)
    done = _close(refund_id, Refund.State.DONE, by, number)
    if done and refund.payment.settles:
        _settle(request, State.REFUNDED)
    return done


def keep(refund_id: int, by: User) -> bool:
    """The money stays with the office; False when the refund was settled before."""
    return _close(refund_id, Refund.State.KEPT, by, "")


def _close(refund_id: int, state: str, by: User, number: str) -> bool:
    due = Refund.objects.filter(pk=refund_id, state=Refund.State.DUE)
    return bool(due.update(state=state, settled_at=timezone.now(), settled_by=by, number=number))


def _settle(request: FeeRequest, state: str) -> None:
    request.state, request.settled_at = state, timezone.now()
    request.save(update_fields=["state", "settled_at"])


def cash_number(request: FeeRequest) -> str:
    """Cash has no number of a bank's: a request is paid in cash once."""
    return f"{Gateway.CASH}-{request.reference}"
