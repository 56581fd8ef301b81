"""Weeks of ordinary work before today: copies asked for and given, some of them late, and a full
queue this morning; so that clocks, charts and pages of a queue show something.

Every dossier is brought there by the acts themselves, each at its own moment: for the time of an
act Django's clock stands at it. Moments go forward, as in the journal of a real office.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest import mock

from django.db.models import Model
from django.db.models.signals import post_init
from django.utils import timezone

from organisations.calendar.working_time import LOCAL, WorkingCalendar, calendar_for
from organisations.models import Authority
from portal.demo import owed, stories
from portal.demo.stories import People
from registers.models import Diploma
from workflows.models import Dossier, Effect, Procedure, WorkItem

#: Copies given in each of the last weeks, the oldest first; every so many-th a day late.
GIVEN = (2, 3, 3, 5, 4, 6, 5, 7)
LATE_EVERY = 5
#: Taken up and left lying; filed the working day before and not yet received; filed just now.
LYING, LEFT, NEW = 4, 12, 42
MORNING = dt.time(7, 40)
STEP = dt.timedelta(minutes=11)

Act = Callable[[], object]


@dataclass(frozen=True)
class Planned:
    """An act and when it is done."""

    moment: dt.datetime
    act: Act


def tell(people: People) -> None:
    """Write all of it; runs in the caller's transaction, before any act of today."""
    plan = sorted(_planned(people), key=lambda one: one.moment)
    for one in plan:
        with _at(one.moment):
            one.act()


@contextmanager
def _at(moment: dt.datetime) -> Iterator[None]:
    """Django's clock stands at `moment`; so do the columns of new rows whose default is the real
    one.
    """

    def date_task(instance: WorkItem, **_told: Any) -> None:
        if instance._state.adding:
            instance.created = moment

    def date_effect(instance: Effect, **_told: Any) -> None:
        if instance._state.adding:
            instance.due_at = moment

    dating: tuple[tuple[type[Model], Callable[..., None]], ...] = (
        (WorkItem, date_task),
        (Effect, date_effect),
    )
    for model, date in dating:
        post_init.connect(date, sender=model)
    try:
        with mock.patch.object(timezone, "now", return_value=moment):
            yield
    finally:
        for model, date in dating:
            post_init.disconnect(date, sender=model)


def _planned(people: People) -> Iterator[Planned]:
    days = _days_before(timezone.localdate())
    holders = iter(stories.holders(sum(GIVEN) + LYING + LEFT + NEW, after=stories.COUNTER_DOSSIERS))
    counted = 0
    for week, number in enumerate(GIVEN):
        of_week = days[week * 5 : week * 5 + 5]
        for turn in range(number if len(of_week) == 5 else 0):
            counted += 1
            late = counted % LATE_EVERY == 0
            day, after = of_week[turn % 4], of_week[turn % 4 + 1]
            for diploma in _next(holders):
                yield from _Given(people, diploma).planned(
                    _moment(day, turn), _moment(after if late else day, turn + 9)
                )
    for turn in range(LYING):
        for diploma in _next(holders):
            yield from _Given(people, diploma).begun(_moment(days[-2 - turn], turn))
    for turn in range(LEFT):
        for diploma in _next(holders):
            yield from _Given(people, diploma).filed(_moment(days[-1], turn + 20))
    now = timezone.now()
    for turn in range(NEW, 0, -1):
        for diploma in _next(holders):
            yield from _Given(people, diploma).filed(now - dt.timedelta(minutes=turn))


def _next(holders: Iterator[Diploma]) -> Iterator[Diploma]:
    """The next of them, if the register has one more."""
    yield from (one for one in [next(holders, None)] if one)


def _days_before(today: dt.date) -> list[dt.date]:
    """The working days of these weeks, the oldest first; none before the procedure was in force."""
    calendar: WorkingCalendar = calendar_for(Authority.objects.get(slug="sgddt-daklak"))
    version = Procedure.objects.get(slug="diploma-copy").current
    first = version.valid_from if version else today
    back = (today - dt.timedelta(days=number) for number in range(1, 120))
    known = [day for day in back if day >= first and calendar.is_working_day(day)]
    return known[: 5 * len(GIVEN)][::-1]


def _moment(day: dt.date, turn: int) -> dt.datetime:
    return dt.datetime.combine(day, MORNING, LOCAL) + turn * STEP


class _Given:
    """A copy that somebody asked for at the counter, as far as it came."""

    def __init__(self, people: People, diploma: Diploma) -> None:
        self.people, self.diploma = people, diploma
        self.dossier: Dossier | None = None

    def filed(self, moment: dt.datetime) -> list[Planned]:
        return [Planned(moment, self._file)]

    def begun(self, moment: dt.datetime) -> list[Planned]:
        return [*self.filed(moment), Planned(moment + STEP, self._does("tiepnhan", "accept"))]

    def planned(self, moment: dt.datetime, signed: dt.datetime) -> list[Planned]:
        """All of it: filed and received at `moment`, signed and given at `signed`."""
        return [
            *self.begun(moment),
            Planned(moment + 3 * STEP, self._match),
            Planned(signed, self._does("lanhdao", "approve")),
            Planned(signed + STEP, self._does("vanthu", "seal")),
            Planned(signed + 2 * STEP, owed.settle),
            Planned(signed + 2 * STEP, self._does("tiepnhan", "returned")),
        ]

    def _file(self) -> None:
        self.dossier = stories.at_counter(self.people, self.diploma)

    def _match(self) -> None:
        stories.send_for_signature(self.people, self._filed())

    def _does(self, who: str, outcome: str) -> Act:
        return lambda: stories.decide(self.people[who], self._filed(), outcome)

    def _filed(self) -> Dossier:
        if self.dossier is None:
            raise LookupError("nothing was filed")
        return self.dossier
