"""The gateway's own call: believed when it is signed, counted once, answered in the gateway's
codes.
"""

from __future__ import annotations

from typing import Any

import pytest

from payments.gateways import vnpay
from payments.models import Attempt, FeeRequest, Gateway, Payment, Refund
from portal.demo.load import settle
from tests.procedures.diplomas_abroad import Office, fee_of, make_office, received
from tests.procedures.walking import now
from workflows import actions, fee_requests
from workflows.errors import NoRight, WrongState
from workflows.journal import entries
from workflows.lifecycle import Status
from workflows.models import Dossier
from workflows.payments_in import gateway_notices

VNPAY = vnpay.VNPay()


@pytest.fixture
def office() -> Office:
    return make_office()


@pytest.fixture
def dossier(office: Office) -> Dossier:
    return received(office)


@pytest.fixture
def attempt(office: Office, dossier: Dossier) -> Attempt:
    return fee_requests.begin(fee_of(dossier), Gateway.VNPAY, office.khoa)


def told(attempt: Attempt, secret: str = "", **changes: str) -> dict[str, str]:
    said = {
        "vnp_TmnCode": vnpay.account().merchant,
        "vnp_Amount": str(attempt.amount * 100),
        "vnp_BankCode": "NCB",
        "vnp_OrderInfo": "Nop phi ho so",
        "vnp_PayDate": "20261125101500",
        "vnp_ResponseCode": "00",
        "vnp_TransactionNo": "14422574",
        "vnp_TransactionStatus": "00",
        "vnp_TxnRef": attempt.reference,
    }
    return vnpay.signed({**said, **changes}, secret)


def answered(parameters: dict[str, str]) -> str:
    return VNPAY.answer(gateway_notices.hear(VNPAY, parameters))["RspCode"]


def test_a_genuine_success_settles_and_is_told_again_in_vain(
    dossier: Dossier, attempt: Attempt
) -> None:
    assert answered(told(attempt)) == "00"
    assert answered(told(attempt)) == "02"
    assert now(dossier).legal_status == Status.PROCESSING
    payment = Payment.objects.get()
    assert (payment.number, payment.settles, payment.codes["vnp_BankCode"]) == (
        "14422574",
        True,
        "NCB",
    )
    assert "vnp_SecureHash" not in payment.codes
    assert [entry.act for entry in entries.timeline(dossier)].count("paid") == 1


def test_what_another_signed_settles_nothing(dossier: Dossier, attempt: Attempt) -> None:
    assert answered(told(attempt, secret="another")) == "97"
    assert answered({**told(attempt), "vnp_Amount": "100"}) == "97"
    assert answered({}) == "97"
    assert now(dossier).legal_status == Status.PAYMENT_ASKED and not Payment.objects.exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"vnp_TxnRef": "NOBODYSORDER"}, "01"),
        ({"vnp_TmnCode": "ANOTHER1"}, "01"),
        ({"vnp_Amount": "49999900"}, "04"),
        ({"vnp_Amount": "50000001"}, "04"),
        ({"vnp_Amount": "x"}, "04"),
    ],
)
def test_what_does_not_fit_settles_nothing(
    dossier: Dossier, attempt: Attempt, changes: Any, code: str
) -> None:
    assert answered(told(attempt, **changes)) == code
    assert now(dossier).legal_status == Status.PAYMENT_ASKED and not Payment.objects.exists()


@pytest.mark.parametrize("changes", [{"vnp_ResponseCode": "24"}, {"vnp_TransactionStatus": "01"}])
def test_a_failure_is_noted_once_and_they_may_try_again(
    office: Office, dossier: Dossier, attempt: Attempt, changes: dict[str, str]
) -> None:
    assert answered(told(attempt, **changes)) == "00" and answered(told(attempt, **changes)) == "02"
    assert now(dossier).legal_status == Status.PAYMENT_ASKED
    second = fee_requests.begin(fee_of(dossier), Gateway.VNPAY, office.khoa)
    assert answered(told(second, vnp_TransactionNo="2")) == "00"
    assert now(dossier).legal_status == Status.PROCESSING


def test_a_success_that_comes_after_a_failure_of_the_same_try_is_money_all_the_same(
    dossier: Dossier, attempt: Attempt
) -> None:
    answered(told(attempt, vnp_ResponseCode="24", vnp_TransactionStatus="02"))
    assert answered(told(attempt)) == "00" and now(dossier).legal_status == Status.PROCESSING


def test_money_for_a_withdrawn_dossier_is_owed_back(
    office: Office, dossier: Dossier, attempt: Attempt
) -> None:
    actions.withdraw(dossier, office.khoa)
    assert answered(told(attempt)) == "00" and answered(told(attempt)) == "02"
    assert Refund.objects.get().why == Refund.Why.TOO_LATE
    assert now(dossier).legal_status == Status.WITHDRAWAL_ASKED


def test_money_that_came_before_the_withdrawal_is_owed_back_once(
    office: Office, dossier: Dossier, attempt: Attempt
) -> None:
    answered(told(attempt))
    actions.withdraw(dossier, office.khoa)
    assert answered(told(attempt)) == "02"
    assert Refund.objects.get().why == Refund.Why.WITHDRAWN


def test_two_tries_that_both_pay_are_one_fee_and_one_refund(
    office: Office, dossier: Dossier, attempt: Attempt
) -> None:
    second = fee_requests.begin(fee_of(dossier), Gateway.VNPAY, office.khoa)
    assert answered(told(attempt, vnp_TransactionNo="1")) == "00"
    assert answered(told(second, vnp_TransactionNo="2")) == "00"
    assert Payment.objects.filter(settles=True).count() == 1
    assert Refund.objects.get().why == Refund.Why.TWICE


def test_only_the_applicant_begins_to_pay_and_only_while_it_is_asked(
    office: Office, dossier: Dossier
) -> None:
    with pytest.raises(NoRight):
        fee_requests.begin(fee_of(dossier), Gateway.VNPAY, office.cashier)
    actions.exempt(dossier, office.head, "Con thương binh.")
    with pytest.raises(WrongState):
        fee_requests.begin(FeeRequest.objects.get(), Gateway.VNPAY, office.khoa)


def test_the_receipt_names_the_gateway(dossier: Dossier, attempt: Attempt) -> None:
    answered(told(attempt))
    settle()
    receipt = dossier.documents.get(kind="payment_receipt").document
    assert (
        receipt.sealed_at
        and receipt.facts["way"] == "VNPay"
        and receipt.facts["number"] == "14422574"
    )
    assert receipt.authority == dossier.deciding and not receipt.public
