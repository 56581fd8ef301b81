"""A grant by its number as people write it, and what may be printed of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from foundation.numbers import row_id
from registers import grants, symbols
from registers.grant_models import Grant

MOST = 20


def find(text: str, books: Collection[str] = ()) -> list[Grant]:
    """The grants of this number, however it is written; with "ngày 05/02/2026" only that day's. At
    most MOST.
    """
    symbol, day = symbols.parts(text)
    if not symbol:
        return []
    rows = grants.in_the_book().filter(symbol_key=symbol)
    if books:
        rows = rows.filter(book__in=books)
    if day:
        rows = rows.filter(decided_on=day)
    return list(rows.order_by("-decided_on", "-pk")[:MOST])


def by_id(value: str) -> Grant | None:
    """The grant with this id as text, or the one that stands in its place since; None for anything
    else.
    """
    if row_id(value) is None:
        return None
    found = Grant.objects.select_related("authority").filter(pk=value).first()
    return grants.current(found) if found else None


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
