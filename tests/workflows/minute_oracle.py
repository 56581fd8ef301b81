"""Due times found the slow way: a table of every minute of four years, and somebody who steps
through it.

Written apart from `deadlines.time_limits`: it knows no intervals and no shifting. A minute is
office time or it is not, a paused minute is struck out, and the limit is over when enough minutes
have gone by. Times are minutes since `ORIGIN`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import cache

from organisations.calendar.official_days import official_days

ORIGIN = dt.datetime(2023, 12, 31, 17, 0, tzinfo=dt.UTC)  # midnight in Việt Nam
FIRST, LAST = dt.date(2024, 1, 1), dt.date(2028, 6, 30)
DAY = 24 * 60
#: From here on an authority works seven hours: 07:00–11:00 and 13:30–16:30.
SHORT_SINCE = dt.date(2026, 4, 15)
#: One working day is this many shares, whether it has 480 minutes or 420.
SHARES = 480 * 420

Pauses = list[tuple[int, int]]


def minute(moment: dt.datetime) -> int:
    """Whole minutes since ORIGIN."""
    return int((moment - ORIGIN).total_seconds() // 60)


def moment(at: int) -> dt.datetime:
    return ORIGIN + dt.timedelta(minutes=at)


def is_office_minute(of_day: int, short: bool) -> bool:
    hour = of_day / 60
    return 7 <= hour < 11 or 13.5 <= hour < 16.5 if short else 7.5 <= hour < 11.5 or 13 <= hour < 17


@cache
def working_days() -> frozenset[dt.date]:
    days = {FIRST + dt.timedelta(days=n) for n in range((LAST - FIRST).days)}
    worked = {day for day in days if day.isoweekday() < 6}
    for special in official_days():
        (worked.add if special.kind == "WORK" else worked.discard)(special.date)
    return frozenset(worked)


@cache
def office_minutes(change: bool) -> bytes:
    """One byte a minute: 1 where the office is open. With `change`, hours are short from
    SHORT_SINCE on.
    """
    patterns = {
        short: bytes(is_office_minute(m, short) for m in range(DAY)) for short in (False, True)
    }
    closed, table, day = bytes(DAY), bytearray(), FIRST
    while day < LAST:
        open_today = patterns[change and day >= SHORT_SINCE]
        table += open_today if day in working_days() else closed
        day += dt.timedelta(days=1)
    return bytes(table)


def date_of(at: int) -> dt.date:
    return FIRST + dt.timedelta(days=at // DAY)


def is_worked(at: int) -> bool:
    return date_of(at) in working_days()


def close_of(at: int, change: bool = False) -> int:
    """The minute after the last office minute of the day of `at`."""
    midnight = at - at % DAY
    return midnight + office_minutes(change)[midnight : midnight + DAY].rindex(1) + 1


def following(at: int, wanted: Callable[[int], bool]) -> int:
    """The first minute of the first later day that is `wanted`."""
    at += DAY - at % DAY
    while not wanted(at):
        at += DAY
    return at


def struck_out(table: bytes, pauses: Pauses) -> bytearray:
    left = bytearray(table)
    for begin, end in pauses:
        left[begin:end] = bytes(end - begin)
    return left


def after_minutes(count: int, start: int, pauses: Pauses, change: bool = False) -> int:
    """Step over office minutes that are not paused until `count` of them went by."""
    table = struck_out(office_minutes(change), pauses)
    at = start
    for _ in range(count):
        at = table.index(1, at) + 1
    return at


def after_days(count: int, start: int, pauses: Pauses, change: bool = False) -> int:
    """Step over unpaused office minutes; each is one share of its own day, and `count` whole days
    must go by.
    """
    table = office_minutes(change)
    left, shares, at = struck_out(table, pauses), 0, start
    while shares < count * SHARES:
        at = left.index(1, at) + 1
        midnight = (at - 1) - (at - 1) % DAY
        shares += SHARES // table.count(1, midnight, midnight + DAY)
    return at


def same_day(amount: int, cut_off: int | None, start: int, pauses: Pauses) -> int:
    """Minutes from receipt to closing, then that many unpaused ones."""
    on_time = is_worked(start) and (
        start % DAY <= cut_off if cut_off is not None else start < close_of(start)
    )
    day = start if on_time else following(start, is_worked)
    for _ in range(amount - 1):
        day = following(day, is_worked)
    promised = office_minutes(False).count(1, start, close_of(day))
    return after_minutes(promised, start, pauses)


def calendar_days(count: int, start: int, pauses: Pauses) -> int:
    """Step from day to day; where the office learns of a pause, go on from the day it learns of its
    end.
    """
    day, used, ahead = start, 0, [pause for pause in pauses if pause[0] >= start]
    while True:
        while ahead and date_of(known(ahead[0][0])) <= date_of(day):
            day = known(ahead.pop(0)[1])
        if used < count:
            day, used = day + DAY, used + 1
        elif is_worked(day):
            return close_of(day)
        else:
            day += DAY


def known(at: int) -> int:
    """A minute of the day on which the office learns what happened then: the next one after closing
    and on days off.
    """
    return at if is_worked(at) and at < close_of(at) else following(at, is_worked)


def days_in_months(months: int, start: int) -> int:
    """Step day by day until the same number comes round `months` times, or its month ends without
    it.
    """
    begin = day = date_of(start)
    for _ in range(months):
        last = (day.replace(day=1) + dt.timedelta(days=32)).month
        while day.month != last or (
            day.day < begin.day and (day + dt.timedelta(days=1)).month == last
        ):
            day += dt.timedelta(days=1)
    return (day - begin).days


def due(
    phases: Iterable[tuple[str, int, int | None]], start: int, pauses: Pauses, change: bool = False
) -> int:
    """Phases (unit, amount, cut-off minute) one after the other."""
    for unit, amount, cut_off in phases:
        if unit == "HOUR":
            start = after_minutes(amount * 60, start, pauses, change)
        elif unit == "WORKING_DAY":
            start = after_days(amount, start, pauses, change)
        elif unit == "SAME_DAY":
            start = same_day(amount, cut_off, start, pauses)
        else:
            days = amount if unit == "DAY" else days_in_months(amount, start)
            start = calendar_days(days, start, pauses)
    return start
