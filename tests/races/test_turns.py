"""Many dossiers open a task at the same instant: each expert gets as many as the others, nobody two in a row."""

from __future__ import annotations

import functools
from collections import Counter
from pathlib import Path

from organisations.models import User
from tests.people import World, draft_of, officer
from tests.races.conftest import many
from tests.races.copies import copies
from tests.races.line import race, report, timed
from tests.workflows.countersigned import publish_text
from tests.workflows.test_assignment import assigned
from workflows import actions, journal
from workflows.models import Entry, WorkItem

person = functools.cache(lambda pk: User.objects.get(pk=pk))


def accept(job: tuple[int, int]) -> int:
    """Accept one dossier; who was given the next task."""
    item, actor = job
    entry = actions.decide(WorkItem.objects.select_related("process").get(pk=item), person(actor), "accept")
    return int(entry.data["assigned"]["to"])


def test_tasks_that_open_at_once_go_round_in_turn(world: World, tmp_path: Path) -> None:
    count, hands = many(200, 40), 4
    world.version = publish_text(tmp_path, assigned("    assign: turn\n"))
    experts = [world.binh, *(officer(f"cv{n}", f"Chuyên Viên {n}", "expert", world.department, "") for n in range(3))]
    dossiers = copies(actions.submit(draft_of(world), world.huong), count)
    items = list(
        WorkItem.objects.filter(process__in=dossiers, finished=None).order_by("pk").values_list("pk", flat=True)
    )
    jobs = [[(pk, world.lan.pk) for pk in items[hand::hands]] for hand in range(hands)]
    found, seconds = timed(lambda: race(accept, *jobs))
    report("G4", count, seconds)
    given = Counter(to for done in found for to in done)
    assert given == {expert.pk: count // len(experts) for expert in experts}
    owners = WorkItem.objects.filter(process__in=dossiers, step="check").values_list("owner_id", flat=True)
    assert Counter(owners) == given
    assert Entry.objects.filter(act="accept").count() == count and journal.verify() is None
