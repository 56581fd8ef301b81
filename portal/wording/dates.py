"""Dates as people in Vietnam type them."""

from __future__ import annotations

import datetime as dt
import re

from foundation import known_dates
from foundation.text import clean_code, fold

_DAY_FIRST = re.compile(r"(\d{1,2})(?: ?[/.,-] ?| )(\d{1,2})(?: ?[/.,-] ?| )(\d{4})")
_EIGHT_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{4})")
_IN_WORDS = re.compile(r"(?:sinh )?(?:ngay )?(\d{1,2}) thang (\d{1,2}),? nam (\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})")


#: Years that somebody may mean; the day after and the midnight of each of their days can be
#: computed.
_YEARS = range(1800, 2300)


def read_date(text: str) -> dt.date | None:
    """Reads 5/2/1990, 05.02.1990, 5-2-1990, 5 2 1990, 05021990, ngày 5 tháng 2 năm 1990 and
    1990-02-05; else None.
    """
    typed = fold(clean_code(text))
    day_first = (
        _DAY_FIRST.fullmatch(typed) or _EIGHT_DIGITS.fullmatch(typed) or _IN_WORDS.fullmatch(typed)
    )
    year_first = _YEAR_FIRST.fullmatch(typed)
    if day_first:
        day, month, year = map(int, day_first.groups())
    elif year_first:
        year, month, day = map(int, year_first.groups())
    else:
        return None
    try:
        return dt.date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None


def read_known(text: str) -> str:
    """A day of birth as far as it is known: YYYY-MM-DD, or YYYY-MM and YYYY where no more was
    typed; else "".
    """
    day = read_date(text)
    return day.isoformat() if day else known_dates.read(text)
