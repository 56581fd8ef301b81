"""How many gave which grade: by month, procedure and authority, over a period. No row says who."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
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


@dataclass(frozen=True)
class Counted:
    """The grades of a period by the first day of a month, by procedure id, and by id of the
    authority that decided.
    """

    months: dict[dt.date, Grades]
    procedures: dict[int, Grades]
    authorities: dict[int, Grades]


def count(period: Period) -> Counted:
    """All three by one question."""
    found = Counted(defaultdict(Grades), defaultdict(Grades), defaultdict(Grades))
    for row in _groups(period):
        grades = Grades(row["very"], row["satisfied"], row["unsatisfied"])
        found.months[row["month"].date()].add(grades)
        found.procedures[row["procedure"]].add(grades)
        found.authorities[row["authority"]].add(grades)
    return found


def _groups(period: Period) -> Iterable[Any]:
    days = {"answered_at__date__gte": period.start, "answered_at__date__lte": period.end}
    rows = Survey.objects.filter(grade__isnull=False, **days).order_by()
    if period.procedure is not None:
        rows = rows.filter(procedure=period.procedure)
    if period.authorities is not None:
        rows = rows.filter(authority__in=period.authorities)
    grade = Survey.Grade
    months = rows.annotate(month=TruncMonth("answered_at"))
    return months.values("month", "procedure", "authority").annotate(
        very=Count("pk", filter=Q(grade=grade.VERY)),
        satisfied=Count("pk", filter=Q(grade=grade.SATISFIED)),
        unsatisfied=Count("pk", filter=Q(grade=grade.NOT)),
    )


def goal_on(day: dt.date) -> int | None:
    """The percentage that the province has set itself for that day; None before the first."""
    begun = [(since, percent) for since, percent in settings.SATISFACTION_GOALS if since <= day]
    return max(begun)[1] if begun else None
