"""Which days must be counted: today, those not yet settled, and those that something changed
afterwards.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from figures.counting import count_day, count_open
from figures.models import CountedDay
from workflows.models import MOVES, Effect, Entry

ONE_DAY = dt.timedelta(days=1)
#: Acts after which a dossier belongs to another authority or version: its earlier days are counted
#: again.
REASSIGNING = frozenset({"hand_over", "reorganise", "migrate", "migrate_back"})


def sweep(most: int = 50) -> int:
    """Count what is due, oldest first, at most `most` days; returns how many. Twice is once."""
    now = timezone.now()
    days = list(due(timezone.localdate(now), most))
    for day in days:
        count_day(day)
    count_open(now)
    return len(days)


def due(today: dt.date, most: int) -> Iterator[dt.date]:
    """Days to count: unsettled ones, then those after the last that was counted, through today."""
    open_days = list(
        CountedDay.objects.filter(settled=False, day__lte=today).order_by("day")[:most]
    )
    yield from (row.day for row in open_days)
    last = CountedDay.objects.order_by("-day").first()
    following = last.day + ONE_DAY if last else first_day()
    for _number in range(most - len(open_days)):
        if following is None or following > today:
            return
        yield following
        following += ONE_DAY


def first_day() -> dt.date | None:
    """The day of the first move there is; None on an empty site."""
    first = Entry.objects.filter(MOVES).order_by("at").values_list("at", flat=True).first()
    return timezone.localdate(first) if first else None


def again(start: dt.date, end: dt.date) -> int:
    """Count every day from `start` through `end` anew; returns how many."""
    days = [start + number * ONE_DAY for number in range((end - start).days + 1)]
    for day in days:
        count_day(day)
    return len(days)


def recount(effect: Effect) -> None:
    """Handler of the effect `recount`: the days of a dossier that changed hands are unsettled. Safe
    to repeat.
    """
    assert effect.entry is not None  # noqa: S101 - owed by an act
    moments = Entry.objects.filter(MOVES, dossier_id=effect.entry.dossier_id).values_list(
        "at", flat=True
    )
    CountedDay.objects.filter(day__in={timezone.localdate(at) for at in moments}).update(
        settled=False
    )
