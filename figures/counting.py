"""One day's figures out of the journal: the moves of the legal status on that day, whatever acts
made them.

QĐ 766/QĐ-TTg: a dossier's processing ends with "Đã xử lý xong", or with the stop; it is on time
when the clock, on which the applicant's time does not count, had not passed the due time by then. A
second request for a supplement counts as late whatever the clock says.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from figures.models import CountedDay, DailyFigure, OpenNow, TimeTaken
from organisations.calendar.working_time import calendar_for
from workflows.lifecycle import OPEN, Status
from workflows.models import MOVES, ClockEvent, Dossier, Entry

Kind = ClockEvent.Kind
HOUR = dt.timedelta(hours=1)
#: An entry's moment is taken before its transaction ends: a day counts as over only this long after
#: midnight.
MARGIN = dt.timedelta(hours=1)
ENDS = (Status.DONE, Status.STOPPED)
READ = (
    "status_before",
    "status_after",
    "at",
    "dossier_id",
    "dossier__channel",
    "dossier__accepted_at",
)
READ_OF_END = (
    "dossier__due_at",
    "dossier__decision",
    "dossier__deciding_id",
    "dossier__version__procedure_id",
)
AT_ONCE = 500

Place = tuple[int, int]  # procedure, authority


@dataclass(frozen=True)
class Taken:
    """The clock of an ended dossier, in office time."""

    worked: dt.timedelta
    allowed: dt.timedelta
    in_time: bool


def count_day(day: dt.date) -> None:
    """Count a day anew, in one transaction; whatever was there for it is replaced."""
    with transaction.atomic():
        CountedDay.objects.get_or_create(day=day)
        # two workers at one day: one after the other
        CountedDay.objects.select_for_update().get(day=day)
        now = timezone.now()
        moves = list(
            moves_between(midnight(day), midnight(day + dt.timedelta(days=1))).values(
                *READ, *READ_OF_END
            )
        )
        figures, times = tally(moves)
        DailyFigure.objects.filter(day=day).delete()
        TimeTaken.objects.filter(day=day).delete()
        DailyFigure.objects.bulk_create(
            DailyFigure(day=day, procedure_id=procedure, authority_id=authority, **counts)
            for (procedure, authority), counts in figures.items()
        )
        TimeTaken.objects.bulk_create(
            TimeTaken(
                day=day,
                procedure_id=place[0],
                authority_id=place[1],
                hours=hours,
                allowed=time,
                number=number,
            )
            for (place, hours, time), number in times.items()
        )
        settled = now >= midnight(day + dt.timedelta(days=1)) + MARGIN
        CountedDay.objects.filter(day=day).update(settled=settled, counted_at=now)


def moves_between(start: dt.datetime, end: dt.datetime) -> QuerySet[Entry]:
    """Entries of [start, end) that moved a legal status, by their own index."""
    return Entry.objects.filter(MOVES, at__gte=start, at__lt=end).order_by("at", "id")


def midnight(day: dt.date) -> dt.datetime:
    """When the day begins here."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def tally(
    moves: Sequence[dict[str, Any]],
) -> tuple[dict[Place, Counter[str]], Counter[tuple[Place, int, int]]]:
    """The day's counts by place, and how often each (hours, allowed) occurred."""
    figures: dict[Place, Counter[str]] = defaultdict(Counter)
    times: Counter[tuple[Place, int, int]] = Counter()
    for move in moves:
        figures[_place(move)].update(_counts(move))
    ended = [
        move for move in moves if move["status_after"] in ENDS and move["dossier__accepted_at"]
    ]
    rounds = _rounds([move["dossier_id"] for move in ended])
    clocks = _clocks([move["dossier_id"] for move in ended])
    calendars = _calendars(ended)
    for move in ended:
        deciding = move["dossier__deciding_id"]
        taken = clock_of(
            clocks[move["dossier_id"]], move["at"], move["dossier__due_at"], calendars[deciding]
        )
        asked_twice = rounds[move["dossier_id"]] > 1
        on_time = taken.in_time and not asked_twice
        ending = {
            "on_time": on_time,
            "late": not on_time,
            "late_by_rounds": taken.in_time and asked_twice,
        }
        figures[_place(move)].update({name: int(held) for name, held in ending.items()})
        times[_place(move), _hours(taken.worked), _hours(taken.allowed)] += 1
    return figures, times


