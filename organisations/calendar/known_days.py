"""How far the calendar knows the days off, and what is expected beyond: nothing after it is
promised.

The Prime Minister fixes Tết and 2 September every year, a few months before. Until a year's days
are entered, the days that the `holidays` package expects are off, and every due time in that year
is provisional (decision 0016).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.calendar_models import CalendarDay

#: Days off that every year has, made up for where they fall on a weekend (Bộ luật Lao động Điều
#: 111.3, 112.1).
DAYS_OFF_A_YEAR = 11
#: Years after the last known one whose expected days are off: no limit of a procedure is longer.
EXPECTED_YEARS = 10
#: So long before the last known day an administrator is told.
WARN_BEFORE = dt.timedelta(days=365)


def last_known(rows: Iterable[CalendarDay]) -> dt.date | None:
    """31 December of the last year whose general days off are entered without a gap; None where
    none is.
    """
    off = (
        row.date for row in rows if row.kind == CalendarDay.Kind.OFF and row.authority_id is None
    )
    counted = Counter(date.year for date in off if date.weekday() < 5)
    whole = {year for year, days in counted.items() if days >= DAYS_OFF_A_YEAR}
    if not whole:
        return None
    last = min(whole)
    while last + 1 in whole:
        last += 1
    return dt.date(last, 12, 31)


def expected(after: dt.date | None) -> list[CalendarDay]:
    """The days off expected in the years after the last known day, not saved; their names say what
    they are.
    """
    from organisations.calendar.official_days import official_days

    if after is None:
        return []
    last = max(after.year, timezone.localdate().year) + EXPECTED_YEARS
    days = official_days(range(after.year + 1, last + 1))
    for day in days:
        day.name = f"Dự kiến: {day.name}"
    return days


def warning() -> str:
    """One sentence for the administrator, from a year before the known days end; "" while there is
    time.
    """
    known = last_known(CalendarDay.objects.filter(authority__isnull=True))
    if known is None:
        return _("Lịch làm việc chưa có ngày nghỉ nào: hãy ghi ngày nghỉ lễ, Tết.")
    if known - timezone.localdate() >= WARN_BEFORE:
        return ""
    return _(
        "Lịch nghỉ mới ghi đến hết năm %(year)d: hãy ghi ngày nghỉ lễ, Tết và ngày làm bù năm"
        " %(next)d. Đến lúc đó, hạn trả rơi vào năm %(next)d chỉ là tạm tính."
    ) % {"year": known.year, "next": known.year + 1}
