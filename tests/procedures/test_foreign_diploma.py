"""1.004889: a diploma from abroad is recognised, once its fee is paid; up to 45 days when the
issuer must be asked.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from documents.models import Document
from documents.storage import read_pdf
from notifications.models import Message
from organisations.models import Authority
from payments import money
from payments.models import FeeRequest, Payment, Refund
from portal.demo.load import settle
from tests.procedures.diplomas_abroad import (
    DEPARTMENT,
    Office,
    fee_of,
    make_office,
    paid,
    pay,
    received,
)
from tests.procedures.schools import NEW
from tests.procedures.walking import decide, now, officer, open_items
from tests.reading import pdf_text
from workflows import actions
from workflows.background import due_timers
from workflows.errors import Incomplete, NoRight, WrongState
from workflows.journal import entries
from workflows.lifecycle import Status
from workflows.models import Dossier
from workflows.papers import issuance

MONDAY = dt.datetime(2026, 11, 16, 1, 30, tzinfo=dt.UTC)  # 8:30 in Buôn Ma Thuột
State = FeeRequest.State


@pytest.fixture
def office() -> Office:
    return make_office()


def acts(dossier: Dossier) -> list[str]:
    return [entry.act for entry in entries.timeline(dossier)]


def test_a_diploma_is_recognised_once_its_fee_is_paid(office: Office) -> None:
    dossier = received(office)
    assert dossier.legal_status == Status.PAYMENT_ASKED and fee_of(dossier).amount == 500_000
    assert [item.step for item in open_items(dossier)] == ["pay_fee"]
    pay(dossier)
    settle()
    dossier = now(dossier)
    assert dossier.legal_status == Status.PROCESSING and [
        one.step for one in open_items(dossier)
    ] == ["appraise"]
    decide(dossier, "appraise", office.expert, "recognise", equivalent="THPT", remark="")
    decide(dossier, "sign", office.head, "approve")
    dossier = decide(dossier, "seal", office.clerk, "seal")
    assert (dossier.legal_status, dossier.decision) == (Status.RETURNED, "GRANTED")
    text = pdf_text(read_pdf(Document.objects.get(kind="GCN-VB")))
    for words in (
        "Y Khoa Niê",
        "Lincoln High School",
        "Hoa Kỳ",
        "Tương đương bằng tốt nghiệp trung học phổ thông",
    ):
        assert words in text, words
    receipt = pdf_text(read_pdf(Document.objects.get(kind="BL")))
    for words in (
        "500.000 đồng",
        "Năm trăm nghìn đồng",
        dossier.code,
        "Chuyển khoản",
        "Y Khoa Niê",
    ):
        assert words in receipt, words
    assert acts(dossier)[:5] == ["submit", "accept", "ask_payment", "paid", "forward"]
    assert entries.verify() is None


def test_experts_get_the_diplomas_in_turn_and_what_is_sent_back_returns_to_the_same(
    office: Office,
) -> None:
    second = officer("hai", "Chuyên Viên Hai", DEPARTMENT, "expert")
    dossiers = [received(office) for _ in range(3)]
    for number, dossier in enumerate(dossiers):
        pay(dossier, str(number))
    holders = [open_items(dossier)[0].owner for dossier in dossiers]
    assert holders == [office.expert, second, office.expert]
    first = decide(
        dossiers[0], "appraise", office.expert, "recognise", equivalent="THPT", remark=""
    )
    first = decide(first, "sign", office.head, "send_back", "Xem lại.")
    assert open_items(first)[0].owner == office.expert, "not the next one in turn"


def test_a_school_in_vietnam_costs_half(office: Office) -> None:
    assert fee_of(received(office, place_of_study="vietnam")).amount == 250_000


def test_the_applicant_hears_what_they_must_pay_and_that_it_came(office: Office) -> None:
    dossier = paid(office)
    settle()
    bodies = [
        str(message.body) for message in Message.objects.filter(dossier=dossier, channel="INBOX")
    ]
    assert any("nộp phí 500.000 đồng" in body for body in bodies)
    assert any("Chúng tôi đã nhận được phí 500.000 đồng" in body for body in bodies)


def test_the_days_until_the_fee_is_paid_do_not_count(office: Office) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        dossier = received(office)
        promised = dossier.due_at
        assert dossier.paused_at is not None and promised is not None
        clock.shift(dt.timedelta(days=2))
        pay(dossier)
        dossier = now(dossier)
    assert dossier.paused_at is None and dossier.due_at == promised + dt.timedelta(days=2)


def test_the_longer_limit_counts_from_the_reception(office: Office) -> None:
    """Twenty working days, forty-five when the issuer abroad is asked; a second answer lengthens
    nothing more.
    """
    with time_machine.travel(MONDAY, tick=False) as clock:
        dossier = paid(office)
        assert dossier.due_at is not None and timezone.localdate(dossier.due_at) == dt.date(
            2026, 12, 15
        )
        with pytest.raises(Incomplete):
            decide(dossier, "appraise", office.expert, "abroad", equivalent="THPT")
        clock.shift(dt.timedelta(days=1))
        dossier = decide(
            dossier, "appraise", office.expert, "abroad", "Cần hỏi trường.", equivalent="THPT"
        )
        assert dossier.due_at is not None and timezone.localdate(dossier.due_at) == dt.date(
            2027, 1, 20
        )
        due = dossier.due_at
        decide(dossier, "verify", office.expert, "confirmed", answer="Trường xác nhận.")
        decide(dossier, "sign", office.head, "send_back", "Xem lại.")
        dossier = decide(
            dossier, "appraise", office.expert, "abroad", "Hỏi thêm.", equivalent="THPT"
        )
        assert dossier.due_at == due and dossier.clock_events.filter(kind="EXTEND").count() == 1


def test_a_refusal_is_written_and_keeps_the_fee(office: Office) -> None:
    dossier = paid(office)
    reason = "Thời gian học không phù hợp."
    decide(dossier, "appraise", office.expert, "reject", reason)
    decide(dossier, "sign_refusal", office.head, "refuse", reason)
    dossier = decide(dossier, "seal_refusal", office.clerk, "seal")
    assert (dossier.legal_status, dossier.decision) == (Status.RETURNED, "REFUSED")
    assert reason in pdf_text(read_pdf(Document.objects.get(kind="TB")))
    assert fee_of(dossier).state == State.PAID and not Refund.objects.exists()


def test_who_does_not_pay_in_time_is_stopped(office: Office) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        dossier = received(office)
        clock.shift(dt.timedelta(days=13))
        due_timers.fire()
        assert now(dossier).legal_status == Status.PAYMENT_ASKED
        clock.shift(dt.timedelta(days=2))
        due_timers.fire()
        due_timers.fire()
    dossier = now(dossier)
    assert dossier.legal_status == Status.STOPPED and fee_of(dossier).state == State.CANCELLED
    assert acts(dossier).count("lapse") == 1
    taken = pay(dossier)
    assert taken.refund is not None and taken.refund.why == Refund.Why.TOO_LATE
    assert now(dossier).legal_status == Status.STOPPED and acts(now(dossier))[-1] == "refund_due"


def test_a_head_exempts_with_a_ground_and_nobody_else_does(office: Office) -> None:
    dossier = received(office)
    for who in (office.cashier, office.expert, office.khoa):
        with pytest.raises(NoRight):
            actions.exempt(dossier, who, "Hộ nghèo.")
    with pytest.raises(Incomplete):
        actions.exempt(dossier, office.head, "  ")
    first = actions.exempt(dossier, office.head, "Con thương binh.", key="k")
    assert actions.exempt(dossier, office.head, "Con thương binh.", key="k") == first
    dossier = now(dossier)
    assert dossier.legal_status == Status.PROCESSING and fee_of(dossier).state == State.EXEMPT
    assert [item.step for item in open_items(dossier)] == ["appraise"]
    with pytest.raises(WrongState):
        actions.exempt(dossier, office.head, "Con thương binh.")


def test_a_withdrawal_cancels_what_is_asked(office: Office) -> None:
    dossier = received(office)
    actions.withdraw(dossier, office.khoa)
    assert fee_of(dossier).state == State.CANCELLED and not Refund.objects.exists()
    assert now(dossier).legal_status == Status.WITHDRAWAL_ASKED


def test_a_withdrawal_owes_back_what_was_paid_and_the_cashier_settles_it(office: Office) -> None:
    dossier = paid(office)
    entry = actions.withdraw(dossier, office.khoa)
    assert entry.data["refund_due"] == 500_000
    owed = Refund.objects.get()
    with pytest.raises(NoRight):
        actions.refund(owed, office.head, "UNC 15", "Hồ sơ rút.")
    with pytest.raises(Incomplete):
        actions.refund(owed, office.cashier, "", "Hồ sơ rút.")
    actions.refund(owed, office.cashier, "UNC 15", "Hồ sơ rút.")
    with pytest.raises(WrongState):
        actions.keep_payment(owed, office.cashier, "Đã xác minh xong.")
    assert fee_of(dossier).state == State.REFUNDED and acts(now(dossier))[-1] == "refund"


def test_a_fee_paid_twice_is_owed_back_and_pays_nothing_twice(office: Office) -> None:
    dossier = received(office)
    pay(dossier, "1")
    again = pay(dossier, "2")
    assert again.refund is not None and again.refund.why == Refund.Why.TWICE
    assert not pay(dossier, "2").is_new
    assert (
        acts(now(dossier)).count("paid") == 1 and Payment.objects.filter(settles=True).count() == 1
    )


def test_another_amount_pays_nothing(office: Office) -> None:
    dossier = received(office)
    pay(dossier, amount=499_999)
    assert (
        now(dossier).legal_status == Status.PAYMENT_ASKED and acts(now(dossier))[-1] == "refund_due"
    )
    pay(dossier, "2")
    assert now(dossier).legal_status == Status.PROCESSING


def test_nobody_notes_their_own_fee_as_paid(office: Office) -> None:
    office.khoa.assignments.create(
        role_id="cashier", authority=office.cashier.assignments.get().authority
    )
    dossier = received(office)
    came = money.Received("CASH", "1", 500_000, timezone.now())
    with pytest.raises(NoRight):
        actions.receive_payment(fee_of(dossier), came, office.khoa)
    assert now(dossier).legal_status == Status.PAYMENT_ASKED


def test_the_office_that_took_the_money_gives_it_back_after_the_dossier_went_elsewhere(
    office: Office,
) -> None:
    dossier = paid(office)
    elsewhere = Authority.objects.get(slug=NEW)
    Dossier.objects.filter(pk=dossier.pk).update(deciding=elsewhere)
    theirs = officer("thu-khac", "Kế Toán Khác", NEW, "cashier")
    actions.withdraw(dossier, office.khoa)
    with pytest.raises(NoRight):
        actions.refund(Refund.objects.get(), theirs, "UNC 1", "Hồ sơ rút.")
    actions.refund(Refund.objects.get(), office.cashier, "UNC 1", "Hồ sơ rút.")


def test_a_receipt_that_cannot_be_numbered_takes_no_money(office: Office, monkeypatch: Any) -> None:
    """Money, receipt, status and entry are one transaction."""
    dossier = received(office)
    monkeypatch.setattr(
        issuance, "reserve", lambda *given, **more: (_ for _ in ()).throw(RuntimeError("died"))
    )
    with pytest.raises(RuntimeError):
        pay(dossier)
    assert not Payment.objects.exists() and fee_of(dossier).state == State.ASKED
    assert now(dossier).legal_status == Status.PAYMENT_ASKED
