"""A day of birth as far as it is known: YYYY-MM-DD, YYYY-MM or YYYY (ISO 8601-1, 5.2.2.3), as text.

Old diplomas and papers of other countries often name the year alone. What is printed, asked and
compared is what is known, never a first of January that nobody wrote.
"""

from __future__ import annotations

import datetime as dt
import re

from foundation.text import clean_code

_KNOWN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_BETWEEN = r"\s*[/.\-\s]\s*"
_DAY_FIRST = re.compile(rf"(\d{{1,2}}){_BETWEEN}(\d{{1,2}}){_BETWEEN}(\d{{4}})")
_EIGHT = re.compile(r"(\d{2})(\d{2})(\d{4})")
_MONTH = re.compile(rf"(\d{{1,2}}){_BETWEEN}(\d{{4}})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")


def boxes(known: object) -> tuple[str, str, str]:
    """Day, month and year as they stand in three boxes, "" where it is not known; empty for what is
    no date.
    """
    found = _KNOWN.fullmatch(known) if isinstance(known, str) else None
    if found is None or not _exists(*found.groups()):
        return "", "", ""
    year, month, day = found.groups()
    return str(int(day)) if day else "", str(int(month)) if month else "", year


def shown(known: object) -> str:
    """05/02/1998, 02/1998 or 1998; "" for what is no date."""
    found = _KNOWN.fullmatch(known) if isinstance(known, str) and boxes(known)[2] else None
    return "/".join(part for part in reversed(found.groups()) if part) if found else ""


def day(known: object) -> dt.date | None:
    """The whole day, where it is known."""
    return dt.date.fromisoformat(known) if isinstance(known, str) and boxes(known)[0] else None


def read(typed: str) -> str:
    """What somebody typed: 5/2/1990, 05 02 1990, 05021990, 1990-02-05, 02/1990, 1990; "" for
    anything else.
    """
    text = clean_code(typed)
    if found := _DAY_FIRST.fullmatch(text) or _EIGHT.fullmatch(text):
        return _written(found[3], found[2], found[1])
    if found := _MONTH.fullmatch(text):
        return _written(found[2], found[1], None)
    if found := _YEAR_FIRST.fullmatch(text):
        return _written(*found.groups())
    return _written(text, None, None) if re.fullmatch(r"\d{4}", text) else ""


def _written(year: str, month: str | None, day: str | None) -> str:
    known = "-".join(part.zfill(2) for part in (year, month, day) if part)
    return known if boxes(known)[2] else ""


def _exists(year: str, month: str | None, day: str | None) -> bool:
    try:
        dt.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return False
    return True
