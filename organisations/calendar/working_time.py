"""The working calendar: which hours of which days are office time, and arithmetic on them.

`WorkingCalendar` is pure and frozen: it is built once from the administrator's dated rows
(`calendar_for`) and then asked without a database. People's times are Asia/Ho_Chi_Minh; any aware
datetime may be given, local ones come back.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from foundation.compiled_reads import CompiledRead
from foundation.read_once import read_once, remember

if TYPE_CHECKING:
    from organisations.calendar_models import CalendarDay, CalendarState
    from organisations.models import Authority

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Hours:
    """Office hours in force from a date on."""

    valid_from: dt.date
    morning: tuple[dt.time, dt.time]
    afternoon: tuple[dt.time, dt.time]


#: In force before the first row of an authority, and where there is none.
DEFAULT_HOURS = Hours(
    dt.date.min, (dt.time(7, 30), dt.time(11, 30)), (dt.time(13, 0), dt.time(17, 0))
)


@dataclass(frozen=True)
class Day:
    """One local day. `label` says why it differs from its weekday ("Quốc khánh"), or what it is
    ("Cuối tuần").
    """

    date: dt.date
    working: bool
    label: str


@dataclass(frozen=True)
class WorkingCalendar:
    """Office time of one authority.

    `hours` ascend by their first day; `exceptions` are the days that differ from their weekday.
    Every method takes aware datetimes (ValueError for naive ones) and answers in Asia/Ho_Chi_Minh.
    """

    hours: tuple[Hours, ...] = ()
    exceptions: Mapping[dt.date, Day] | None = None
    # days after it are as expected; None: nobody said where knowledge ends
    known_until: dt.date | None = None

    def provisional(self, moment: dt.datetime | None) -> str:
        """Why a due time is no promise yet: its year's days off are not published; "" for one that
        is.
        """
        if moment is None or self.known_until is None or local(moment).date() <= self.known_until:
            return ""
        return _("tạm tính: lịch nghỉ năm %(year)d chưa công bố") % {"year": local(moment).year}

    def day(self, date: dt.date) -> Day:
        """The day as the calendar knows it: an exception, a weekend or an ordinary working day."""
        known = self.exceptions.get(date) if self.exceptions else None
        if known:
            return known
        weekend = date.weekday() >= 5
        return Day(date, not weekend, _("Cuối tuần") if weekend else _("Ngày làm việc"))

    def is_working_day(self, date: dt.date) -> bool:
        """True when the office is open on that local day."""
        return self.day(date).working

    def next_working_day(self, date: dt.date) -> dt.date:
        """The first working day after `date` (never `date` itself)."""
        date += ONE_DAY
        while not self.is_working_day(date):
            date += ONE_DAY
        return date

    def intervals(self, date: dt.date) -> list[tuple[dt.datetime, dt.datetime]]:
        """Morning and afternoon of a working day as [start, end); empty on a day off."""
        if not self.is_working_day(date):
            return []
        hours = self._hours_on(date)
        return [
            (dt.datetime.combine(date, start, LOCAL), dt.datetime.combine(date, end, LOCAL))
            for start, end in (hours.morning, hours.afternoon)
        ]

    def length(self, date: dt.date) -> dt.timedelta:
        """Office time of the day: 8 hours on an ordinary one, nothing on a day off."""
        return sum((end - start for start, end in self.intervals(date)), dt.timedelta())

    def closing(self, date: dt.date) -> dt.datetime:
        """When the office closes on `date`, or on the next working day after a day off (Bộ luật Dân
        sự Điều 148.5).
        """
        working = date if self.is_working_day(date) else self.next_working_day(date)
        return self.intervals(working)[-1][1]

    def worked_between(self, start: dt.datetime, end: dt.datetime) -> dt.timedelta:
        """Office time inside [start, end); nothing when `end` is not after `start`."""
        first, last = local(start), local(end)
        worked = dt.timedelta()
        for date in dates(first, last):
            for opened, closed in self.intervals(date):
                worked += max(min(closed, last) - max(opened, first), dt.timedelta())
        return worked

    def add_time(self, start: dt.datetime, time: dt.timedelta) -> dt.datetime:
        """The earliest moment by which `time` of office time has passed since `start`; `start`
        itself for nothing.

        Four hours from 07:30 end at 11:30, before lunch, not at 13:00 after it. Raises ValueError
        for a negative time.
        """
        if time < dt.timedelta():
            raise ValueError("office time is counted forwards only")
        moment = local(start)
        date = moment.date()
        while time:
            for opened, closed in self.intervals(date):
                open_from = max(opened, moment)
                if closed - open_from >= time:
                    return open_from + time
                time -= max(closed - open_from, dt.timedelta())
            date += ONE_DAY
        return moment

    def add_hours(self, start: dt.datetime, hours: Decimal | float) -> dt.datetime:
        """As `add_time`, for a number of working hours (1.5 is one hour and a half)."""
        return self.add_time(
            start, dt.timedelta(microseconds=int(Decimal(str(hours)) * 3_600_000_000))
        )

    def add_working_days(self, start: dt.datetime, days: int) -> dt.datetime:
        """The end of the `days`-th working day after the day of `start`, which does not count (BLDS
        Điều 147.2).

        For 0 days: the end of the day of `start` itself, or of the next working day when that is a
        day off.
        """
        date = local(start).date()
        if not days:
            return self.closing(date)
        for _day in range(days):
            date = self.next_working_day(date)
        return self.closing(date)

    def _hours_on(self, date: dt.date) -> Hours:
        in_force = DEFAULT_HOURS
        for hours in self.hours:
            if hours.valid_from > date:
                break
            in_force = hours
        return in_force


def local(moment: dt.datetime) -> dt.datetime:
    """The same moment on a clock in Việt Nam. Raises ValueError for a naive datetime, whose moment
    nobody knows.
    """
    if moment.tzinfo is None:
        raise ValueError("a working calendar needs aware datetimes")
    return moment.astimezone(LOCAL)


def dates(start: dt.datetime, end: dt.datetime) -> Iterator[dt.date]:
    """The local dates that [start, end) touches, in order."""
    date, last = local(start).date(), local(end)
    while dt.datetime.combine(date, dt.time(), LOCAL) < last:
        yield date
        date += ONE_DAY


_built: dict[int | None, tuple[uuid.UUID, WorkingCalendar]] = {}


def calendar_for(authority: Authority | None) -> WorkingCalendar:
    """The calendar of `authority` (None: the general one): its own days and hours before the
    general ones.

    Kept per process; one small query asks whether an administrator has changed something since.
    """
    key, token = authority.pk if authority else None, _token()
    kept = _built.get(key)
    if kept and kept[0] == token:
        return kept[1]
    calendar = _build(key)
    if token:
        _built[key] = (token, calendar)
    return calendar


@read_once
def _token() -> uuid.UUID | None:
    """The name of the calendar in force; an act that began by one ends by it."""
    state = _STATE.first()
    return state.token if state else None


def _state() -> QuerySet[CalendarState]:
    from organisations.calendar_models import CalendarState

    return CalendarState.objects.filter(pk=1).order_by()


_STATE = CompiledRead(_state)


def begin_by(token: uuid.UUID | None) -> None:
    """The calendar in force was read with others, for the act that `reading_once` encloses."""
    remember(_token, token)


def _hours_of(authority_id: int | None) -> tuple[Hours, ...]:
    """General hours until the authority's first own hours begin, then its own."""
    from organisations.calendar_models import WorkingHours

    rows = WorkingHours.objects.filter(_applies_to(authority_id)).order_by("valid_from")
    own = [row for row in rows if row.authority_id]
    general = [
        row
        for row in rows
        if not row.authority_id and (not own or row.valid_from < own[0].valid_from)
    ]
    return tuple(
        Hours(
            row.valid_from,
            (row.morning_start, row.morning_end),
            (row.afternoon_start, row.afternoon_end),
        )
        for row in general + own
    )


def _build(authority_id: int | None) -> WorkingCalendar:
    """What was entered goes before what is expected, and an authority's own day before the general
    one.
    """
    from organisations.calendar import known_days
    from organisations.calendar_models import CalendarDay, CalendarState

    rows = list(CalendarDay.objects.filter(_applies_to(authority_id)))
    known_until = known_days.last_known(rows)
    rows.sort(key=lambda row: row.authority_id is not None)
    # entered once, removed by somebody
    decided = set().union(*CalendarState.objects.values_list("seeded", flat=True))
    expected = [
        day for day in known_days.expected(known_until) if day.date.isoformat() not in decided
    ]
    days = {row.date: _exception(row) for row in [*expected, *rows]}
    return WorkingCalendar(_hours_of(authority_id), days, known_until)


def _exception(row: CalendarDay) -> Day:
    return Day(row.date, row.kind == row.Kind.WORK, row.name)


def _applies_to(authority_id: int | None) -> Q:
    return (
        Q(authority__isnull=True) | Q(authority=authority_id)
        if authority_id
        else Q(authority__isnull=True)
    )
