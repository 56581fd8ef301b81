"""The official days off and make-up days of Việt Nam as the `holidays` package knows them, with our
corrections.

Only a seed: the Prime Minister fixes Tết and 2 September every year and swaps days late, so the
administrator's rows are what counts afterwards (Bộ luật Lao động Điều 112; the package is right
from 2024 to 2026 but for the swap below).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from importlib.metadata import version

import holidays

from organisations.calendar_models import CalendarDay

YEARS = range(2024, 2028)
_PACKAGE = f"gói holidays {version('holidays')}"
_LAW = f"Bộ luật Lao động Điều 112; {_PACKAGE}"
_EXPECTED = f"Dự kiến, chưa có thông báo chính thức; {_PACKAGE}"
_ANNOUNCED_UNTIL = 2026  # later years are the package's guess

Kind = CalendarDay.Kind
#: Approved on 25 December 2025, after provinces had announced 1 January alone; the package misses
#: both days.
CORRECTIONS = (
    (dt.date(2026, 1, 2), Kind.OFF, "Nghỉ hoán đổi, làm bù ngày 10/01/2026"),
    (dt.date(2026, 1, 10), Kind.WORK, "Làm bù cho ngày 02/01/2026"),
)
_SWAP_SOURCE = "Thông báo hoán đổi ngày làm việc dịp Tết Dương lịch 2026 (25/12/2025)"


def official_days(years: Iterable[int] = YEARS) -> list[CalendarDay]:
    """General calendar days of these years, by date, not saved. A correction wins over the
    package.
    """
    wanted = set(years)
    known = holidays.country_holidays("VN", years=wanted, language="vi")
    days = {date: _row(date, Kind.OFF, name) for date, name in known.items()}
    days |= {
        date: _row(date, Kind.WORK, "Ngày làm bù")
        for date in known.weekend_workdays
        if date.year in wanted
    }
    days |= {
        date: _row(date, kind, name, _SWAP_SOURCE)
        for date, kind, name in CORRECTIONS
        if date.year in wanted
    }
    return [days[date] for date in sorted(days)]


def _row(date: dt.date, kind: str, name: str, source: str = "") -> CalendarDay:
    known_by = _LAW if date.year <= _ANNOUNCED_UNTIL else _EXPECTED
    return CalendarDay(date=date, kind=kind, name=name, source=source or known_by)
