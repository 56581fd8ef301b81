"""Which slots an office has on a day, and how many places of them are free.

A slot stands wholly inside the office's hours of that day (`organisations.calendar`): none on a
day off, whatever the weekday says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from appointments.models import Appointment, Opening
from organisations.calendar.working_time import LOCAL, calendar_for
from organisations.models import Authority


@dataclass(frozen=True)
class Slot:
    """`online`: places that anybody books; `places`: with those that the counter gives."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    online: int
    places: int
    taken: frozenset[int]

    @property
    def free_online(self) -> int:
        """Places that are left to book by oneself."""
        return self.online - sum(1 for place in self.taken if place <= self.online)

    @property
    def free(self) -> int:
        """Places that the counter may still give."""
        return self.places - len(self.taken)

    def first_free(self, at_counter: bool) -> int | None:
        """The number of a free place; the counter takes of its own first, so that those for
        everybody stay theirs.
        """
        everybodys = range(1, self.online + 1)
        own = range(self.online + 1, self.places + 1) if at_counter else ()
        return next((place for place in (*own, *everybodys) if place not in self.taken), None)


def open_rows(authority: Authority) -> QuerySet[Opening]:
    """The openings that hold."""
    return Opening.objects.filter(authority=authority, closed_at=None)


def of_day(authority: Authority, day: dt.date) -> list[Slot]:
    """Every slot of the day, the first one first."""
    hours = calendar_for(authority).intervals(day)
    rows = [row for row in open_rows(authority) if row.weekday == day.weekday()]
    times = {
        (start, end): row
        for row in rows
        for start, end in _cut(row, day)
        if any(opened <= start and end <= closed for opened, closed in hours)
    }
    taken = _taken(authority, day) if times else {}
    return [
        Slot(start, end, row.places - row.kept, row.places, frozenset(taken.get(start, ())))
        for (start, end), row in sorted(times.items(), key=lambda one: one[0])
    ]


def slot_at(authority: Authority, starts_at: dt.datetime) -> Slot | None:
    """The slot that begins at that moment."""
    day = starts_at.astimezone(LOCAL).date()
    return next((one for one in of_day(authority, day) if one.starts_at == starts_at), None)


def _cut(row: Opening, day: dt.date) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    length = dt.timedelta(minutes=row.minutes)
    start, end = (dt.datetime.combine(day, one, LOCAL) for one in (row.starts, row.ends))
    while start + length <= end:
        yield start, start + length
        start += length


def _taken(authority: Authority, day: dt.date) -> dict[dt.datetime, set[int]]:
    begin = dt.datetime.combine(day, dt.time.min, LOCAL)
    rows = Appointment.objects.filter(
        authority=authority,
        state=Appointment.State.BOOKED,
        starts_at__gte=begin,
        starts_at__lt=begin + dt.timedelta(days=1),
    )
    found: dict[dt.datetime, set[int]] = {}
    for starts_at, place in rows.values_list("starts_at", "place"):
        found.setdefault(starts_at.astimezone(LOCAL), set()).add(place)
    return found


def offices() -> list[Authority]:
    """Those that opened hours, by name."""
    rows = Authority.objects.filter(
        pk__in=Opening.objects.filter(closed_at=None).values("authority")
    )
    return list(rows.order_by("name"))
