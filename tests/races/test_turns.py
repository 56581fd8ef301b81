"""Many dossiers open a task at the same instant: each head gets as many as the others, nobody two
in a row.
"""

from __future__ import annotations

import functools
from collections import Counter
from pathlib import Path

from organisations.models import User
from tests.people import World, officer
from tests.races.conftest import many
from tests.races.line import race, report, timed
from tests.races.test_decisions import accepted_copies
from tests.workflows.countersigned import publish_text
from tests.workflows.procedures import changed
from workflows import actions
from workflows.journal import entries
from workflows.models import Entry, WorkItem

AT_REFUSAL = "en: Sign the refusal}\n    role: head\n    at: deciding\n    hours: 2\n"
person = functools.cache(lambda pk: User.objects.get(pk=pk))


def propose(job: tuple[int, int]) -> int:
    """The expert proposes a refusal; the head who was given it. No number is taken, whose book
    would queue them up.
    """
    item, actor = job
    task = WorkItem.objects.select_related("process").get(pk=item)
    entry = actions.decide(task, person(actor), "not_found", {}, "Không có trong sổ gốc.")
    return int(entry.data["assigned"]["to"])


def test_tasks_that_open_at_once_go_round_in_turn(world: World, tmp_path: Path) -> None:
    count, hands = many(200, 40), 4
    world.version = publish_text(tmp_path, changed((AT_REFUSAL, AT_REFUSAL + "    assign: turn\n")))
    heads = [
        world.dung,
        *(officer(f"ld{n}", f"Lãnh Đạo {n}", "head", world.department, "") for n in range(3)),
    ]
    dossiers = accepted_copies(world, count)
    checks = WorkItem.objects.filter(process__in=dossiers, finished=None).order_by("pk")
    items = list(checks.values_list("pk", flat=True))
    jobs = [[(pk, world.binh.pk) for pk in items[hand::hands]] for hand in range(hands)]
    found, seconds = timed(lambda: race(propose, *jobs))
    report("G4", count, seconds)
    given = Counter(to for done in found for to in done)
    assert given == {head.pk: count // len(heads) for head in heads}
    owners = WorkItem.objects.filter(process__in=dossiers, step="sign_refusal").values_list(
        "owner_id", flat=True
    )
    assert Counter(owners) == given
    assert Entry.objects.filter(act="forward").count() == count and entries.verify() is None
