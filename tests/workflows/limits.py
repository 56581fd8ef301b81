"""Limits, calendars and moments as tests of deadlines write them down."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo

from organisations.calendar.official_days import official_days
from organisations.calendar.working_time import Day, Hours, WorkingCalendar

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
CUT_OFF = dt.time(15, 0)
SHORT_HOURS = Hours(
    dt.date(2026, 4, 15), (dt.time(7, 0), dt.time(11, 0)), (dt.time(13, 30), dt.time(16, 30))
)


@dataclass(frozen=True)
class Phase:
    unit: str
    amount: int
    cut_off: dt.time | None = None


@dataclass(frozen=True)
class Limit:
    phases: tuple[Phase, ...]
    extension: Phase | None = None


def limit(unit: str, amount: int, cut_off: dt.time | None = None) -> Limit:
    return Limit((Phase(unit, amount, cut_off),))


SAME_DAY = limit("SAME_DAY", 1, CUT_OFF)


@cache
def official(change: bool = False) -> WorkingCalendar:
    """The official days of 2024 to 2027; with `change`, seven hours a day from 15 April 2026 on."""
    days = {day.date: Day(day.date, day.kind == "WORK", day.name) for day in official_days()}
    return WorkingCalendar((SHORT_HOURS,) if change else (), days)


def at(text: str) -> dt.datetime:
    """`2026-03-02 10:00` on a clock in Việt Nam."""
    return dt.datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=LOCAL)
