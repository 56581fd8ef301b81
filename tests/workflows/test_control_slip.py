"""The control slip and the logbook: what the journal knows, in the columns of the forms."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from organisations.models import Authority
from tests.people import World, draft_of, officer
from tests.workflows.conftest import accepted, item_of, ready_to_sign, reread
from tests.workflows.test_timers import MONDAY
from workflows import actions
from workflows.models import Dossier
from workflows.reading_rights import Reader
from workflows.reports import control_slip, logbook

pytestmark = pytest.mark.once

HOUR = dt.timedelta(hours=1)


def walked(world: World) -> Dossier:
    """Received after its hour, checked in time, and now before the head."""
    with time_machine.travel(MONDAY, tick=False) as clock:
        dossier = actions.submit(draft_of(world), world.huong)
        clock.shift(1.5 * HOUR)
        accepted(world, dossier)
        clock.shift(HOUR)
        actions.decide(item_of(dossier), world.binh, "found", {"match": str(world.diploma.pk)})
    return reread(dossier)


def test_each_time_it_changed_hands_is_a_row(world: World) -> None:
    rows = control_slip.hands(walked(world))
    centre, department = world.centre.name, world.department.name
    assert [(row.gave, row.took, row.result) for row in rows] == [
        ("Người nộp hồ sơ", f"Hoàng Thị Lan, {centre}", "Quá hạn"),
        (f"Hoàng Thị Lan, {centre}", f"Y Bình Niê, {department}", "Đúng hạn"),
        (f"Y Bình Niê, {department}", department, "Đang giải quyết"),
    ]
    assert rows[0].note == "Tiếp nhận hồ sơ: Tiếp nhận"
    assert [timezone.localtime(row.at).strftime("%H:%M") for row in rows] == [
        "08:30",
        "10:00",
        "11:00",
    ]


def test_waiting_for_the_applicant_is_a_row_of_theirs(world: World) -> None:
    dossier = accepted(world, actions.submit(draft_of(world), world.huong))
    actions.decide(item_of(dossier), world.binh, "supplement", reason="Cần ảnh văn bằng.")
    assert control_slip.hands(reread(dossier))[-1].took == "Người nộp hồ sơ"
    actions.supply(reread(dossier), world.huong, {**dossier.answers, "serial": "A 1"})
    rows = control_slip.hands(reread(dossier))
    assert rows[2].took == "Người nộp hồ sơ" and rows[2].result == "" and "Bổ sung" in rows[2].note
    assert rows[3].gave == "Người nộp hồ sơ"


def test_names_of_then_stand_on_the_slip(world: World) -> None:
    dossier = walked(world)
    Authority.objects.filter(pk=world.centre.pk).update(name="Trung tâm tên mới")
    assert control_slip.hands(dossier)[0].took.endswith(world.centre.name)


def test_the_book_holds_what_was_received_in_the_period(world: World) -> None:
    dossier = walked(world)
    not_received = actions.submit(draft_of(world), world.huong)
    day = dt.date(2026, 11, 16)
    found = logbook.dossiers(world.centre, "", day, day)
    assert list(found) == [dossier] and list(logbook.dossiers(world.department, "", day, day)) == [
        dossier
    ]
    assert not logbook.dossiers(
        world.centre, "", day + dt.timedelta(days=1), day + dt.timedelta(days=30)
    )
    assert not logbook.dossiers(world.centre, "Lĩnh vực khác", day, day)
    assert not_received not in logbook.dossiers(world.centre, "", day, timezone.localdate())
    [row] = logbook.rows(found)
    assert row.number == 1 and row.name == "Nguyễn Thị Hường" and "0905123456" in row.contact
    assert (
        row.returned is None
        and row.way == "Bản điện tử trên cổng"
        and row.leads == world.department.name
    )


@pytest.mark.parametrize(
    ("role", "keeps"), [("receptionist", 1), ("head", 1), ("clerk", 0), ("expert", 0)]
)
def test_who_keeps_the_book(world: World, role: str, keeps: int) -> None:
    assert (
        len(logbook.kept_by(Reader(officer("moi", "Người Mới", role, world.centre, "")))) == keeps
    )
    assert logbook.kept_by(Reader(world.huong)) == []


def test_what_was_returned_says_when(world: World) -> None:
    from portal.demo.load import settle

    dossier = ready_to_sign(world, actions.submit(draft_of(world), world.huong))
    actions.decide(item_of(dossier), world.dung, "approve")
    actions.decide(item_of(dossier), world.anh, "seal")
    settle()
    today = timezone.localdate()
    [row] = logbook.rows(logbook.dossiers(world.centre, "", today, today))
    assert row.returned == dossier.entries.get(act="return_result").at
