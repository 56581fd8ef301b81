"""Brought back at the instant in which a colleague seals: one of both, and nothing half done
(B1).
"""

from __future__ import annotations

import functools

from organisations.models import User
from tests.people import World, draft_of, officer
from tests.procedures.before import copy_without_way_back
from tests.races.conftest import many
from tests.races.line import race, report, timed
from tests.workflows.conftest import item_of, ready_to_sign
from workflows import actions
from workflows.errors import AlreadyDone
from workflows.journal import entries
from workflows.models import Dossier, DossierDocument, Entry, WorkItem

person = functools.cache(lambda pk: User.objects.get(pk=pk))


def seal_or_bring_back(job: tuple[int, int, str]) -> str:
    """One clerk numbers the copy, or gives it back to the head."""
    task, actor, what = job
    item = WorkItem.objects.select_related("process", "authority").get(pk=task)
    try:
        if what == "seal":
            actions.decide(item, person(actor), "seal")
        else:
            actions.bring_back(item, person(actor), "sign", "Sai chức danh.")
        return what
    except AlreadyDone:
        return "late"


def at_the_seal(world: World) -> int:
    """A dossier that waits for its number; its open task."""
    dossier = ready_to_sign(world, actions.submit(draft_of(world), world.huong))
    actions.decide(item_of(dossier), world.dung, "approve")
    return item_of(dossier).pk


def test_a_copy_is_sealed_or_brought_back_never_both(world: World) -> None:
    world.version = copy_without_way_back()
    count = many(30, 6)
    tasks = [at_the_seal(world) for _number in range(count)]
    second, third = (
        officer(f"vt{n}", f"Văn Thư {n}", "clerk", world.department, "Văn thư") for n in (2, 3)
    )
    hands = ((world.anh, "seal"), (second, "back"), (third, "back"))
    jobs = [[(task, who.pk, what) for task in tasks] for who, what in hands]
    found, seconds = timed(lambda: race(seal_or_bring_back, *jobs))
    report("B1", count, seconds)
    for task, done in zip(tasks, zip(*found, strict=True), strict=True):
        assert sorted(done) in (["late", "late", "seal"], ["back", "late", "late"])
        dossier = Dossier.objects.get(items=task)
        numbered = DossierDocument.objects.filter(dossier=dossier, kind="copy").count()
        brought_back = Entry.objects.filter(dossier=dossier, act="bring_back").count()
        assert (numbered, brought_back) in ((1, 0), (0, 1))
        assert WorkItem.objects.filter(process=dossier, finished=None).count() == 1
    assert entries.verify() is None
