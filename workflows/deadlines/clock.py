"""Starts, stops and recomputes the legal clock of a dossier; called by the acts, inside their
transaction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TypedDict

from foundation.compiled_reads import CompiledRead
from organisations.calendar.working_time import calendar_for
from workflows import sets
from workflows.deadlines.ledger import due_time
from workflows.deadlines.limit_in_force import limit_of
from workflows.definition import Definition
from workflows.models import ClockEvent, Dossier

Kind = ClockEvent.Kind
EVENTS = CompiledRead(lambda pk: ClockEvent.objects.filter(dossier=pk).order_by("at", "id"), int)


Pause = tuple[dt.datetime, dt.datetime]


class DueMoved(TypedDict):
    """The due time before and after."""

    due: list[str]


def start(dossier: Dossier, definition: Definition, at: dt.datetime) -> None:
    """A complete dossier is received: the legal limit begins (NĐ 118/2025 Điều 17)."""
    never_ran = dossier.accepted_at is None
    dossier.accepted_at = at
    dossier.due_at = expected_due(dossier, definition, () if never_ran else None)
    _note(dossier, Kind.START, at, "accept")


def pause(dossier: Dossier, at: dt.datetime, act: str) -> None:
    """The applicant must act: from here the time is theirs, when the clock runs at all."""
    if dossier.accepted_at is not None and dossier.paused_at is None:
        dossier.paused_at = at
        _note(dossier, Kind.PAUSE, at, act)


def resume(dossier: Dossier, definition: Definition, at: dt.datetime, act: str) -> None:
    """The applicant acted: what is left of the limit runs on."""
    if dossier.paused_at is not None:
        dossier.paused_at = None
        _note(dossier, Kind.RESUME, at, act)
        dossier.due_at = expected_due(dossier, definition)


def extend(dossier: Dossier, definition: Definition, at: dt.datetime) -> None:
    """One extension with an apology (form 04)."""
    dossier.extended = True
    _note(dossier, Kind.EXTEND, at, "extend")
    dossier.due_at = expected_due(dossier, definition)


def lengthen(dossier: Dossier, definition: Definition, at: dt.datetime, limit: str) -> None:
    """The law's longer limit holds from now on, counted from the same beginning; told again it
    changes nothing.
    """
    if dossier.longer_limit == limit:
        return
    dossier.longer_limit, dossier.kept_limit = limit, None
    if dossier.accepted_at is not None:
        _note(dossier, Kind.EXTEND, at, "lengthen")
        dossier.due_at = expected_due(dossier, definition)


def stop(dossier: Dossier, at: dt.datetime, act: str) -> None:
    """The dossier is decided or given up: the clock ends."""
    if dossier.accepted_at is not None:
        _note(dossier, Kind.STOP, at, act)


def expected_due(
    dossier: Dossier, definition: Definition, stood: Sequence[Pause] | None = None
) -> dt.datetime:
    """The due time that the clock's events and the calendar of the deciding authority give; the
    clock has started. `stood`: its pauses, where they are known.
    """
    if dossier.accepted_at is None:
        raise ValueError("the clock of a dossier that was not received does not run")
    limit = limit_of(dossier, definition)
    return due_time(
        limit,
        dossier.accepted_at,
        pauses(dossier) if stood is None else stood,
        calendar_for(dossier.deciding),
        extension=limit.extension if dossier.extended else None,
    )


def pauses(dossier: Dossier) -> list[tuple[dt.datetime, dt.datetime]]:
    """The closed pauses of the clock, in order."""
    return paired((event.kind, event.at) for event in EVENTS.all(dossier.pk))


def paired(events: Iterable[tuple[str, dt.datetime]]) -> list[tuple[dt.datetime, dt.datetime]]:
    """Each pause among the events of a clock, with the resumption that ended it."""
    found: list[tuple[dt.datetime, dt.datetime]] = []
    began: dt.datetime | None = None
    for kind, at in events:
        if kind == Kind.PAUSE:
            began = at
        elif kind == Kind.RESUME and began is not None:
            found.append((began, at))
            began = None
    return found


def _note(dossier: Dossier, kind: str, at: dt.datetime, act: str) -> None:
    sequence = dossier.entry_count + 1
    sets.add(ClockEvent(dossier=dossier, kind=kind, at=at, entry_sequence=sequence, act=act))
