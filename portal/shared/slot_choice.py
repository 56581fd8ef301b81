"""The free slots of an office, day by day, and the one that a form names."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from appointments import slots
from appointments.slots import Slot
from organisations.models import Authority


@dataclass(frozen=True)
class Day:
    """A day and its slots with a free place."""

    day: dt.date
    slots: list[Slot]


def days_of(
    office: Authority, first: dt.date, last: dt.date, begins: dt.datetime, most: int
) -> list[Day]:
    """The first `most` days that have a place for anybody, of slots that start after `begins`."""
    found: list[Day] = []
    for number in range((last - first).days):
        day = first + dt.timedelta(days=number)
        free = [
            one
            for one in slots.of_day(office, day)
            if one.free_online > 0 and one.starts_at >= begins
        ]
        if free:
            found.append(Day(day, free))
        if len(found) == most:
            break
    return found


def moment_of(text: str) -> dt.datetime | None:
    """The start of a slot as a form names it, local: "2026-12-01T08:30"; None for anything else."""
    try:
        moment = dt.datetime.fromisoformat(text[:16])
    except ValueError:
        return None
    return timezone.make_aware(moment) if timezone.is_naive(moment) else None