def _place(move: dict[str, Any]) -> Place:
    return move["dossier__version__procedure_id"], move["dossier__deciding_id"]


def _counts(move: dict[str, Any]) -> Iterable[str]:
    """The columns that one move adds one to."""
    before, after = move["status_before"], move["status_after"]
    online = move["dossier__channel"] == Dossier.Channel.ONLINE
    if before is None:
        return ("filed", "filed_online") if online else ("filed",)
    if after == Status.RECEIVED:
        return ("received", "received_online") if online else ("received",)
    if after == Status.DONE:
        return (
            ("refused",) if move["dossier__decision"] == Dossier.Decision.REFUSED else ("granted",)
        )
    if after == Status.STOPPED:
        return ("stopped",) if move["dossier__accepted_at"] else ("dropped",)
    column = {
        Status.NOT_RECEIVED: "not_received",
        Status.SUPPLEMENT_ASKED: "supplements",
        Status.RETURNED: "returned",
    }.get(after)
    return (column,) if column else ()


def clock_of(
    events: Sequence[tuple[str, dt.datetime]], end: dt.datetime, due: dt.datetime, calendar: Any
) -> Taken:
    """What the clock ran, what it was allowed, and whether it stood before the due time when it
    last stopped.

    `events` are its (kind, moment) in order; a clock nobody stopped ran until `end`.
    """
    worked, since, last = dt.timedelta(), None, end
    for kind, at in [*events, (Kind.STOP, end)]:
        if kind in (Kind.START, Kind.RESUME):
            since = at
        elif kind in (Kind.PAUSE, Kind.STOP) and since is not None:
            worked += calendar.worked_between(since, at)
            since, last = None, at
    rest = calendar.worked_between(last, due) if due > last else -calendar.worked_between(due, last)
    return Taken(worked, max(worked + rest, dt.timedelta()), last <= due)


def _hours(time: dt.timedelta) -> int:
    return -int(-time // HOUR)


def _rounds(dossiers: Sequence[int]) -> Counter[int]:
    """How often a supplement was asked of each, in all its life."""
    asked = Q(status_after=Status.SUPPLEMENT_ASKED) & ~Q(status_before=Status.SUPPLEMENT_ASKED)
    found: Counter[int] = Counter()
    for part in _parts(dossiers):
        rows = Entry.objects.filter(asked, dossier__in=part).order_by().values_list("dossier_id")
        found.update(dict(rows.annotate(times=Count("id"))))
    return found


def _clocks(dossiers: Sequence[int]) -> dict[int, list[tuple[str, dt.datetime]]]:
    found: dict[int, list[tuple[str, dt.datetime]]] = defaultdict(list)
    for part in _parts(dossiers):
        events = ClockEvent.objects.filter(dossier__in=part).order_by("dossier_id", "at", "id")
        for dossier, kind, at in events.values_list("dossier_id", "kind", "at"):
            found[dossier].append((kind, at))
    return found


def _calendars(ended: Sequence[dict[str, Any]]) -> dict[int, Any]:
    from organisations.models import Authority

    known = Authority.objects.in_bulk({move["dossier__deciding_id"] for move in ended})
    return {pk: calendar_for(authority) for pk, authority in known.items()}


def _parts(dossiers: Sequence[int]) -> Iterable[Sequence[int]]:
    return (dossiers[start : start + AT_ONCE] for start in range(0, len(dossiers), AT_ONCE))


def count_open(now: dt.datetime) -> None:
    """Replace what is unfinished now: one pass over the open dossiers by the index of their
    status.
    """
    received, paused = Q(accepted_at__isnull=False), Q(paused_at__isnull=False)
    rows = (
        Dossier.objects.filter(legal_status__in=OPEN)
        .order_by()
        .values(procedure_id=F("version__procedure_id"), authority_id=F("deciding_id"))
        .annotate(
            unreceived=Count("id", filter=~received),
            processing=Count("id", filter=received & ~paused),
            waiting=Count("id", filter=received & paused),
            overdue=Count("id", filter=received & ~paused & Q(due_at__lt=now)),
        )
    )
    with transaction.atomic():
        found = [OpenNow(**row) for row in rows]
        OpenNow.objects.all().delete()
        OpenNow.objects.bulk_create(found)
