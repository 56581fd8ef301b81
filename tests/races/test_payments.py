"""Money told by several at the same instant: it is counted once, whoever is first (money never paid
twice).
"""

from __future__ import annotations

import pytest

from organisations.models import User
from payments.gateways import vnpay
from payments.models import Attempt, FeeRequest, Gateway, Payment, Refund
from tests.people import World
from tests.races.conftest import many
from tests.races.line import race, report, timed
from tests.workflows.fees import fee_asked, make_cashier, priced, request_of, transfer
from workflows import actions, fee_requests
from workflows.errors import ActRefused
from workflows.journal import entries
from workflows.lifecycle import Status
from workflows.models import Dossier, Entry
from workflows.payments_in import gateway_notices

VNPAY = vnpay.VNPay()

State = FeeRequest.State


@pytest.fixture
def asked(world: World) -> list[Dossier]:
    """Dossiers that wait for their fee."""
    version = priced()
    return [fee_asked(world, version) for _number in range(many(40, 12))]


def notices(dossiers: list[Dossier], world: World) -> list[dict[str, str]]:
    """What the gateway says of a new try for each of them: paid."""
    return [
        told(fee_requests.begin(request_of(one), Gateway.VNPAY, world.huong)) for one in dossiers
    ]


def told(attempt: Attempt) -> dict[str, str]:
    said = {
        "vnp_TmnCode": vnpay.account().merchant,
        "vnp_Amount": str(attempt.amount * 100),
        "vnp_ResponseCode": "00",
        "vnp_TransactionStatus": "00",
        "vnp_TransactionNo": str(attempt.pk),
        "vnp_TxnRef": attempt.reference,
    }
    return vnpay.signed(said)


def hear(parameters: dict[str, str]) -> str:
    return VNPAY.answer(gateway_notices.hear(VNPAY, parameters))["RspCode"]


def settled_once(dossiers: list[Dossier]) -> None:
    for dossier in dossiers:
        request = request_of(dossier)
        assert request.state == State.PAID and request.payments.filter(settles=True).count() == 1
        assert Entry.objects.filter(dossier=dossier, act="paid").count() == 1
        assert dossier.documents.filter(kind="payment_receipt").count() == 1
        assert Dossier.objects.get(pk=dossier.pk).legal_status == Status.PROCESSING
    assert entries.verify() is None


def test_one_notice_that_comes_three_times_at_once_is_counted_once(
    world: World, asked: list[Dossier]
) -> None:
    sent = notices(asked, world)
    answers, seconds = timed(lambda: race(hear, sent, sent, sent))
    report("money", len(asked), seconds)
    for codes in zip(*answers, strict=True):
        assert sorted(codes) == ["00", "02", "02"]
    settled_once(asked)
    assert not Refund.objects.exists()


def test_two_tries_that_both_pay_are_one_fee_and_one_refund(
    world: World, asked: list[Dossier]
) -> None:
    answers = race(hear, notices(asked, world), notices(asked, world))
    assert {code for codes in answers for code in codes} == {"00"}
    settled_once(asked)
    assert Refund.objects.filter(why=Refund.Why.TWICE).count() == len(asked)


def withdraw_or_hear(job: tuple[int, dict[str, str]]) -> str:
    """The applicant withdraws (no parameters), or the gateway tells."""
    pk, parameters = job
    if parameters:
        return hear(parameters)
    dossier = Dossier.objects.select_related("applicant").get(pk=pk)
    assert dossier.applicant is not None
    actions.withdraw(dossier, dossier.applicant)
    return "withdrawn"


def test_a_notice_and_a_withdrawal_never_lose_or_double_money(
    world: World, asked: list[Dossier]
) -> None:
    sent = [
        (one.pk, parameters) for one, parameters in zip(asked, notices(asked, world), strict=True)
    ]
    race(withdraw_or_hear, sent, [(one.pk, {}) for one in asked], sent)
    for dossier in asked:
        request = request_of(dossier)
        payment = Payment.objects.get(request=request)
        assert request.state in (State.CANCELLED, State.PAID)
        assert payment.settles == (request.state == State.PAID)
        assert Refund.objects.get(payment=payment).why == (
            "WITHDRAWN" if payment.settles else "TOO_LATE"
        )
        assert Dossier.objects.get(pk=dossier.pk).legal_status == Status.WITHDRAWAL_ASKED
    assert entries.verify() is None


def note_or_hear(job: tuple[int, str, dict[str, str]]) -> str:
    """The cashier notes a transfer, the head exempts, or the gateway tells."""
    pk, who, parameters = job
    if parameters:
        return hear(parameters)
    dossier, officer = Dossier.objects.get(pk=pk), User.objects.get(username=who)
    try:
        if who == "dung":
            actions.exempt(dossier, officer, "Con thương binh.")
        else:
            came = transfer(dossier, f"FT{pk}", officer)
            actions.receive_payment(request_of(dossier), came, officer, must_settle=True)
    except ActRefused as error:
        return type(error).__name__
    return "done"


def test_cashier_head_and_gateway_settle_a_fee_once(world: World, asked: list[Dossier]) -> None:
    make_cashier()
    sent = [
        (one.pk, "", parameters)
        for one, parameters in zip(asked, notices(asked, world), strict=True)
    ]
    by_cashier, by_head = ([(one.pk, who, {}) for one in asked] for who in ("thu", "dung"))
    for gateway, cashier, head in zip(*race(note_or_hear, sent, by_cashier, by_head), strict=True):
        assert gateway == "00" and [cashier, head].count("done") <= 1
    for dossier in asked:
        request = request_of(dossier)
        assert request.state in (State.PAID, State.EXEMPT)
        assert request.payments.filter(settles=True).count() == (request.state == State.PAID)
        assert Entry.objects.filter(dossier=dossier, act__in=("paid", "exempt")).count() == 1
        assert (
            request.payments.filter(settles=False).count()
            == Refund.objects.filter(payment__request=request).count()
        )
        assert Dossier.objects.get(pk=dossier.pk).legal_status == Status.PROCESSING
    assert entries.verify() is None
