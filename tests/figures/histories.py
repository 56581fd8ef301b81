"""Random lives of dossiers written as rows, and what each adds to the figures, told by who invented
it.

The expected figures are noted while a life is invented, with the minute table of
tests/workflows/minute_oracle.py for office time: nothing here reads back the journal.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from organisations.models import Authority
from tests.workflows.minute_oracle import minute, office_minutes
from workflows.models import ClockEvent, Dossier, Entry, ProcedureVersion

FIRST = dt.datetime(2026, 1, 5, 0, 0, tzinfo=dt.UTC)  # 7:00 in Buôn Ma Thuột
NEW, RECEIVED, NOT_RECEIVED, PROCESSING, SUPPLEMENT, WITHDRAWN, STOPPED, DONE, RETURNED = (
    1,
    2,
    3,
    4,
    5,
    7,
    8,
    9,
    10,
)
Where = tuple[dt.date, int, int]  # day, procedure, authority


@dataclass
class Expected:
    """What the figures must come to."""

    counts: Counter[tuple[Where, str]] = field(default_factory=Counter)
    times: Counter[tuple[Where, int, int]] = field(default_factory=Counter)
    open: Counter[tuple[int, int, str]] = field(default_factory=Counter)


@dataclass
class Life:
    """One dossier as it is invented."""

    chance: random.Random
    dossier: Dossier
    at: dt.datetime
    status: int | None = None
    entries: list[Entry] = field(default_factory=list)
    clock: list[ClockEvent] = field(default_factory=list)
    running: dt.datetime | None = None
    worked: int = 0  # office minutes

    def pass_time(self, most: float = 6) -> None:
        """Whole half hours, up to some days."""
        self.at += dt.timedelta(minutes=30 * self.chance.randint(1, int(most * 48)))

    def write(self, act: str, status: int) -> None:
        self.entries.append(
            Entry(
                dossier=self.dossier,
                sequence=len(self.entries) + 1,
                at=self.at,
                act=act,
                actor_name="Hệ thống",
                status_before=self.status,
                status_after=status,
                hash=f"{self.dossier.code}{len(self.entries)}",
            )
        )
        self.status = status

    def tick(self, kind: str) -> None:
        if kind in ("PAUSE", "STOP") and self.running:
            self.worked += office_time(self.running, self.at)
        self.running = self.at if kind in ("START", "RESUME") else None
        event = ClockEvent(
            dossier=self.dossier,
            kind=kind,
            at=self.at,
            entry_sequence=len(self.entries) + 1,
            act="x",
        )
        self.clock.append(event)


def office_time(start: dt.datetime, end: dt.datetime) -> int:
    """Office minutes of [start, end)."""
    return sum(office_minutes(False)[minute(start) : minute(end)])


def write(
    versions: list[ProcedureVersion], offices: list[Authority], number: int, seed: int
) -> Expected:
    """Write that many dossiers with their journals and clocks; what their figures must come to."""
    chance, expected = random.Random(seed), Expected()
    lives = [_life(chance, versions, offices, n, expected) for n in range(number)]
    for life in lives:
        life.dossier.save()
    Entry.objects.bulk_create(entry for life in lives for entry in life.entries)
    ClockEvent.objects.bulk_create(event for life in lives for event in life.clock)
    return expected


def _life(
    chance: random.Random,
    versions: list[ProcedureVersion],
    offices: list[Authority],
    n: int,
    expected: Expected,
) -> Life:
    version, office = chance.choice(versions), chance.choice(offices)
    channel = chance.choice(["ONLINE", "ONLINE", "DIRECT", "POSTAL"])
    common: dict[str, Any] = {
        "version": version,
        "receiving": office,
        "deciding": office,
        "case": "x",
    }
    dossier = Dossier(
        code=f"H15.50-260105-{n:04d}", flow_class=version.flow_name, channel=channel, **common
    )
    life = Life(chance, dossier, FIRST + dt.timedelta(minutes=30 * chance.randint(0, 60 * 48)))

    def note(*columns: str) -> None:
        where = (timezone.localdate(life.at), version.procedure_id, office.pk)
        expected.counts.update((where, column) for column in columns)

    online = channel == "ONLINE"
    life.write("submit", NEW)
    note("filed", *(["filed_online"] if online else []))
    rounds = _before_reception(life, note)
    if life.status == NEW and chance.random() < 0.9:
        life.pass_time(2)
        dossier.accepted_at, dossier.due_at = (
            life.at,
            life.at + dt.timedelta(minutes=30 * chance.randint(48, 900)),
        )
        life.tick("START")
        life.write("accept", RECEIVED)
        note("received", *(["received_online"] if online else []))
        _after_reception(life, note, rounds, expected)
    dossier = life.dossier
    dossier.__dict__["legal_status"] = life.status
    if life.status in (NEW, RECEIVED, PROCESSING, SUPPLEMENT, WITHDRAWN):
        kind = "waiting" if dossier.paused_at else "processing"
        kind = kind if dossier.accepted_at else "unreceived"
        expected.open[version.procedure_id, office.pk, kind] += 1
        if kind == "processing" and dossier.due_at < timezone.now():
            expected.open[version.procedure_id, office.pk, "overdue"] += 1
    return life


def _before_reception(life: Life, note: Any) -> int:
    rounds = 0
    if life.chance.random() < 0.2:
        life.pass_time(1)
        life.write("ask_supplement", SUPPLEMENT)
        note("supplements")
        rounds += 1
        life.pass_time()
        ends = life.chance.random()
        if ends < 0.3:
            life.write("lapse", STOPPED)
            note("dropped")
            return rounds
        life.write("supply", NEW)
    if life.chance.random() < 0.1:
        life.pass_time(1)
        life.write("refuse_reception", NOT_RECEIVED)
        note("not_received")
    return rounds


def _after_reception(life: Life, note: Any, rounds: int, expected: Expected) -> None:
    chance, dossier = life.chance, life.dossier
    life.write("claim", PROCESSING)
    life.write("forward", PROCESSING)  # moves no status: counts for nothing
    while chance.random() < 0.3:
        life.pass_time()
        life.tick("PAUSE")
        life.write("ask_supplement", SUPPLEMENT)
        dossier.paused_at = life.at
        note("supplements")
        rounds += 1
        if chance.random() < 0.2:
            if chance.random() < 0.5:
                paused = life.at
                life.pass_time()
                life.tick("STOP")
                life.write("lapse", STOPPED)
                note("stopped")
                _ended(life, note, rounds, expected, paused)
            return
        life.pass_time()
        life.tick("RESUME")
        life.write("supply", PROCESSING)
        dossier.paused_at = None
    if chance.random() < 0.15:
        return  # still on somebody's desk
    life.pass_time(10)
    if chance.random() < 0.1:
        life.tick("PAUSE")
        life.write("withdraw", WITHDRAWN)
        paused = life.at
        life.pass_time(3)
        life.tick("STOP")
        life.write("stop", STOPPED)
        note("stopped")
        _ended(life, note, rounds, expected, paused)
        return
    dossier.decision = chance.choice(["GRANTED", "GRANTED", "REFUSED"])
    dossier.decided_at = life.at
    life.tick("STOP")
    life.write("issue", DONE)
    note("granted" if dossier.decision == "GRANTED" else "refused")
    _ended(life, note, rounds, expected, life.at)
    if chance.random() < 0.8:
        life.write("return_result", RETURNED)
        note("returned")


def _ended(
    life: Life, note: Any, rounds: int, expected: Expected, clock_stood: dt.datetime
) -> None:
    due = life.dossier.due_at
    assert due is not None
    in_time = clock_stood <= due
    note(
        "on_time" if in_time and rounds < 2 else "late",
        *(["late_by_rounds"] if in_time and rounds > 1 else []),
    )
    rest = office_time(clock_stood, due) if in_time else -office_time(due, clock_stood)
    where = (
        timezone.localdate(life.at),
        life.dossier.version.procedure_id,
        life.dossier.deciding_id,
    )
    expected.times[where, _hours(life.worked), _hours(max(life.worked + rest, 0))] += 1


def _hours(minutes: int) -> int:
    return (minutes + 59) // 60
