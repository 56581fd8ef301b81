"""The rows of figures say what the journals say, however often and in whatever order they are
counted.
"""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from figures import sweeping
from figures.counting import count_day, count_open
from figures.models import CountedDay, DailyFigure, OpenNow, TimeTaken
from organisations.models import Authority
from tests.figures import histories
from tests.people import World, draft_of, make_world, publish
from tests.portal.conftest import decide
from tests.portal.test_dossiers import issue
from workflows import actions
from workflows.models import Entry

COUNTS = [
    field.name
    for field in DailyFigure._meta.fields
    if field.name not in ("id", "day", "procedure", "authority")
]


@pytest.fixture
def world(db: Any) -> World:
    return make_world()


def invented(world: World, number: int, seed: int) -> histories.Expected:
    versions = [world.version, publish("school-transfer")]
    offices = list(
        Authority.objects.filter(kind__in=["DEPARTMENT", "SCHOOL", "COMMUNE"]).order_by("pk")
    )
    return histories.write(versions, offices, number, seed)


def counted() -> dict[tuple[Any, str], int]:
    """Every figure that is not zero."""
    return {
        ((row.day, row.procedure_id, row.authority_id), name): getattr(row, name)
        for row in DailyFigure.objects.all()
        for name in COUNTS
        if getattr(row, name)
    }


def times() -> dict[Any, int]:
    return {
        ((row.day, row.procedure_id, row.authority_id), row.hours, row.allowed): row.number
        for row in TimeTaken.objects.all()
    }


def swept() -> int:
    days = 0
    while number := sweeping.sweep(40):
        days += number
        if number < 40:
            break
    return days


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_figures_are_what_a_direct_count_gives(world: World, seed: int) -> None:
    expected = invented(world, 250, seed)
    swept()
    assert counted() == dict(expected.counts)
    assert times() == dict(expected.times)
    found = {
        (row.procedure_id, row.authority_id, name): getattr(row, name)
        for row in OpenNow.objects.all()
        for name in ("unreceived", "processing", "waiting", "overdue")
        if getattr(row, name)
    }
    assert found == dict(expected.open)
    ended = sum(
        number for (_where, name), number in expected.counts.items() if name in ("on_time", "late")
    )
    assert ended == sum(expected.times.values()) > 100
    assert (
        sum(
            number for (_where, name), number in expected.counts.items() if name == "late_by_rounds"
        )
        > 0
    )


def test_counting_again_in_any_order_changes_nothing(world: World) -> None:
    invented(world, 120, 4)
    swept()
    before, hours = counted(), times()
    days = list(CountedDay.objects.values_list("day", flat=True))
    random.Random(4).shuffle(days)
    for day in days:
        count_day(day)
    assert (counted(), times()) == (before, hours)
    DailyFigure.objects.all().delete()
    TimeTaken.objects.all().delete()
    assert sweeping.again(min(days), max(days)) == len(days)
    assert (counted(), times()) == (before, hours)


# in the first hour of a day yesterday is open too
@time_machine.travel(dt.datetime(2026, 11, 25, 2, 0, tzinfo=dt.UTC))
def test_a_sweep_counts_today_again_and_what_is_over_once(world: World) -> None:
    invented(world, 40, 5)
    swept()
    assert swept() == 1, "today alone"
    assert CountedDay.objects.filter(settled=False).count() == 1
    actions.submit(draft_of(world), world.huong)
    swept()
    assert DailyFigure.objects.get(day=timezone.localdate()).filed_online == 1


def test_a_day_is_not_settled_within_the_hour_after_it(world: World) -> None:
    midnight = dt.datetime(2026, 11, 20, 17, 0, tzinfo=dt.UTC)
    with time_machine.travel(midnight - dt.timedelta(minutes=1), tick=False) as clock:
        actions.submit(draft_of(world), world.huong)
        swept()
        clock.move_to(midnight + dt.timedelta(minutes=59))
        swept()
        assert not CountedDay.objects.filter(settled=True).exists()
        clock.move_to(midnight + dt.timedelta(minutes=60))
        swept()
    assert list(CountedDay.objects.filter(settled=True).values_list("day", flat=True)) == [
        dt.date(2026, 11, 20)
    ]


# an hour of work, whenever this test runs
@time_machine.travel(dt.datetime(2026, 11, 25, 2, 0, tzinfo=dt.UTC))
def test_real_acts_are_counted(world: World) -> None:
    """One copy issued online, one not received, one at the counter that is still open."""
    issue(world, actions.submit(draft_of(world), world.huong))
    decide(
        actions.submit(draft_of(world), world.huong),
        world.lan,
        "refuse",
        reason="Không thuộc thẩm quyền",
    )
    draft = draft_of(world, owner=world.lan, delivery="COUNTER")
    decide(actions.submit_at_counter(draft, world.lan, world.centre), world.lan, "accept")
    swept()
    row = DailyFigure.objects.get()
    found = {name: getattr(row, name) for name in COUNTS if getattr(row, name)}
    assert found == {
        "filed": 3,
        "filed_online": 2,
        "received": 2,
        "received_online": 1,
        "not_received": 1,
        "granted": 1,
        "on_time": 1,
        "returned": 1,
    }
    open_now = OpenNow.objects.get()
    assert (open_now.processing, open_now.overdue, open_now.unreceived) == (1, 0, 0)
    taken = TimeTaken.objects.get()
    assert taken.number == 1 and taken.hours == 1 <= taken.allowed


def test_a_dossier_that_changed_hands_is_counted_where_it_belongs_now(world: World) -> None:
    dossier = actions.submit(draft_of(world), world.huong)
    swept()
    other = Authority.objects.filter(kind="COMMUNE").order_by("pk")[0]
    dossier.__class__.objects.filter(pk=dossier.pk).update(deciding=other)
    CountedDay.objects.update(settled=True)
    entry = Entry.objects.get(dossier=dossier)

    class Owed:
        pass

    owed = Owed()
    owed.entry = entry  # type: ignore[attr-defined]
    sweeping.recount(owed)  # type: ignore[arg-type]
    swept()
    assert DailyFigure.objects.get().authority == other


def test_a_day_costs_the_same_questions_however_much_happened(world: World) -> None:
    histories.write([world.version], [world.department], 300, 6)
    days = sorted({timezone.localdate(at) for at in Entry.objects.values_list("at", flat=True)})

    costs = []
    for day in days[20:30]:
        with CaptureQueriesContext(connection) as seen:
            count_day(day)
        costs.append(len(seen.captured_queries))
    assert max(costs) <= 20, costs
    with CaptureQueriesContext(connection) as seen:
        count_open(timezone.now())
    assert len(seen.captured_queries) <= 6
