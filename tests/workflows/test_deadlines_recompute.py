"""A late change of the calendar reaches every open dossier, once, and its journal says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction

from organisations.calendar_models import CalendarDay, WorkingHours
from tests.people import World, draft_of
from tests.workflows.conftest import accepted, item_of, reread
from tests.workflows.limits import at
from workflows import actions
from workflows.background.recompute_deadlines import RECOMPUTE
from workflows.deadlines.ledger import ledger, remaining
from workflows.journal import entries, outbox
from workflows.models import Dossier, Effect

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 10, 5)


@pytest.fixture(autouse=True)
def monday_morning() -> Iterator[None]:
    with time_machine.travel(at("2026-10-05 10:00"), tick=False):
        yield


@pytest.fixture
def dossier(world: World) -> Dossier:
    """Received on Monday at 10:00, due the same day at 17:00."""
    found = accepted(world, actions.submit(draft_of(world), world.huong))
    assert found.due_at == at("2026-10-05 17:00")
    return found


def storm(date: dt.date = MONDAY) -> CalendarDay:
    return CalendarDay.objects.create(date=date, kind="OFF", name="Nghỉ tránh bão")


def work_off() -> None:
    """What the worker does with everything that is owed."""
    for pk in Effect.objects.filter(kind=RECOMPUTE, state=Effect.State.PENDING).values_list(
        "pk", flat=True
    ):
        assert outbox.run(pk)


def recomputed(dossier: Dossier) -> list[dict[str, Any]]:
    return [entry.data for entry in entries.timeline(dossier) if entry.act == "recompute"]


class TestOpenDossiers:
    def test_a_storm_moves_the_due_time_and_the_journal_says_from_when_to_when(
        self, dossier: Dossier
    ) -> None:
        storm()
        work_off()
        assert reread(dossier).due_at == at("2026-10-06 17:00")
        assert recomputed(dossier) == [
            {"due": ["2026-10-05T17:00:00+07:00", "2026-10-06T17:00:00+07:00"]}
        ]
        entry = entries.timeline(dossier)[-1]
        assert (entry.actor_name, entry.reason) == ("Hệ thống", "Lịch làm việc thay đổi.")
        assert entry.status_before == entry.status_after == dossier.legal_status
        assert entries.verify() is None

    def test_a_second_run_writes_nothing(self, dossier: Dossier) -> None:
        storm()
        work_off()
        call_command("recompute_deadlines")
        assert len(recomputed(dossier)) == 1

    def test_a_day_that_does_not_matter_leaves_no_entry(self, dossier: Dossier) -> None:
        storm(MONDAY + dt.timedelta(days=3))
        work_off()
        assert reread(dossier).due_at == at("2026-10-05 17:00")
        assert recomputed(dossier) == []

    def test_taking_the_day_off_back_moves_it_back(self, dossier: Dossier) -> None:
        day = storm()
        work_off()
        day.delete()
        work_off()
        assert reread(dossier).due_at == at("2026-10-05 17:00")
        assert len(recomputed(dossier)) == 2

    def test_hours_matter_too(self, dossier: Dossier) -> None:
        WorkingHours.objects.create(valid_from=MONDAY, afternoon_end=dt.time(16, 30))
        work_off()
        assert reread(dossier).due_at == at("2026-10-05 16:30")

    def test_the_days_of_another_authority_do_not_matter(
        self, dossier: Dossier, world: World
    ) -> None:
        CalendarDay.objects.create(date=MONDAY, kind="OFF", name="Nghỉ", authority=world.centre)
        work_off()
        assert reread(dossier).due_at == at("2026-10-05 17:00")

    def test_the_hours_of_the_open_task_move_without_an_entry(self, dossier: Dossier) -> None:
        assert item_of(dossier).due_at == at("2026-10-05 14:30")
        storm()
        work_off()
        assert item_of(dossier).due_at == at("2026-10-06 10:30")

    def test_a_pause_is_kept(self, dossier: Dossier, world: World) -> None:
        actions.decide(item_of(dossier), world.binh, "supplement", reason="Ảnh bằng mờ.")
        with time_machine.travel(at("2026-10-06 08:00"), tick=False):
            actions.supply(dossier, world.huong, dossier.answers)
            assert reread(dossier).due_at == at("2026-10-06 15:00")
            storm(dt.date(2026, 10, 6))
            work_off()
        assert reread(dossier).due_at == at("2026-10-07 14:30")


class TestOthers:
    def test_a_dossier_nobody_received_has_no_due_time_to_move(self, world: World) -> None:
        waiting = actions.submit(draft_of(world), world.huong)
        storm()
        work_off()
        assert reread(waiting).due_at is None
        assert recomputed(waiting) == []

    def test_a_stopped_dossier_keeps_its_due_time(self, dossier: Dossier, world: World) -> None:
        actions.withdraw(dossier, world.huong, "Tôi không cần nữa.")
        actions.stop(dossier, world.lan)
        storm()
        work_off()
        assert reread(dossier).due_at == at("2026-10-05 17:00")


class TestWhatIsOwed:
    def test_each_change_owes_one_effect(self, dossier: Dossier) -> None:
        before = Effect.objects.filter(kind=RECOMPUTE).count()
        day = storm()
        day.name = "Nghỉ bão số 9"
        day.save()
        assert Effect.objects.filter(kind=RECOMPUTE).count() == before + 2

    def test_a_change_that_failed_owes_nothing(self, dossier: Dossier) -> None:
        before = Effect.objects.filter(kind=RECOMPUTE).count()
        with pytest.raises(InterruptedError), transaction.atomic():
            storm()
            raise InterruptedError
        assert Effect.objects.filter(kind=RECOMPUTE).count() == before

    def test_after_commit_the_worker_does_it(
        self, dossier: Dossier, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            storm()
        work_off()  # a broker without a worker, as in this test run, leaves it for the sweep
        assert reread(dossier).due_at == at("2026-10-06 17:00")


class TestReadingTheClock:
    def test_what_is_left_is_office_time(self, dossier: Dossier) -> None:
        assert remaining(dossier, at("2026-10-05 11:00")) == dt.timedelta(hours=4.5)
        assert remaining(dossier, at("2026-10-06 08:30")) == dt.timedelta(hours=-1)

    def test_a_standing_clock_loses_nothing(self, dossier: Dossier, world: World) -> None:
        actions.decide(item_of(dossier), world.binh, "supplement", reason="Ảnh bằng mờ.")
        assert remaining(reread(dossier), at("2026-10-09 09:00")) == dt.timedelta(hours=5.5)

    def test_no_due_time_nothing_left(self, world: World) -> None:
        assert (
            remaining(actions.submit(draft_of(world), world.huong), at("2026-10-05 11:00")) is None
        )

    def test_the_ledger_of_a_real_dossier(self, dossier: Dossier, world: World) -> None:
        with time_machine.travel(at("2026-10-05 11:00"), tick=False):
            actions.decide(item_of(dossier), world.binh, "supplement", reason="Ảnh bằng mờ.")
        with time_machine.travel(at("2026-10-06 08:00"), tick=False):
            actions.supply(dossier, world.huong, dossier.answers)
        rows = ledger(reread(dossier), at("2026-10-06 09:00"))
        assert [(row.counted, float(row.hours)) for row in rows] == [
            (True, 1),
            (False, 5),
            (True, 1),
        ]
        assert "Yêu cầu bổ sung" in rows[1].label
