"""How many gave which grade: by month, procedure and authority, over a period. No row says who."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Hashable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from satisfaction.models import Survey


@dataclass
class Grades:
    """The counts of one group."""

    very: int = 0
    satisfied: int = 0
    unsatisfied: int = 0

    @property
    def given(self) -> int:
        """All grades."""
        return self.very + self.satisfied + self.unsatisfied

    @property
    def good(self) -> int:
        """Satisfied or very: what the province's goal counts."""
        return self.very + self.satisfied

    def add(self, other: Grades) -> None:
        """Take another group's counts in."""
        self.very += other.very
        self.satisfied += other.satisfied
        self.unsatisfied += other.unsatisfied


@dataclass(frozen=True)
class Period:
    """Local days from `start` through `end`; of one procedure or all, these authorities or all."""

    start: dt.date
    end: dt.date
    procedure: int | None = None
    authorities: Collection[int] | None = None


def by_month(period: Period) -> dict[dt.date, Grades]:
    """First day of the month → its grades."""
    rows = _rows(period, month=TruncMonth("answered_at"))
    return {moment.date(): grades for moment, grades in rows.items()}


def by_procedure(period: Period) -> dict[int, Grades]:
    """Procedure id → its grades."""
    return _rows(period, row="procedure")


def by_authority(period: Period) -> dict[int, Grades]:
    """Id of the authority that decided → its grades."""
    return _rows(period, row="authority")


def _rows(period: Period, **group: Any) -> dict[Any, Grades]:
    days = {"answered_at__date__gte": period.start, "answered_at__date__lte": period.end}
    rows = Survey.objects.filter(grade__isnull=False, **days).order_by()
    if period.procedure is not None:
        rows = rows.filter(procedure=period.procedure)
    if period.authorities is not None:
        rows = rows.filter(authority__in=period.authorities)
    ((name, by),) = group.items()
    counted = rows.values(by) if isinstance(by, str) else rows.annotate(**group).values(name)
    key = by if isinstance(by, str) else name
    grade = Survey.Grade
    sums = counted.annotate(
        very=Count("pk", filter=Q(grade=grade.VERY)),
        satisfied=Count("pk", filter=Q(grade=grade.SATISFIED)),
        unsatisfied=Count("pk", filter=Q(grade=grade.NOT)),
    )
    found: dict[Hashable, Grades] = {
        row[key]: Grades(row["very"], row["satisfied"], row["unsatisfied"]) for row in sums
    }
    return found


def goal_on(day: dt.date) -> int | None:
    """The percentage that the province has set itself for that day; None before the first."""
    begun = [(since, percent) for since, percent in settings.SATISFACTION_GOALS if since <= day]
    return max(begun)[1] if begun else None
