"""Dates as people in Vietnam type them."""

from __future__ import annotations

import datetime as dt
import re


def read_date(text: str) -> dt.date | None:
    """Reads 5/2/1990, 05.02.1990, 5-2-1990 and 1990-02-05; None for anything else."""
    day_first = re.fullmatch(r"\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})\s*", text)
    year_first = re.fullmatch(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*", text)
    if day_first:
        day, month, year = map(int, day_first.groups())
    elif year_first:
        year, month, day = map(int, year_first.groups())
    else:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
