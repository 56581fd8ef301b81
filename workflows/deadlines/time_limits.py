"""Legal time limits as arithmetic: phases in the law's units, pauses, one extension, on a working
calendar.

Pure: no database, no clock. How each unit is read, and by which source:

HOUR
    Working hours ("giờ làm việc"), as internal processes of procedures state them.
WORKING_DAY
    One working day is the office time of one day (8 hours by default), so a dossier received on
    Monday at 10:00 with five working days is due on the next Monday at 10:00. That is how
    provincial systems print the hour on the appointment slip (form 01, TT 03/2025/TT-VPCP) and how
    internal processes add up ("8 giờ = 1 ngày làm việc"). It is never later than Bộ luật Dân sự
    Điều 147–148, which would allow the whole last day.
DAY, MONTH
    Calendar time: the first day does not count (BLDS Điều 147.2); a month ends on the day of the
    same number, or on the last day of a month without it (Điều 148.3); an end on a day off moves to
    the next working day (Điều 148.5). The office closes before the law's 24:00, so the closing hour
    is promised.
SAME_DAY
    The end of the working day of receipt; what comes after the cut-off, or on a day off, is due at
    the end of the next working day (NĐ 23/2015 Điều 7). From the second day on, `amount` adds whole
    working days.

The clock stands still while the applicant must act (QĐ 766/QĐ-TTg subtracts that time): a pause
moves the end by the time the unit counts: office hours, parts of working days, or calendar days. A
pause that begins after a phase ended belongs to the next phase, and none moves a limit that had
already run out.
"""

from __future__ import annotations

import calendar as months
import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from organisations.calendar.working_time import ONE_DAY, WorkingCalendar, dates, local

#: A closed pause: the applicant was asked, the applicant acted. In order and apart from each other.
Pause = tuple[dt.datetime, dt.datetime]
CALENDAR_UNITS = frozenset({"DAY", "MONTH"})
_MICROSECOND = dt.timedelta(microseconds=1)


class Amount(Protocol):
    """So many of one unit: an extension, or the measure of a phase."""

    @property
    def amount(self) -> int: ...

    @property
    def unit(self) -> str: ...


class Phase(Amount, Protocol):
    """One phase of a limit, as `workflows.definition` reads it from procedure.yaml."""

    @property
    def cut_off(self) -> dt.time | None: ...


class Limit(Protocol):
    """A legal limit: phases that follow each other ("02 tháng + 15 ngày làm việc")."""

    @property
    def phases(self) -> Sequence[Phase]: ...


@dataclass(frozen=True)
class Span:
    """Where one phase lies in time, and the unit that counts inside it."""

    unit: str
    start: dt.datetime
    end: dt.datetime


def due_time(
    limit: Limit,
    started: dt.datetime,
    pauses: Sequence[Pause],
    calendar: WorkingCalendar,
    extension: Amount | None = None,
) -> dt.datetime:
    """When the limit that began at `started` runs out, in Asia/Ho_Chi_Minh.

    `pauses` are the closed ones; `extension` is the single one the law allows, when it was used: it
    begins where the limit ended. Raises ValueError for a naive datetime or an unknown unit.
    """
    return spans(limit, started, pauses, calendar, extension)[-1].end


def spans(
    limit: Limit,
    started: dt.datetime,
    pauses: Sequence[Pause],
    calendar: WorkingCalendar,
    extension: Amount | None = None,
) -> list[Span]:
    """The phases of the limit, and the extension, one after the other."""
    found: list[Span] = []
    start = local(started)
    for phase in [*limit.phases, *([extension] if extension else [])]:
        end = _phase_end(phase, start, pauses, calendar)
        found.append(Span(phase.unit, start, end))
        start = end
    return found


def working_days_between(
    start: dt.datetime, end: dt.datetime, calendar: WorkingCalendar
) -> Fraction:
    """Working days inside [start, end) with their parts: half of Friday's office time is one
    half.
    """
    return sum((_part_worked(date, start, end, calendar) for date in dates(start, end)), Fraction())


