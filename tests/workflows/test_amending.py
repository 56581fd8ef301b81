"""The applicant corrects what the procedure lets them, until its step: the clock runs on, slips that
print what stood before are named, and nobody decides on what they have not seen.
"""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from organisations.models import User
from tests.people import World, draft_of
from tests.workflows.conftest import accepted, item_of, ready_to_sign, reread
from tests.workflows.procedures import changed, findings_of
from workflows import actions
from workflows.actions.amending import MOST_A_DAY
from workflows.errors import Incomplete, KeyReused, NoRight, WrongState
from workflows.journal import entries
from workflows.models import Dossier

PHONE = {"phone": "0905 999 888"}


@pytest.fixture
def filed(world: World) -> Dossier:
    return actions.submit(draft_of(world), world.huong)


def test_a_phone_is_corrected_and_the_clock_runs_on(world: World, filed: Dossier) -> None:
    accepted(world, filed)
    before = reread(filed)
    entry = actions.amend(filed, world.huong, PHONE)
    after = reread(filed)
    assert after.applicant_phone == after.answers["phone"] != before.applicant_phone
    assert (after.due_at, after.legal_status) == (before.due_at, before.legal_status)
    assert entry.data["changed"] == ["phone"] and item_of(after) == item_of(before)
    assert entries.verify(after) is None


def test_slips_that_print_what_stood_before_are_named(world: World, filed: Dossier) -> None:
    assert actions.amend(filed, world.huong, {"purpose": "Xin việc"}).data["papers"] == []
    accepted(world, filed)
    (receipt,) = [link.document.symbol for link in filed.documents.all()]
    assert actions.amend(filed, world.huong, PHONE).data["papers"] == [receipt]
    # printed on no slip
    assert actions.amend(filed, world.huong, {"purpose": "Du học"}).data["papers"] == []


def test_twice_is_once(world: World, filed: Dossier) -> None:
    first = actions.amend(filed, world.huong, PHONE, "k" * 32)
    assert actions.amend(filed, world.huong, PHONE, "k" * 32) == first
    with pytest.raises(KeyReused):
        actions.amend(filed, world.huong, {"phone": "0905000000"}, "k" * 32)


def test_only_the_filer_and_only_what_is_named(world: World, filed: Dossier) -> None:
    with pytest.raises(NoRight):
        actions.amend(filed, world.lan, PHONE)
    for strange in ({"copies": 3}, {"applicant": filed.answers["applicant"]}, {"unknown": "x"}):
        with pytest.raises(Incomplete, match="thủ tục cho phép"):
            actions.amend(filed, world.huong, strange)
    with pytest.raises(Incomplete, match="chưa sửa gì"):
        actions.amend(filed, world.huong, {"phone": filed.answers["phone"]})
    with pytest.raises(Incomplete):
        actions.amend(filed, world.huong, {"phone": "12"})
    assert reread(filed).entry_count == filed.entry_count


def test_not_once_the_step_has_come(world: World, filed: Dossier) -> None:
    ready_to_sign(world, filed)
    with pytest.raises(WrongState, match="qua bước"):
        actions.amend(filed, world.huong, PHONE)
    actions.decide(item_of(filed), world.dung, "send_back", reason="Xem lại.")
    with pytest.raises(WrongState):
        actions.amend(reread(filed), world.huong, PHONE)


def test_not_while_a_supplement_is_asked(world: World, filed: Dossier) -> None:
    actions.decide(item_of(filed), world.lan, "supplement", reason="Thiếu số hiệu.")
    with pytest.raises(WrongState):
        actions.amend(filed, world.huong, PHONE)


def test_nobody_decides_on_what_they_have_not_seen(world: World, filed: Dossier) -> None:
    item, seen = item_of(filed), reread(filed).entry_count
    actions.amend(filed, world.huong, PHONE)
    with pytest.raises(WrongState, match="Số điện thoại"):
        actions.decide(item, world.lan, "accept", seen=seen)
    actions.decide(item_of(filed), world.lan, "accept", seen=reread(filed).entry_count)


def test_other_entries_in_between_refuse_nothing(world: World, filed: Dossier) -> None:
    seen = reread(filed).entry_count
    actions.claim(item_of(filed), world.lan)
    actions.decide(item_of(filed), world.lan, "accept", seen=seen)


def test_so_often_a_day_that_nobody_is_kept_from_deciding(world: World, filed: Dossier) -> None:
    for number in range(MOST_A_DAY):
        actions.amend(filed, world.huong, {"purpose": f"Mục đích {number}"})
    with pytest.raises(WrongState, match="5 lần"):
        actions.amend(filed, world.huong, PHONE)
    with time_machine.travel(timezone.now() + dt.timedelta(days=1, minutes=1)):
        actions.amend(filed, world.huong, PHONE)


def test_who_closed_their_account_is_answered_for_at_the_counter(
    world: World, filed: Dossier
) -> None:
    User.objects.filter(pk=world.huong.pk).update(is_active=False)
    assert actions.amend(reread(filed), world.lan, PHONE)
    actions.decide(item_of(filed), world.lan, "supplement", reason="Thiếu số hiệu.")
    asked = reread(filed)
    actions.supply(asked, world.lan, {**asked.answers, "serial": "A 1234567"})
    assert reread(filed).answers["serial"] == "A 1234567"


@pytest.mark.parametrize(
    ("amend", "rule"),
    [
        ("{until: [sgin], fields: [phone]}", "reference_unknown"),
        ("{until: [sign], fields: [phon]}", "reference_unknown"),
        ("{until: [sign], fields: [applicant]}", "amend_settled"),
        ("{until: [sign], fields: [holder]}", "amend_settled"),
    ],
)
def test_the_checker_names_what_cannot_be_corrected(amend: str, rule: str) -> None:
    asked = "amend: {until: [sign, sign_refusal], "
    assert rule in findings_of(changed((asked, f"amend: {amend} # ")))
