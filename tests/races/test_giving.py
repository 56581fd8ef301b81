"""The list “Chờ phân công” while experts reach for it: a task is whose the head said, and nobody
takes one alone.
"""

from __future__ import annotations

from pathlib import Path

from organisations.models import Authority
from tests.people import World, officer
from tests.races.conftest import many
from tests.races.line import race, report, timed
from tests.races.test_decisions import accepted_copies, person
from tests.workflows.countersigned import publish_text
from tests.workflows.test_assignment import assigned
from workflows import actions
from workflows.background.claim_next import claim_next
from workflows.errors import ActRefused
from workflows.journal import entries
from workflows.models import Entry, WorkItem

#: The task; who presses; to whom a head gives it, or 0: the expert takes it.
Job = tuple[int, int, int]


def reach(job: Job) -> int | str | None:
    """The number of the entry that was written, None when nothing changed, or why it was
    refused.
    """
    item, actor, to = job
    task = WorkItem.objects.select_related("process", "authority").get(pk=item)
    try:
        entry = (
            actions.reassign(task, person(actor), person(to))
            if to
            else actions.claim(task, person(actor))
        )
        if not to:
            assert isinstance(task.authority, Authority)
            assert claim_next(person(actor), task.authority, "expert") is None
    except ActRefused as error:
        return type(error).__name__
    return entry and entry.sequence


def test_two_heads_give_and_two_experts_reach_for_the_same_task(
    world: World, tmp_path: Path
) -> None:
    world.version = publish_text(tmp_path, assigned("    assign: head\n"))
    other = officer("hai", "Chuyên Viên Hai", "expert", world.department, "Chuyên viên")
    deputy = officer("pho", "Phó Giám Đốc", "head", world.department, "PHÓ GIÁM ĐỐC")
    dossiers = accepted_copies(world, many(30, 8))
    items = list(WorkItem.objects.filter(process__in=dossiers, finished=None).order_by("pk"))
    assert items and all(item.to_be_given and item.owner_id is None for item in items)
    presses = ((world.dung, world.binh.pk), (deputy, other.pk), (world.binh, 0), (other, 0))
    jobs = [[(item.pk, who.pk, to) for item in items] for who, to in presses]
    results, seconds = timed(lambda: race(reach, *jobs))
    report("given", len(items), seconds)
    for item, (first, second, *reached) in zip(items, zip(*results, strict=True), strict=True):
        assert isinstance(first, int) and isinstance(second, int), "each head was heard"
        item.refresh_from_db()
        assert item.owner == (world.binh if first > second else other), "the later word stands"
        assert set(reached) <= {None, "NoRight", "AlreadyDone"}
    assert Entry.objects.filter(act="reassign").count() == 2 * len(items)
    assert not Entry.objects.filter(act="claim").exists() and entries.verify() is None
