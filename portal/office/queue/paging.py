"""Pages of a queue by position, not by number: page 400 costs what page 1 costs, and nothing is
shown twice.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime

from foundation.numbers import row_id
from workflows.models import WorkItem

PAGE_SIZE = 25


@dataclass(frozen=True)
class Cursor:
    """The last row of the page before: its due time (None: it has none) and id."""

    due_at: dt.datetime | None
    pk: int

    @classmethod
    def of(cls, item: WorkItem) -> Cursor:
        """The position of a row."""
        return cls(item.due_at, item.pk)

    @classmethod
    def read(cls, text: str) -> Cursor | None:
        """What an address carries, or None for anything else: a damaged address shows the first
        page.
        """
        moment, separator, pk = text.rpartition("_")
        number = row_id(pk)
        if not separator or number is None:
            return None
        try:
            due_at = parse_datetime(moment) if moment else None
        except ValueError:
            return None
        if moment and (due_at is None or due_at.tzinfo is None):
            return None
        return cls(due_at, number)

    def __str__(self) -> str:
        moment = self.due_at.astimezone(dt.UTC).isoformat() if self.due_at else ""
        return f"{moment}_{self.pk}"


@dataclass(frozen=True)
class Page:
    """One page of tasks and where the next one begins."""

    items: list[WorkItem]
    after: Cursor | None


def page_of(tasks: QuerySet[WorkItem], cursor: Cursor | None, size: int = PAGE_SIZE) -> Page:
    """The next `size` tasks after `cursor`, sorted by what is due, those without a due time last.

    Two queries in the order of the index instead of one with NULLS LAST, which SQLite can only
    answer by sorting the whole queue; the second is asked only where the first leaves room.
    """
    found: list[WorkItem] = []
    if cursor is None or cursor.due_at is not None:
        dated = tasks.filter(due_at__isnull=False).order_by("due_at", "pk")
        if cursor is not None:
            later = Q(due_at__gt=cursor.due_at) | Q(pk__gt=cursor.pk)
            dated = dated.filter(later, due_at__gte=cursor.due_at)
        found = list(dated[: size + 1])
    if len(found) <= size:
        undated = tasks.filter(due_at__isnull=True).order_by("pk")
        if cursor is not None and cursor.due_at is None:
            undated = undated.filter(pk__gt=cursor.pk)
        found += undated[: size + 1 - len(found)]
    more = len(found) > size
    items = found[:size]
    return Page(items, Cursor.of(items[-1]) if more else None)
