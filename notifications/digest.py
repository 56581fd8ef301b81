"""The morning's letter to an officer who asked for it: what is late, due today, new.

Once on each working day. The row says that it is owed (`notifications.owed_letters` sends it); what
stands in it is counted when it leaves. Codes and times, no names: the pages that it leads to ask
who is reading.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from foundation.midnight import midnight
from notifications import owed_letters
from notifications.models import Digest, ReachChoice
from notifications.owed_letters import NotToBeSent
from organisations.calendar.working_time import WorkingCalendar, calendar_for
from organisations.models import Authority, User
from organisations.roles import posts
from workflows.models import WorkItem
from workflows.reports import queues

#: One that could not leave in the morning is no morning's letter.
FROM, UNTIL = dt.time(7), dt.time(12)
LISTED = 20  # tasks of a kind; the rest is a number
MOST_DAYS_BACK = 14


@dataclass(frozen=True)
class Part:
    """One kind of tasks: how many, and the first of them."""

    count: int
    tasks: list[WorkItem]

    @property
    def more(self) -> int:
        """How many are not listed."""
        return self.count - len(self.tasks)


def sweep() -> int:
    """Owe today's letters once it is morning, and send what is owed. Returns how many were due."""
    now = timezone.localtime()
    if FROM <= now.time() < UNTIL:
        _owe(now.date())
    return owed_letters.sweep(_rows(), attempt)


def attempt(pk: int) -> bool:
    """Send the letter if it is owed and free; True when it was sent now."""
    return owed_letters.attempt(_rows(), pk, _send)


def _rows() -> QuerySet[Digest]:
    return Digest.objects.select_related("person")


def _owe(day: dt.date) -> None:
    """A row for each officer who asked and whose office works today; a second time none."""
    told = Digest.objects.filter(day=day).values("person")
    asked = ReachChoice.objects.filter(digest=True, person__is_active=True)
    people = [choice.person for choice in asked.exclude(person__in=told).select_related("person")]
    rows = [Digest(person=person, day=day) for person in people if _works(person, day)]
    Digest.objects.bulk_create(rows, ignore_conflicts=True)


def _calendars(person: User) -> list[WorkingCalendar]:
    offices = Authority.objects.filter(pk__in={post.authority_id for post in posts(person)})
    return [calendar_for(office) for office in offices]


def _works(person: User, day: dt.date) -> bool:
    return any(calendar.is_working_day(day) for calendar in _calendars(person))


def _send(digest: Digest) -> None:
    """Raises NotToBeSent where there is nothing to say, nobody to say it to, or no morning left."""
    person, now = digest.person, timezone.localtime()
    if digest.day != now.date() or now.time() >= UNTIL:
        raise NotToBeSent("late")
    if not (person.is_active and person.email):
        raise NotToBeSent("nobody")
    parts = _parts(person, digest.day)
    if not any(part.count for part in parts.values()):
        raise NotToBeSent("nothing")
    said: dict[str, Any] = {**parts, "day": digest.day}
    number = f"{digest.day:%Y%m%d}.digest.{digest.pk}"
    owed_letters.mail("notifications/digest.txt", said, person.email, number).send()


def _parts(person: User, day: dt.date) -> dict[str, Part]:
    """Of what is theirs, or waits in their queues for anybody."""
    now = timezone.now()
    tonight = midnight(day) + dt.timedelta(days=1)
    mine = queues.owned(person) | (_in_queues(person) & Q(owner=None))
    rows = queues.open_items().filter(mine)
    return {
        "late": _part(rows.filter(due_at__lt=now)),
        "due_today": _part(rows.filter(due_at__gte=now, due_at__lt=tonight)),
        "new": _part(rows.filter(created__gte=_day_before(person, day))),
    }


def _in_queues(person: User) -> Q:
    wanted = Q(pk__in=[])
    for post in posts(person):
        wanted |= queues.of_post(post)
    return wanted


def _day_before(person: User, day: dt.date) -> dt.datetime:
    """The morning of the working day before: what came since then is new."""
    calendars = _calendars(person)
    for number in range(1, MOST_DAYS_BACK):
        before = day - dt.timedelta(days=number)
        if any(calendar.is_working_day(before) for calendar in calendars):
            return midnight(before) + dt.timedelta(hours=FROM.hour)
    return midnight(day)


def _part(rows: QuerySet[WorkItem]) -> Part:
    return Part(rows.count(), list(rows[:LISTED]))
