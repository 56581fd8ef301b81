"""Bank statements against fees: what fits settles by itself, everything else waits for the
cashier.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone

from organisations.models import Authority
from payments import money
from payments.models import Gateway, Payment, Refund, Statement, StatementRow
from tests.payments.test_statements import csv_file
from tests.procedures.diplomas_abroad import DEPARTMENT, Office, fee_of, make_office, received
from tests.procedures.walking import now
from workflows import actions
from workflows.errors import ActRefused, Incomplete, NoRight, WrongState
from workflows.lifecycle import Status
from workflows.models import Dossier, Effect
from workflows.payments_in import reconciliation

State = StatementRow.State


@pytest.fixture
def office() -> Office:
    return make_office()


def line(
    dossier: Dossier, amount: str = "500,000", number: str = "FT1", text: str = ""
) -> tuple[object, ...]:
    said = text or f"MBVCB.77.{dossier.code.replace('.', '').replace('-', '')} nop phi.CT tu 0071"
    return (1, "25/11/2026 10:02", number, "", amount, said)


def imported(
    folder: Path, office: Office, *rows: tuple[object, ...], name: str = "a.csv"
) -> Statement:
    payee = Authority.objects.get(slug=DEPARTMENT)
    return reconciliation.take_in(csv_file(folder, list(rows), name), name, payee, office.cashier)


def states() -> list[str]:
    return list(StatementRow.objects.order_by("pk").values_list("state", flat=True))


def test_a_transfer_with_the_code_and_the_amount_pays(tmp_path: Path, office: Office) -> None:
    dossier = received(office)
    imported(tmp_path, office, line(dossier))
    assert states() == [State.MATCHED] and now(dossier).legal_status == Status.PROCESSING
    assert Payment.objects.get().number == "FT1"


def test_the_same_file_twice_changes_nothing(tmp_path: Path, office: Office) -> None:
    dossier = received(office)
    first = imported(tmp_path, office, line(dossier), line(dossier, number="FT2"))
    assert states() == [State.MATCHED, State.NOT_ASKED]
    again = imported(tmp_path, office, line(dossier), line(dossier, number="FT2"), name="b.csv")
    assert first == again and states() == [State.MATCHED, State.NOT_ASKED]
    assert Payment.objects.count() == 1 and not Refund.objects.exists()


def test_what_does_not_fit_is_left_for_a_person(tmp_path: Path, office: Office) -> None:
    dossier = received(office)
    imported(
        tmp_path, office, line(dossier, "400,000"), line(dossier, number="FT2", text="chuyen tien")
    )
    assert states() == [State.WRONG_AMOUNT, State.UNKNOWN] and not Payment.objects.exists()
    assert now(dossier).legal_status == Status.PAYMENT_ASKED


def test_a_transfer_the_cashier_noted_by_hand_is_the_same_one(
    tmp_path: Path, office: Office
) -> None:
    dossier = received(office)
    came = money.Received(Gateway.BANK, "FT1", 500_000, timezone.now(), noted_by=office.cashier)
    actions.receive_payment(fee_of(dossier), came, office.cashier, must_settle=True)
    imported(tmp_path, office, line(dossier))
    assert states() == [State.MATCHED] and Payment.objects.count() == 1


def test_what_a_crash_left_unmatched_is_matched_later(tmp_path: Path, office: Office) -> None:
    dossier = received(office)
    statement = imported(tmp_path, office, line(dossier, text="chuyen tien"))
    StatementRow.objects.update(state=State.NEW)
    effect = Effect.objects.get(kind=reconciliation.MATCH)
    reconciliation.match_rows(effect)
    reconciliation.match_rows(effect)
    assert states() == [State.UNKNOWN] and effect.payload == {"statement": statement.pk}


def test_the_cashier_says_whose_money_it_is(tmp_path: Path, office: Office) -> None:
    dossier = received(office)
    imported(tmp_path, office, line(dossier, text="chuyen tien"))
    row = StatementRow.objects.get()
    with pytest.raises(NoRight):
        reconciliation.assign(row, office.head, dossier.code)
    with pytest.raises(Incomplete):
        reconciliation.assign(row, office.cashier, "H15.50-000000-0001")
    reconciliation.assign(row, office.cashier, dossier.code.lower())
    assert now(dossier).legal_status == Status.PROCESSING and states() == [State.MATCHED]
    with pytest.raises(WrongState):
        reconciliation.set_aside(row, office.cashier)


def test_another_amount_is_not_assigned_but_given_back(tmp_path: Path, office: Office) -> None:
    dossier = received(office)
    imported(tmp_path, office, line(dossier, "400,000"))
    row = StatementRow.objects.get()
    with pytest.raises(Incomplete):
        reconciliation.assign(row, office.cashier, dossier.code)
    reconciliation.give_back(row, office.cashier)
    assert Refund.objects.get().why == Refund.Why.WRONG_AMOUNT and states() == [State.GIVEN_BACK]
    assert now(dossier).legal_status == Status.PAYMENT_ASKED


def test_money_of_nobody_is_not_given_back_but_set_aside(tmp_path: Path, office: Office) -> None:
    received(office)
    imported(tmp_path, office, (1, "25/11/2026", "FT9", "", "70,000", "tien mung"))
    row = StatementRow.objects.get()
    with pytest.raises(ActRefused):
        reconciliation.give_back(row, office.cashier)
    reconciliation.set_aside(row, office.cashier)
    assert states() == [State.SET_ASIDE] and StatementRow.objects.get().settled_by == office.cashier


def test_only_the_cashier_of_the_authority_imports(tmp_path: Path, office: Office) -> None:
    payee = Authority.objects.get(slug=DEPARTMENT)
    with pytest.raises(NoRight):
        reconciliation.take_in(csv_file(tmp_path, []), "a.csv", payee, office.head)
    assert not Statement.objects.exists()
