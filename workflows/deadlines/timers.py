"""Time that acts by itself: silence that means consent, a supplement that never came, opinions
nobody waits for longer, and warnings before and after a limit: of the dossier, of a step's own
hours, of whoever was asked.

A timer is a row, written when its task opens; `workflows.background.due_timers` fires it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from foundation.compiled_reads import CompiledRead
from organisations.calendar.working_time import WorkingCalendar, calendar_for
from organisations.models import Authority
from workflows import sets
from workflows.deadlines import extensions, window_ends
from workflows.deadlines.time_limits import due_time
from workflows.definition import AnyStep, Consult, Phase, TimeLimit
from workflows.lifecycle import OPEN
from workflows.models import Dossier, Timer, WorkItem

Kind = Timer.Kind
OF_DOSSIER = CompiledRead(lambda pk: Timer.objects.filter(dossier=pk, item=None).order_by(), int)
#: The last part of the limit, in which people are warned: a quarter of it, at most one working day.
LAST_PART, LAST_HOURS = 4, dt.timedelta(hours=8)
#: Where the head may still extend, which they must do a day before the end: half of it, at most two
#: working days.
EARLY = 2, dt.timedelta(hours=16)


def hours_of(item: WorkItem, step: AnyStep) -> float:
    """The office hours of a task: its step's, or those of whoever is asked where they have their
    own; 0 for none.
    """
    return step.hours_of(item.data["asked"]) if isinstance(step, Consult) else step.hours


def of_item(item: WorkItem, step: AnyStep) -> dict[str, dt.datetime]:
    """Which timers a task of this step has, and when each is due."""
    found: dict[str, dt.datetime] = {}
    if step.silence:
        found[Kind.SILENCE] = silence_of(item, step)
    if step.lapse:
        found[Kind.LAPSE] = _end(item, step.lapse)
    if item.due_at is None or step.waits_for == "applicant":
        return found  # the time is the applicant's: no officer is late
    if step.reminds:
        found[Kind.REMIND] = _last_part(
            item.created, item.due_at, calendar_for(item.authority), LAST_PART, LAST_HOURS
        )
    return {**found, Kind(step.overrun): item.due_at}


def open_for(item: WorkItem, step: AnyStep) -> None:
    """Write the timers of a task that was just opened."""
    rows = [
        Timer(dossier=item.process, item=item, kind=kind, due_at=due)
        for kind, due in of_item(item, step).items()
    ]
    sets.add_all(rows)


def silence_of(item: WorkItem, step: AnyStep) -> dt.datetime:
    """When silence answers a task that just opened: at the end of the plan's window where there is
    one that has not passed, else after the definition's days.
    """
    end = window_ends.end_at(item.process, item.step) if step.waits_for == "applicant" else None
    return end if end is not None and end > item.created else _end(item, step.silence)


def _end(item: WorkItem, amount: Any) -> dt.datetime:
    return end_of(amount, item.created, item.authority or item.process.deciding)


def lapse_of(dossier: Dossier, step: AnyStep, since: dt.datetime) -> dt.datetime | None:
    """Until when the applicant has time for a step that opens at `since`; None where it never
    lapses.
    """
    return end_of(step.lapse, since, dossier.deciding) if step.lapse else None


def end_of(
    amount: Any,
    since: dt.datetime,
    authority: Authority,
    pauses: Sequence[tuple[dt.datetime, dt.datetime]] = (),
) -> dt.datetime:
    """The end of so many units (`amount`, `unit`) of the authority's time, less the pauses."""
    limit = TimeLimit(phases=(Phase(id="limit", amount=amount.amount, unit=amount.unit),))
    return due_time(limit, since, pauses, calendar_for(authority))


def align(dossier: Dossier, now: dt.datetime, *, first: bool = False) -> None:
    """Set the warnings of a dossier to its due time: none while the clock stands still or has
    stopped. `first`: its clock begins with this act, so it has none yet.
    """
    runs = dossier.due_at is not None and dossier.paused_at is None and dossier.legal_status in OPEN
    due = {
        kind: _warning(dossier, kind, now) if runs else None
        for kind in (Kind.NEAR_DUE, Kind.OVERDUE)
    }
    batch = sets.current()
    known = batch.warnings(dossier.pk) if batch is not None else None
    if known is None and first:
        known = []
    if known is None:
        known = OF_DOSSIER.all(dossier.pk)
    kept = {one.kind: one for one in known if one.kind in due}
    new = {kind: at for kind, at in due.items() if at and kind not in kept}
    sets.add_all([Timer(dossier=dossier, kind=kind, due_at=at) for kind, at in new.items()])
    for kind, timer in kept.items():
        _set(timer, due[Kind(kind)], now)


def _set(timer: Timer, due: dt.datetime | None, now: dt.datetime) -> None:
    """Give a warning its moment; one that is not due any more is done. Everybody who writes it
    holds the dossier.
    """
    if due is None and timer.done_at is None:
        timer.done_at = now
        sets.change(timer, ["done_at"])
    elif due is not None and (timer.due_at, timer.done_at) != (due, None):
        timer.due_at, timer.done_at = due, None
        sets.change(timer, ["due_at", "done_at"])


def _warning(dossier: Dossier, kind: str, now: dt.datetime) -> dt.datetime | None:
    """When that warning is due; None when its moment has passed."""
    assert dossier.due_at is not None  # noqa: S101 - the caller asked
    calendar = calendar_for(dossier.deciding)
    if kind == Kind.OVERDUE:
        return dossier.due_at if dossier.due_at > now else None
    if not calendar.worked_between(now, dossier.due_at):
        return None
    early = extensions.may_still_extend(dossier, dossier.flow_class.definition, now)
    return _last_part(now, dossier.due_at, calendar, *(EARLY if early else (LAST_PART, LAST_HOURS)))


def _last_part(
    start: dt.datetime,
    due: dt.datetime,
    calendar: WorkingCalendar,
    part: int,
    longest: dt.timedelta,
) -> dt.datetime:
    """When the last part of the office time between two moments begins."""
    left = calendar.worked_between(start, due)
    return calendar.add_time(start, left - min(left / part, longest))
