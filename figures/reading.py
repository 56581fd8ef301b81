"""What a page shows of the figures: sums over a period by month, by procedure, by authority. A few
questions each.

Nothing here reads a dossier: the cost follows the number of rows of figures, not of dossiers.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from figures.models import DailyFigure, OpenNow, TimeTaken
from foundation.text import list_key
from organisations.models import Authority
from workflows.models import Procedure

SUMMED = (
    *(
        "filed",
        "filed_online",
        "received",
        "received_online",
        "not_received",
        "supplements",
        "granted",
        "refused",
    ),
    *("stopped", "dropped", "on_time", "late", "late_by_rounds", "returned"),
)
OPEN = ("unreceived", "processing", "waiting", "overdue")
WORKING_DAY = 8  # hours: the unit of QĐ 766's internal steps


@dataclass(frozen=True)
class Asked:
    """Days from `start` through `end`; of one procedure, or all (None); of these authorities, or
    all (None).
    """

    start: dt.date
    end: dt.date
    procedure: int | None = None
    authorities: Collection[int] | None = None

    def place(self) -> Q:
        """The filter on procedure and authority."""
        found = Q() if self.procedure is None else Q(procedure=self.procedure)
        return found if self.authorities is None else found & Q(authority__in=self.authorities)


@dataclass
class Figures:
    """The sums of one group."""

    counts: Counter[str] = field(default_factory=Counter)
    hours: Counter[int] = field(default_factory=Counter)  # office hours taken → how many dossiers
    allowed: Counter[int] = field(default_factory=Counter)

    def __getitem__(self, name: str) -> int:
        return self.counts[name]

    @property
    def ended(self) -> int:
        """Received dossiers that ended."""
        return self.counts["on_time"] + self.counts["late"]

    @property
    def median_hours(self) -> int | None:
        """Office hours that half of the ended dossiers took at most; None when none ended."""
        return median(self.hours)

    @property
    def median_allowed(self) -> int | None:
        """The same of what the law allowed them."""
        return median(self.allowed)

    def add(self, other: Figures) -> None:
        """Take another group's figures in."""
        self.counts += other.counts
        self.hours += other.hours
        self.allowed += other.allowed


def median(histogram: Counter[int]) -> int | None:
    """The lower median of value → number; None when it is empty."""
    half, seen = (sum(histogram.values()) + 1) // 2, 0
    for value in sorted(histogram):
        seen += histogram[value]
        if seen >= half:
            return value
    return None


def by_month(asked: Asked) -> dict[dt.date, Figures]:
    """First of the month → its figures, for every month of the period."""
    found = _grouped(asked, month=TruncMonth("day"))
    empty = Figures()
    return {month: found.get((month,), empty) for month in _months(asked.start, asked.end)}


def by_procedure(asked: Asked) -> list[tuple[Procedure, Figures]]:
    """Procedures with any figure, by name; what is unfinished now is in it."""
    found = _grouped(asked, group=F("procedure"))
    _add_open(found, asked, "procedure")
    rows = Procedure.objects.filter(pk__in=[key for (key,) in found])
    return [(row, found[row.pk,]) for row in sorted(rows, key=lambda one: list_key(one.title))]


def most_filed(start: dt.date, end: dt.date, least: int) -> list[int]:
    """Keys of the procedures of which at least `least` dossiers were filed from `start` through
    `end`, the most first; one question.
    """
    rows: Any = DailyFigure.objects.filter(day__gte=start, day__lte=end).values("procedure")
    rows = rows.annotate(times=Sum("filed")).filter(times__gte=least)
    return list(rows.order_by("-times", "procedure").values_list("procedure", flat=True))


def by_authority(asked: Asked) -> list[tuple[Authority, Figures]]:
    """Authorities with any figure, by name."""
    found = _grouped(asked, group=F("authority"))
    _add_open(found, asked, "authority")
    rows = Authority.objects.filter(pk__in=[key for (key,) in found])
    return [(row, found[row.pk,]) for row in sorted(rows, key=lambda one: list_key(one.name))]


def in_detail(asked: Asked) -> Iterator[tuple[dt.date, Procedure, Authority, Figures]]:
    """Every month, procedure and authority with figures of its own, in that order; times are not in
    it.
    """
    rows: Any = _rows(DailyFigure.objects.all(), asked).annotate(month=TruncMonth("day"))
    rows = rows.values("month", "procedure", "authority").annotate(
        **{f"sum_{name}": Sum(name) for name in SUMMED}
    )
    found = list(rows.order_by("month", "procedure__title", "authority__name"))
    procedures = Procedure.objects.in_bulk({row["procedure"] for row in found})
    authorities = Authority.objects.in_bulk({row["authority"] for row in found})
    for row in found:
        counts = Counter({name: row[f"sum_{name}"] for name in SUMMED})
        yield (
            row["month"],
            procedures[row["procedure"]],
            authorities[row["authority"]],
            Figures(counts),
        )


def total(groups: Iterable[Figures]) -> Figures:
    """All of them together."""
    whole = Figures()
    for group in groups:
        whole.add(group)
    return whole


def _grouped(asked: Asked, **group: Any) -> dict[tuple[Hashable, ...], Figures]:
    """Two questions: the sums, and the times they took."""
    found: dict[tuple[Hashable, ...], Figures] = defaultdict(Figures)
    (name,) = group
    sums = _rows(DailyFigure.objects.all(), asked).values(**{f"by_{name}": group[name]})
    for row in sums.annotate(**{f"sum_{column}": Sum(column) for column in SUMMED}).order_by():
        counts = {column: row[f"sum_{column}"] for column in SUMMED if row[f"sum_{column}"]}
        found[row[f"by_{name}"],].counts.update(counts)
    times = _rows(TimeTaken.objects.all(), asked).values(
        "hours", "allowed", **{f"by_{name}": group[name]}
    )
    for row in times.annotate(times=Sum("number")).order_by():
        found[row[f"by_{name}"],].hours[row["hours"]] += row["times"]
        found[row[f"by_{name}"],].allowed[row["allowed"]] += row["times"]
    return found


def _rows(rows: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
    return rows.filter(asked.place(), day__gte=asked.start, day__lte=asked.end)


def _add_open(found: dict[tuple[Hashable, ...], Figures], asked: Asked, group: str) -> None:
    sums = {f"sum_{column}": Sum(column) for column in OPEN}
    rows: Any = (
        OpenNow.objects.filter(asked.place()).values(by=F(group)).annotate(**sums).order_by()
    )
    for row in rows:
        found[row["by"],].counts.update({column: row[f"sum_{column}"] for column in OPEN})


def _months(start: dt.date, end: dt.date) -> Iterable[dt.date]:
    month = start.replace(day=1)
    while month <= end:
        yield month
        month = (month + dt.timedelta(days=32)).replace(day=1)
