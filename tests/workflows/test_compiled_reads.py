"""What is put together once a process reads what the ORM reads, row by row and column by column."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Model

from foundation.compiled_reads import CompiledRead
from organisations.calendar import working_time
from organisations.calendar_models import CalendarState
from registers import lookup
from registers.models import Diploma
from tests.people import World, draft_of
from workflows import actions
from workflows.deadlines import clock, timers
from workflows.models import ClockEvent, Dossier, Entry, Timer, WorkItem
from workflows.permissions import tasks
from workflows.sets import under_lock


def columns(row: Model) -> dict[str, Any]:
    """What the row holds, the rows it was joined with included."""
    held = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    joined = {name: columns(one) for name, one in row._state.fields_cache.items() if one}
    extra = {name: row.__dict__[name] for name in ("calendar", "covered", "over", "noted")
             if name in row.__dict__}  # fmt: skip
    return {**held, **joined, **extra}


@pytest.fixture
def gone_through(world: World) -> World:
    for _number in range(2):
        dossier = actions.submit(draft_of(world), world.huong, key=f"k{_number}")
        item = WorkItem.objects.get(process=dossier, finished__isnull=True)
        actions.decide(item, world.lan, "accept")
        item = WorkItem.objects.get(process=dossier, finished__isnull=True)
        actions.decide(item, world.binh, "found", {"match": str(world.diploma.pk)})
    return world


#: Each read, and the rows whose columns it is asked by.
READS: list[tuple[CompiledRead[Any], type[Model], str]] = [
    (under_lock.LOCKED_DOSSIER, Dossier, "pk"),
    (under_lock.TASK, WorkItem, "pk"),
    (under_lock.TASK_AND_MORE, WorkItem, "pk"),
    (under_lock.WRITTEN, Entry, "key"),
    (timers.OF_DOSSIER, Timer, "dossier_id"),
    (clock.EVENTS, ClockEvent, "dossier_id"),
    (tasks.DECIDED, WorkItem, "process_id"),
    (lookup.ENTRY, Diploma, "pk"),
]


@pytest.mark.parametrize(("read", "model", "column"), READS)
def test_it_is_what_the_orm_reads(
    gone_through: World, read: CompiledRead[Any], model: type[Model], column: str
) -> None:
    asked = list(model._default_manager.exclude(**{column: None}).values_list(column, flat=True))
    assert asked
    for given in asked:
        by_orm = [columns(row) for row in read._make(given)]
        for _again in range(2):
            found = [columns(row) for row in read.all(given)]
            assert sorted(found, key=lambda one: one["id"]) == sorted(
                by_orm, key=lambda one: one["id"]
            )


def test_a_read_of_nothing_is_nothing(world: World) -> None:
    assert under_lock.TASK.first(0) is None and under_lock.WRITTEN.all("none") == []
    assert lookup.ENTRY.first(-1) is None


def test_the_calendar_in_force(world: World) -> None:
    state = working_time._STATE.first()
    assert state is not None and columns(state) == columns(CalendarState.objects.get(pk=1))


def test_a_row_that_was_read_so_is_saved_as_any_other(gone_through: World) -> None:
    dossier = under_lock.LOCKED_DOSSIER.first(Dossier.objects.latest("pk").pk)
    assert dossier is not None and not dossier._state.adding
    dossier.decision_reason = "đổi"
    dossier.save(update_fields=["decision_reason"])
    assert Dossier.objects.get(pk=dossier.pk).decision_reason == "đổi"
