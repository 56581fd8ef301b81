"""The clock of a dossier as people read it: when it is due, what is left, and what every hour was
spent on.

The arithmetic of the units is in `deadlines.time_limits`, office time in `calendar.working_time`.
Here the rows of `ClockEvent` become a ledger whose counted rows add up to exactly the time on the
clock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from organisations.calendar.working_time import ONE_DAY, WorkingCalendar, calendar_for, dates, local
from workflows.deadlines.limit_in_force import limit_of
from workflows.deadlines.time_limits import CALENDAR_UNITS, Amount, Limit, Span, due_time, spans
from workflows.journal.entries import act_label
from workflows.models import ClockEvent, Dossier
from workflows.published import definition_of

__all__ = ["LedgerRow", "due_time", "explain", "ledger", "remaining", "step_due"]


@dataclass(frozen=True)
class LedgerRow:
    """One stretch of a dossier's life: [start, end) in local time, and whether it counts against
    the office.

    `time` is exact: what the clock ran in it, or, in a pause, what it would have run.
    """

    start: dt.datetime
    end: dt.datetime
    time: dt.timedelta
    counted: bool
    label: str

    @property
    def hours(self) -> Decimal:
        """`time` in hours with two decimals, for reading; add up `time`, not this."""
        return (Decimal(self.time // dt.timedelta(microseconds=1)) / 3_600_000_000).quantize(
            Decimal("0.01")
        )


@dataclass(frozen=True)
class _Stretch:
    """A part of the clock's life in which it ran, or stood still because of `act`."""

    start: dt.datetime
    end: dt.datetime
    act: str = ""  # of the pause; empty while the clock ran


def step_due(
    hours: Decimal | float, start: dt.datetime, calendar: WorkingCalendar
) -> dt.datetime | None:
    """When a step that began at `start` has used its working hours; None for a step without hours
    of its own (0).
    """
    return calendar.add_hours(start, hours) if hours else None


def remaining(dossier: Dossier, now: dt.datetime) -> dt.timedelta | None:
    """Office time left until the due time, negative when late; None before the clock started.

    While the clock stands still, and after it stopped, it is what was left at that moment.
    """
    if dossier.due_at is None:
        return None
    moment = dossier.paused_at or dossier.done_at or now
    calendar = calendar_for(dossier.deciding)
    if moment > dossier.due_at:
        return -calendar.worked_between(dossier.due_at, moment)
    return calendar.worked_between(moment, dossier.due_at)


def ledger(dossier: Dossier, now: dt.datetime) -> list[LedgerRow]:
    """Explain the clock of `dossier` until `now`; empty before it started. See `explain`."""
    limit = limit_of(dossier, definition_of(dossier.version))
    extension = limit.extension if dossier.extended else None
    events = dossier.clock_events.order_by("at", "id")
    return explain(list(events), limit, calendar_for(dossier.deciding), now, extension)


def explain(
    events: Sequence[ClockEvent],
    limit: Limit,
    calendar: WorkingCalendar,
    now: dt.datetime,
    extension: Amount | None = None,
) -> list[LedgerRow]:
    """Explain a clock from its start until it stopped or `now`, in order and without a gap.

    Under a limit in working time there is one row for each working day and one for each run of days
    off, by name; under a limit in calendar time (DAY, MONTH) one row for each run of the clock. A
    pause is one row.
    """
    stretches = _stretches(events, now)
    if not stretches:
        return []
    paused = [(stretch.start, stretch.end) for stretch in stretches if stretch.act]
    found = spans(limit, stretches[0].start, paused, calendar, extension)
    # after the limit ran out its last unit goes on counting
    end = max(found[-1].end, local(stretches[-1].end))
    found[-1] = replace(found[-1], end=end)
    return [row for stretch in stretches for row in _rows(stretch, found, calendar)]


def _stretches(events: Sequence[ClockEvent], now: dt.datetime) -> list[_Stretch]:
    """The clock's life cut where it stood still or ran on; the last stretch is open until `now`
    unless it stopped.
    """
    found: list[_Stretch] = []
    for event in events:
        if event.kind == ClockEvent.Kind.EXTEND:
            continue  # moves the limit; the clock just runs on
        if found:
            found[-1] = replace(found[-1], end=event.at)
        if event.kind == ClockEvent.Kind.STOP:
            break
        act = event.act if event.kind == ClockEvent.Kind.PAUSE else ""
        found.append(_Stretch(event.at, max(now, event.at), act))
    return [stretch for stretch in found if stretch.end > stretch.start]


def _rows(
    stretch: _Stretch, found: Sequence[Span], calendar: WorkingCalendar
) -> Iterator[LedgerRow]:
    for span in found:
        start, end = max(local(stretch.start), span.start), min(local(stretch.end), span.end)
        if start >= end:
            continue
        if stretch.act:
            yield _paused(start, end, span.unit, stretch.act, calendar)
        elif span.unit in CALENDAR_UNITS:
            yield LedgerRow(
                start, end, end - start, counted=True, label=_("Tính theo ngày lịch, cả ngày nghỉ")
            )
        else:
            yield from _merged(_days(start, end, calendar))


def _paused(
    start: dt.datetime, end: dt.datetime, unit: str, act: str, calendar: WorkingCalendar
) -> LedgerRow:
    time = end - start if unit in CALENDAR_UNITS else calendar.worked_between(start, end)
    label = _("Tạm dừng: thời gian của người nộp (%(act)s)") % {"act": act_label(act)}
    return LedgerRow(start, end, time, counted=False, label=label)


def _days(start: dt.datetime, end: dt.datetime, calendar: WorkingCalendar) -> Iterator[LedgerRow]:
    """One row a day: office time with the breaks around it, or why there was none."""
    for date in dates(start, end):
        midnight = dt.datetime.combine(date, dt.time(), start.tzinfo)
        first, last = max(start, midnight), min(end, midnight + ONE_DAY)
        time, day = calendar.worked_between(first, last), calendar.day(date)
        label = _("Ngoài giờ làm việc") if day.working and not time else day.label
        yield LedgerRow(first, last, time, counted=bool(time), label=label)


def _merged(rows: Iterator[LedgerRow]) -> Iterator[LedgerRow]:
    """Days off that follow each other under one name become one row."""
    held: LedgerRow | None = None
    for row in rows:
        if held and not held.counted and not row.counted and held.label == row.label:
            held = replace(held, end=row.end)
            continue
        if held:
            yield held
        held = row
    if held:
        yield held
