"""Two heads say when a dossier will be done, at the same instant: one new promise, one slip with
one number.
"""

from __future__ import annotations

import datetime as dt

import time_machine

from documents.models import Document
from organisations.models import User
from tests.people import World, officer
from tests.races.conftest import many
from tests.races.line import race, report, timed
from tests.races.test_decisions import accepted_copies, person
from workflows import actions
from workflows.deadlines import extensions
from workflows.errors import ActRefused
from workflows.journal import entries
from workflows.models import Dossier, Entry

WHY = "Máy chủ của sổ gốc hỏng."
#: The dossier, who presses, at which moment, and the day they name: None when they extend.
Job = tuple[int, int, dt.datetime, dt.date | None]


def promise(job: Job) -> str:
    """The extension, or the apology with a day; "done", or why not."""
    pk, actor, moment, day = job
    with time_machine.travel(moment, tick=True):
        dossier = Dossier.objects.get(pk=pk)
        try:
            if day is None:
                actions.extend(dossier, person(actor), WHY)
            else:
                actions.apologise(dossier, person(actor), WHY, day)
        except ActRefused as error:
            return type(error).__name__
    return "done"


def heads(world: World) -> tuple[User, User]:
    return world.dung, officer("pho", "Phó Giám Đốc", "head", world.department, "PHÓ GIÁM ĐỐC")


def promised_once(dossiers: list[Dossier], results: list[list[str]]) -> None:
    """One of each pair; one entry, one slip, a due time that was moved once or not at all; numbers
    without a hole.
    """
    for before, said in zip(dossiers, zip(*results, strict=True), strict=True):
        assert sorted(said) == ["NoRight", "done"]
        entry = Entry.objects.get(dossier=before, act__in=extensions.PROMISED)
        after = Dossier.objects.get(pk=before.pk)
        assert after.documents.filter(kind="apology").count() == 1
        assert after.extended == (entry.act == "extend")
        due = dt.datetime.fromisoformat(entry.data["due"][1]) if after.extended else before.due_at
        assert after.due_at == due
    numbers = (
        Document.objects.filter(kind="PXL").order_by("number").values_list("number", flat=True)
    )
    assert list(numbers) == list(range(1, len(dossiers) + 1))
    assert entries.verify() is None


def ready(world: World, count: int) -> list[Dossier]:
    copies = accepted_copies(world, count)
    return list(Dossier.objects.filter(pk__in=[one.pk for one in copies]).order_by("pk"))


def test_two_heads_extend_at_once_and_it_is_extended_once(world: World) -> None:
    dossiers = ready(world, many(30, 8))
    jobs = [
        [(one.pk, head.pk, extensions.last_moment_to_extend(one), None) for one in dossiers]
        for head in heads(world)
    ]
    jobs = [
        [(pk, who, moment - dt.timedelta(hours=1), day) for pk, who, moment, day in side]
        for side in jobs
    ]
    results, seconds = timed(lambda: race(promise, *jobs))
    report("extended", len(dossiers), seconds)
    promised_once(dossiers, results)


def test_one_extends_in_the_last_moment_while_another_apologises(world: World) -> None:
    """Two web servers whose clocks differ: for one an extension is still possible, for the other no
    more.
    """
    dossiers, (first, second) = ready(world, many(30, 8)), heads(world)
    extending, apologising = [], []
    for one in dossiers:
        assert one.due_at is not None
        last = extensions.last_moment_to_extend(one)
        extending.append((one.pk, first.pk, last - dt.timedelta(minutes=1), None))
        apologising.append(
            (one.pk, second.pk, last + dt.timedelta(minutes=1), next_working_day(one))
        )
    results, seconds = timed(lambda: race(promise, extending, apologising))
    report("extended or apologised", len(dossiers), seconds)
    promised_once(dossiers, results)


def next_working_day(dossier: Dossier) -> dt.date:
    """The first working day after the one on which the dossier is due."""
    from organisations.calendar.working_time import calendar_for, local

    assert dossier.due_at is not None
    day = local(dossier.due_at).date() + dt.timedelta(days=1)
    while not calendar_for(dossier.deciding).is_working_day(day):
        day += dt.timedelta(days=1)
    return day
