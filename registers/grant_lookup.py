"""A grant by its number as people write it, and what may be printed of one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection

from organisations.text import fold
from registers import grants
from registers.grant_models import Grant

_WITH_DAY = re.compile(r"^(.*?)[\s,]*ngày\s+(\d{1,2})/(\d{1,2})/(\d{4})\b.*$", re.IGNORECASE)
MOST = 20


def find(text: str, books: Collection[str] = ()) -> list[Grant]:
    """The grants of this number, with or without diacritics; with "ngày 05/02/2026" only that day's. At most MOST."""
    symbol, day = _parts(text)
    if not symbol:
        return []
    rows = Grant.objects.filter(search__startswith=f"{fold(symbol)} ")
    if books:
        rows = rows.filter(book__in=books)
    if day:
        rows = rows.filter(decided_on=day)
    return list(rows.order_by("-decided_on", "-pk")[:MOST])


def _parts(text: str) -> tuple[str, dt.date | None]:
    found = _WITH_DAY.match(text.strip())
    if not found:
        return text.strip(), None
    symbol, day, month, year = found.groups()
    try:
        return symbol, dt.date(int(year), int(month), int(day))
    except ValueError:
        return text.strip(), None


def by_id(value: str) -> Grant | None:
    """The grant with this id as text; None for anything else."""
    if not value.isdecimal() or len(value) > 18:
        return None
    return Grant.objects.select_related("authority").filter(pk=value).first()


def name_of(granted: Grant) -> str:
    """By which it is found again: "12/QĐ-SGDĐT ngày 05/02/2026, Trường THPT Hòa Bình"."""
    return f"{granted.symbol} ngày {granted.decided_on:%d/%m/%Y}, {granted.holder}"


def facts(granted: Grant, day: dt.date) -> dict[str, str]:
    """What conditions and documents may read of it, as it stands on that day."""
    last, standing = grants.last_row(granted, day), grants.standing_on(granted, day)
    ends = last.valid_to if last else granted.valid_to
    return {
        "id": str(granted.pk),
        "number": granted.symbol,
        "date_text": f"{granted.decided_on:%d/%m/%Y}",
        "title": granted.title,
        "holder": granted.holder,
        "commune": granted.commune,
        "authority": granted.authority.slug,
        "content": last.content if last else granted.content,
        "valid_to_text": f"{ends:%d/%m/%Y}" if ends else "",
        "standing": standing,
        "standing_text": grants.standing_words(standing),
    }