def add_working_days(start: dt.datetime, days: Fraction, calendar: WorkingCalendar) -> dt.datetime:
    """The earliest moment by which `days` working days have passed since `start`: the same place on
    a later day.
    """
    moment = local(start)
    date = moment.date()
    while days:
        midnight = dt.datetime.combine(date + ONE_DAY, dt.time(), moment.tzinfo)
        left = _part_worked(date, moment, midnight, calendar)
        if left >= days:
            office_time = calendar.length(date) // _MICROSECOND * days
            return calendar.add_time(moment, math.ceil(office_time) * _MICROSECOND)
        days -= left
        date, moment = date + ONE_DAY, midnight
    return moment


def _phase_end(
    phase: Amount, start: dt.datetime, pauses: Sequence[Pause], calendar: WorkingCalendar
) -> dt.datetime:
    if phase.unit in CALENDAR_UNITS:
        return _calendar_end(phase, start, pauses, calendar)
    end = _working_end(phase, start, calendar)
    for paused, resumed in pauses:
        if start <= paused < end:
            end = _put_off(end, phase.unit, paused, resumed, calendar)
    return end


def _working_end(phase: Amount, start: dt.datetime, calendar: WorkingCalendar) -> dt.datetime:
    if phase.unit == "HOUR":
        return calendar.add_hours(start, phase.amount)
    if phase.unit == "WORKING_DAY":
        return add_working_days(start, Fraction(phase.amount), calendar)
    if phase.unit == "SAME_DAY":
        return _same_day_end(phase, start, calendar)
    raise ValueError(f"unknown unit of time: {phase.unit}")


def _same_day_end(phase: Amount, start: dt.datetime, calendar: WorkingCalendar) -> dt.datetime:
    cut_off: dt.time | None = getattr(phase, "cut_off", None)  # an extension has none
    date = start.date()
    late = start.time() > cut_off if cut_off else start >= calendar.closing(date)
    if late or not calendar.is_working_day(date):
        date = calendar.next_working_day(date)
    return calendar.add_working_days(calendar.closing(date), phase.amount - 1)


def _put_off(
    end: dt.datetime,
    unit: str,
    paused: dt.datetime,
    resumed: dt.datetime,
    calendar: WorkingCalendar,
) -> dt.datetime:
    if unit == "WORKING_DAY":
        return add_working_days(end, working_days_between(paused, resumed, calendar), calendar)
    return calendar.add_time(end, calendar.worked_between(paused, resumed))


def _calendar_end(
    phase: Amount, start: dt.datetime, pauses: Sequence[Pause], calendar: WorkingCalendar
) -> dt.datetime:
    """The closing hour of the last day; the days left when a pause begins are counted again from
    its end.
    """
    day = start.date()
    last = _add_months(day, phase.amount) if phase.unit == "MONTH" else day + phase.amount * ONE_DAY
    for paused, resumed in pauses:
        if start <= paused < calendar.closing(last):
            left = max(last - _office_day(paused, calendar), dt.timedelta())
            last = _office_day(resumed, calendar) + left
    return calendar.closing(last)


def _office_day(moment: dt.datetime, calendar: WorkingCalendar) -> dt.date:
    """The day on which the office knows of it: what comes after closing, or on a day off, comes on
    the next one.
    """
    day = local(moment).date()
    if calendar.is_working_day(day) and moment < calendar.closing(day):
        return day
    return calendar.next_working_day(day)


def _add_months(day: dt.date, amount: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + amount, 12)
    return dt.date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def _part_worked(
    date: dt.date, start: dt.datetime, end: dt.datetime, calendar: WorkingCalendar
) -> Fraction:
    """How much of the office time of `date` lies inside [start, end), from 0 to 1."""
    length = calendar.length(date)
    if not length:
        return Fraction()
    midnight = dt.datetime.combine(date, dt.time(), local(start).tzinfo)
    worked = calendar.worked_between(max(start, midnight), min(end, midnight + ONE_DAY))
    return Fraction(worked // _MICROSECOND, length // _MICROSECOND)
