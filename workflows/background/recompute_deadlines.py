"""When the calendar changes, open dossiers get the due time it now gives them, each with an entry
that says so.

A change of days or hours owes one effect, written in the changing transaction; the worker does the
rest, dossier by dossier, each in its own transaction under its own lock, so it may be cut off and
repeated at any point.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.calendar.changes import calendar_changed
from organisations.calendar.working_time import calendar_for, local
from workflows.act import Act, locked
from workflows.deadlines import clock, timers
from workflows.deadlines.clock import DueMoved
from workflows.deadlines.ledger import step_due
from workflows.journal import outbox
from workflows.journal.act_kinds import Told, declare
from workflows.lifecycle import OPEN
from workflows.models import Dossier, Effect, Entry, Timer, WorkItem
from workflows.published import definition_of

RECOMPUTE = "deadlines.recompute"

RECOMPUTED = declare(
    "recompute",
    gettext_lazy("Tính lại ngày hẹn trả"),
    told=Told.NOBODY,
    in_timeline=True,
    reason_is_public=True,
    carries=(DueMoved,),
)


def recompute_all() -> int:
    """Recompute every open dossier and every open task; returns how many dossiers got another due
    time.
    """
    running = Dossier.objects.filter(legal_status__in=OPEN, accepted_at__isnull=False)
    rows = running.select_related("version", "deciding").iterator(chunk_size=500)
    stale = [
        row.pk for row in rows if clock.expected_due(row, definition_of(row.version)) != row.due_at
    ]
    _recompute_tasks()
    return sum(recompute(pk) is not None for pk in stale)


def recompute(dossier_id: int) -> Entry | None:
    """Give one open dossier the due time of the calendar in force; None when that changes
    nothing.
    """
    with locked(dossier_id) as dossier:
        if dossier.accepted_at is None or dossier.legal_status not in OPEN:
            return None
        act = Act(dossier, None, None, None)
        before, after = dossier.due_at, clock.expected_due(dossier, act.definition)
        if before is None or before == after:
            return None
        dossier.due_at = after
        act.carry(DueMoved(due=[local(before).isoformat(), local(after).isoformat()]))
        return act.record(RECOMPUTED, reason=_("Lịch làm việc thay đổi."))


def do_recompute(effect: Effect) -> None:
    """The worker's side of `owe`. Safe to repeat: what is already right is left alone."""
    recompute_all()


def owe(token: uuid.UUID, **signal: Any) -> None:
    """Note that deadlines must be recomputed for the calendar named `token`, and ring after
    commit.
    """
    outbox.owe_by_itself(RECOMPUTE, f"{RECOMPUTE}:{token}")


def register() -> None:
    """Listen to the calendar; called once, when the app is ready."""
    outbox.register(RECOMPUTE, do_recompute)
    calendar_changed.connect(owe, dispatch_uid=RECOMPUTE)


def _recompute_tasks() -> None:
    """A task's own hours are the office's promise to itself: they move without an entry."""
    tasks = WorkItem.objects.filter(finished__isnull=True, due_at__isnull=False)
    rows = tasks.select_related("process__version", "authority").iterator(chunk_size=500)
    for pk, due in [(row.pk, due) for row in rows if (due := _task_due(row)) != row.due_at]:
        WorkItem.objects.filter(pk=pk, finished__isnull=True).update(due_at=due)
    _recompute_timers()


def _recompute_timers() -> None:
    """Time that acts by itself follows the calendar too; the warnings of a dossier move with its
    due time.
    """
    open_timers = Timer.objects.filter(
        done_at__isnull=True, item__isnull=False, item__finished__isnull=True
    )
    rows = open_timers.select_related(
        "item__process__version", "item__process__deciding", "item__authority"
    )
    for timer in rows.iterator(chunk_size=500):
        assert timer.item is not None  # noqa: S101 - asked for above
        found = timers.of_item(
            timer.item, definition_of(timer.item.dossier.version).step(timer.item.step)
        )
        due = found.get(timer.kind, timer.due_at)
        if due != timer.due_at:
            Timer.objects.filter(pk=timer.pk, done_at__isnull=True).update(due_at=due)


def _task_due(item: WorkItem) -> dt.datetime | None:
    step = definition_of(item.dossier.version).step(item.step)
    return step_due(timers.hours_of(item, step), item.created, calendar_for(item.authority))
