"""Enter in a field presses its form's first button: it is never another act than the one that was
meant.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from organisations.account_models import RightRequest
from organisations.models import User
from payments.models import Refund, StatementRow
from tests.people import World
from tests.portal.conftest import visiting
from tests.portal.test_pay import cash, dossier, now, office, statement
from tests.procedures.diplomas_abroad import Office
from workflows import actions
from workflows.models import Dossier

__all__ = ["dossier", "office"]  # fixtures


def by_enter(page: str, action: str) -> tuple[str, str]:
    """Name and value of the first button of the form that is sent there."""
    form = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', page, re.S)
    assert form
    button = re.search(r'<button[^>]*name="([^"]+)"[^>]*value="([^"]+)"', form.group())
    assert button
    return button[1], button[2]


def refuse_the_code(monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    monkeypatch.setattr(f"portal.office.{module}.step_up", lambda _request: False)


def test_a_dossiers_code_typed_beside_money_gives_none_back(
    office: Office, dossier: Dossier
) -> None:
    client = visiting(office.cashier)
    client.post(reverse("portal:cashier_import"), {"file": statement(dossier, "400,000")})
    address = reverse("portal:cashier_row", args=[StatementRow.objects.get().pk])
    page = client.get(reverse("portal:cashier"), {"xem": "sao-ke"}).text
    assert "give_back" in page and by_enter(page, address) == ("act", "assign")


@pytest.mark.parametrize("act", ["keep", "refund"])
def test_the_code_for_a_refund_goes_on_with_what_was_pressed(
    office: Office, dossier: Dossier, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    cash(office, dossier, way="CASH")
    actions.withdraw(now(dossier), office.khoa)
    refuse_the_code(monkeypatch, "fees.acts")
    address = reverse("portal:cashier_refund", args=[Refund.objects.get().pk])
    answer: Any = visiting(office.cashier).post(
        address, {"act": act, "number": "UNC1", "reason": "Rút hồ sơ."}
    )
    assert answer.status_code == 422 and by_enter(answer.text, address) == ("act", act)


@pytest.mark.parametrize("pressed", ["refuse", "grant"])
def test_the_code_for_a_right_goes_on_with_what_was_pressed(
    world: World, monkeypatch: pytest.MonkeyPatch, pressed: str
) -> None:
    asker = User.objects.create_superuser(
        "quan", "q@example.vn", "mat-khau-rat-dai", full_name="Phạm Thị Quản"
    )
    asked = RightRequest.objects.create(
        person=world.huong,
        role_id="clerk",
        authority=world.department,
        reason="QĐ 12",
        asked_by=asker,
    )
    refuse_the_code(monkeypatch, "people.rights")
    address = reverse("portal:granting")
    answer: Any = visiting(world.dung).post(address, {"request": asked.pk, pressed: "1"})
    assert answer.status_code == 422 and by_enter(answer.text, address) == (pressed, "1")
