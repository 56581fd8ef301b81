"""Those who were asked answer at the same instant: every opinion is kept, and the dossier goes on
exactly once.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.people import World, officer
from tests.races.conftest import many
from tests.races.line import race, report, timed
from tests.races.test_decisions import accepted_copies, person
from tests.workflows.countersigned import publish_text
from tests.workflows.procedures import changed
from tests.workflows.test_compile import CONSULT, TO_ASK
from workflows import actions
from workflows.errors import ActRefused
from workflows.journal import entries
from workflows.models import Dossier, Entry, Opinion, WorkItem

BEFORE = "\n  - id: supplement_check\n"


def answer(job: tuple[int, int, str]) -> str:
    """One opinion; what came of it."""
    item, actor, words = job
    task = WorkItem.objects.select_related("process").get(pk=item)
    try:
        actions.give_opinion(task, person(actor), words, key=f"{item} {actor}")
    except ActRefused as error:
        return type(error).__name__
    return "done"


def asked(world: World, folder: Path, join: str, count: int) -> list[Dossier]:
    """Dossiers of which the expert has just asked three."""
    world.version = publish_text(folder, changed((BEFORE, CONSULT.replace("JOIN", join)), TO_ASK))
    dossiers = accepted_copies(world, count)
    for task in WorkItem.objects.filter(process__in=dossiers, finished=None).select_related(
        "process"
    ):
        actions.decide(task, world.binh, "found", {"match": str(world.diploma.pk)})
    return dossiers


@pytest.mark.parametrize(("join", "needed"), [("all", 3), ("2", 2)])
def test_three_answer_at_once_and_the_dossier_goes_on_once(
    world: World, tmp_path: Path, join: str, needed: int
) -> None:
    """The clerk presses twice. Where two suffice the third is told that it is done."""
    dossiers = asked(world, tmp_path, join, many(30, 8))
    people = {
        "clerk": world.anh,
        "head": world.dung,
        "expert": officer("y", "Ý Kiến", "expert", world.department, ""),
    }
    sides = []
    for role in ("clerk", "head", "expert", "clerk"):
        items = WorkItem.objects.filter(process__in=dossiers, step="ask", role=role).order_by(
            "process_id"
        )
        sides.append(
            [
                (pk, people[role].pk, f"Ý kiến của {role}.")
                for pk in items.values_list("pk", flat=True)
            ]
        )
    results, seconds = timed(lambda: race(answer, *sides))
    report(f"opinions, {join}", len(dossiers), seconds)
    ordered = sorted(dossiers, key=lambda one: one.pk)
    for dossier, said in zip(ordered, zip(*results, strict=True), strict=True):
        went_on_once(dossier, needed)
        answered = dict(zip(("clerk", "head", "expert"), said, strict=False))
        kept = {
            (one.item.role, one.text)
            for one in Opinion.objects.filter(dossier=dossier).select_related("item")
        }
        assert kept == {
            (role, f"Ý kiến của {role}.") for role, came in answered.items() if came == "done"
        }
        assert (
            said[3] == said[0]
            and sorted(answered.values()) == ["AlreadyDone"] * (3 - needed) + ["done"] * needed
        )
    assert entries.verify() is None


def went_on_once(dossier: Dossier, needed: int) -> None:
    """One task to sign; as many opinions, entries and counted answers as were needed."""
    assert WorkItem.objects.filter(process=dossier, step="sign").count() == 1
    assert [item.step for item in WorkItem.objects.filter(process=dossier, finished=None)] == [
        "sign"
    ]
    assert Entry.objects.filter(dossier=dossier, act="opinion").count() == needed
    assert Opinion.objects.filter(dossier=dossier).count() == needed
    assert Dossier.objects.get(pk=dossier.pk).office["ask"]["answered"] == needed
