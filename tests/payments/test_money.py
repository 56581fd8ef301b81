"""The one writer of money: asked once, paid once, owed back when it came too often, too late or
wrong.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from organisations.models import Authority, User
from payments import money
from payments.models import Attempt, FeeRequest, Gateway, Payment, Refund
from payments.money import NotAsked, NumberUsed, Received

State = FeeRequest.State


def came(number: str = "1", amount: int = 250_000, **more: Any) -> Received:
    return Received(Gateway.BANK, number, amount, timezone.now(), **more)


def now(fee: FeeRequest) -> str:
    return FeeRequest.objects.get(pk=fee.pk).state


def test_one_occasion_asks_once(payee: Authority, fee: FeeRequest) -> None:
    assert money.ask("dossier:1:1", payee, 900_000, "KHAC") == fee
    assert money.ask("dossier:1:2", payee, 900_000, "KHAC").reference != fee.reference


def test_a_purpose_is_written_so_that_banks_leave_it(payee: Authority) -> None:
    assert money.ask("k", payee, 1, "Phí hồ sơ Đ/1").purpose == "Phi ho so D1"


@pytest.mark.parametrize("amount", [0, -5])
def test_no_fee_is_not_asked(payee: Authority, amount: int) -> None:
    with pytest.raises(ValueError, match="no fee"):
        money.ask("k", payee, amount, "X")


def test_the_right_amount_settles(fee: FeeRequest) -> None:
    taken = money.take(fee.pk, came())
    assert (
        taken.is_new and taken.payment.settles and taken.refund is None and now(fee) == State.PAID
    )


def test_told_twice_is_noted_once(fee: FeeRequest) -> None:
    first = money.take(fee.pk, came())
    again = money.take(fee.pk, came())
    assert again.payment == first.payment and not again.is_new
    assert Payment.objects.count() == 1 and not Refund.objects.exists()


def test_one_try_pays_once_whatever_number_it_comes_with(fee: FeeRequest) -> None:
    attempt = money.begin(fee.pk, Gateway.VNPAY)
    first = money.take(
        fee.pk, Received(Gateway.VNPAY, "1", 250_000, timezone.now(), attempt=attempt)
    )
    again = money.take(
        fee.pk, Received(Gateway.VNPAY, "2", 250_000, timezone.now(), attempt=attempt)
    )
    assert first.is_new and not again.is_new and Payment.objects.count() == 1


def test_paid_twice_is_owed_back_once(fee: FeeRequest) -> None:
    money.take(fee.pk, came("1"))
    second = money.take(fee.pk, came("2"))
    assert not second.payment.settles
    assert second.refund is not None and second.refund.why == Refund.Why.TWICE
    assert Refund.objects.count() == 1


def test_a_wrong_amount_does_not_settle(fee: FeeRequest) -> None:
    taken = money.take(fee.pk, came(amount=249_999))
    assert taken.refund is not None and taken.refund.why == Refund.Why.WRONG_AMOUNT
    assert now(fee) == State.ASKED


def test_what_comes_after_the_request_was_cancelled_is_owed_back(fee: FeeRequest) -> None:
    assert money.cancel(fee.pk) is None and now(fee) == State.CANCELLED
    taken = money.take(fee.pk, came())
    assert taken.refund is not None and taken.refund.why == Refund.Why.TOO_LATE
    assert now(fee) == State.CANCELLED


def test_a_paid_request_that_is_cancelled_owes_its_payment_back(
    fee: FeeRequest, cashier: User
) -> None:
    money.take(fee.pk, came())
    refund = money.cancel(fee.pk)
    assert refund is not None and money.cancel(fee.pk) is None
    assert money.give_back(refund.pk, cashier, "UNC 12") and now(fee) == State.REFUNDED
    assert not money.give_back(refund.pk, cashier, "UNC 13") and not money.keep(refund.pk, cashier)


def test_a_number_belongs_to_one_request(payee: Authority, fee: FeeRequest) -> None:
    other = money.ask("dossier:2:1", payee, 250_000, "KHAC")
    money.take(fee.pk, came("77"))
    with pytest.raises(NumberUsed):
        money.take(other.pk, came("77"))
    assert now(other) == State.ASKED


def test_who_is_exempt_need_not_try(fee: FeeRequest) -> None:
    money.exempt(fee.pk)
    with pytest.raises(NotAsked):
        money.begin(fee.pk, Gateway.VNPAY)
    with pytest.raises(NotAsked):
        money.exempt(fee.pk)


def test_a_try_that_failed_may_be_followed_by_one_that_pays(fee: FeeRequest) -> None:
    failed = money.begin(fee.pk, Gateway.VNPAY)
    assert money.fail(failed.pk, {"vnp_ResponseCode": "24"}) and not money.fail(failed.pk, {})
    second = money.begin(fee.pk, Gateway.VNPAY)
    assert second.reference != failed.reference
    money.take(fee.pk, Received(Gateway.VNPAY, "9", 250_000, timezone.now(), attempt=second))
    assert list(Attempt.objects.values_list("state", flat=True)) == ["FAILED", "PAID"]


@pytest.mark.usefixtures("tables_owner")
def test_the_database_keeps_payments_as_they_were_noted(fee: FeeRequest) -> None:
    money.take(fee.pk, came())
    for change in (
        lambda: Payment.objects.update(amount=1),
        lambda: Payment.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
