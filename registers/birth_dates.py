"""Dates as registers write them: 05/02/1998, 5-2-98, 05.02.1998, ngày 05 tháng 02 năm 1998, or the
year alone.
"""

from __future__ import annotations

import datetime as dt
import re

from django.utils.translation import gettext as _

from foundation.text import fold

YOUNGEST = 10  # years at graduation: tells the century of "98", and shows a wrong date
OLDEST = 90

_PARTS = re.compile(r"(\d{1,2})\s*[/.\-,\s]\s*(\d{1,2})\s*[/.\-,\s]\s*(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ t]00:00(?::00)?)?")
_WORDS = re.compile(r"(?:ngay|sinh ngay)?\s*(\d{1,2})\s*thang\s*(\d{1,2})\s*nam\s*(\d{4}|\d{2})")
#: The year alone: "1975", "năm 1975", "00/00/1975", "--/--/1975".
_YEAR = re.compile(r"(?:(?:khoang )?nam |(?:[0_.x?\-]{1,2}\s*[/.-]\s*){2})?((?:19|20)\d{2})")
#: A month and a year: "02/1998", "tháng 2 năm 1998".
_MONTH = re.compile(r"(?:thang )?(0?[1-9]|1[0-2])(?:\s*[/.-]\s*| nam )((?:19|20)\d{2})")


class NotADate(ValueError):
    """The text names no day that the calendar has; the message is for the person who mends the
    file.
    """


def birth_date(text: str, graduation_year: int) -> dt.date | None:
    """The day of birth, or None where the register wrote only a year (or month); raises
    NotADate.
    """
    parts = _numbers(text)
    if parts and (parts[0] == 0 or parts[1] == 0):
        parts = None  # 00/00/1975: the register wrote the year alone
    date = _day(text, *parts, latest=graduation_year - YOUNGEST) if parts else None
    year = date.year if date else _year_alone(text)
    if year is None:
        raise NotADate(_("Ngày sinh “{text}” không đọc được.").format(text=text))
    if not YOUNGEST <= graduation_year - year <= OLDEST:
        raise NotADate(
            _("Ngày sinh “{text}” không hợp với năm tốt nghiệp {year}.").format(
                text=text, year=graduation_year
            )
        )
    return date


def day(text: str, latest: int) -> dt.date:
    """A full date; a year of two digits is the last such year up to `latest`; raises NotADate."""
    parts = _numbers(text)
    if parts is None:
        raise NotADate(_("Ngày “{text}” không đọc được.").format(text=text))
    return _day(text, *parts, latest=latest)


def known(day: dt.date | None, text: str) -> str:
    """What a register knows of a birth date: YYYY-MM-DD, YYYY-MM or YYYY; "" where its text names
    none.
    """
    if day:
        return day.isoformat()
    found = _MONTH.fullmatch(fold(text))
    year = _year_alone(text)
    return f"{year}-{int(found[1]):02d}" if found else str(year or "")


def year_in(text: str) -> int | None:
    """The year that an incomplete date names, for the look-up."""
    found = re.search(r"(?:19|20)\d{2}", text)
    return int(found[0]) if found else None


def _numbers(text: str) -> tuple[int, int, str] | None:
    plain = text.lower() if text.isascii() else fold(text)
    if iso := _ISO.fullmatch(plain):
        return int(iso[3]), int(iso[2]), iso[1]
    found = _PARTS.fullmatch(plain) or _WORDS.fullmatch(plain)
    return (int(found[1]), int(found[2]), found[3]) if found else None


def _day(text: str, day: int, month: int, year: str, latest: int) -> dt.date:
    try:
        return dt.date(_full_year(year, latest), month, day)
    except ValueError as error:
        raise NotADate(_("Không có ngày {text}.").format(text=text)) from error


def _full_year(year: str, latest: int) -> int:
    """Of the years that end like this, the last one not after `latest`: 98 before 2006 is 1998."""
    if len(year) == 4:
        return int(year)
    return latest - (latest - int(year)) % 100


def _year_alone(text: str) -> int | None:
    plain = fold(text)
    found = _YEAR.fullmatch(plain) or _MONTH.fullmatch(plain)
    return int(found.groups()[-1]) if found else None
