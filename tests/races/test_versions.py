"""A dossier is moved to another version in the instant in which an officer decides it: one after
the other.
"""

from __future__ import annotations

import functools

from organisations.models import User
from tests.people import World, draft_of
from tests.races.conftest import many
from tests.races.copies import copies
from tests.races.line import race, report, timed
from tests.workflows.versions import WORDS, administrator, next_version, path
from workflows import actions
from workflows.errors import ActRefused
from workflows.journal import entries
from workflows.models import Dossier, Entry, VersionMove, WorkItem

person = functools.cache(lambda pk: User.objects.get(pk=pk))
move = functools.cache(lambda pk: VersionMove.objects.select_related("old", "new").get(pk=pk))

Job = tuple[str, int, int, int]


def press(job: Job) -> str:
    """Move the dossier, take its move back, or decide its task as it was when the page was
    drawn.
    """
    what, dossier, actor, number = job
    row = Dossier.objects.get(pk=dossier)
    try:
        if what == "move":
            actions.migrate(row, person(actor), move(number))
        elif what == "back":
            actions.migrate_back(row, person(actor))
        else:
            item = WorkItem.objects.select_related("process").filter(process=dossier).latest("pk")
            actions.decide(item, person(actor), "accept")
    except ActRefused as refused:
        return type(refused).__name__
    return what


def test_moved_and_decided_at_once_every_dossier_stands_at_one_place(world: World) -> None:
    dossier = actions.submit(draft_of(world), world.huong)
    rows = [dossier, *copies(dossier, many(100, 30) - 1)]
    by = administrator()
    way = path(world.version, next_version(*WORDS), by)
    ordered = VersionMove.objects.create(old=way.old, new=way.new, by=by)
    jobs = [
        [(what, row.pk, who.pk, ordered.pk) for row in rows]
        for what, who in (("move", by), ("decide", world.lan), ("move", by), ("back", by))
    ]
    _found, seconds = timed(lambda: race(press, *jobs))
    report("C4", len(rows), seconds)
    for row in rows:
        row.refresh_from_db()
        (item,) = WorkItem.objects.filter(process=row, finished=None)
        assert item.flow_task.flow_class is row.flow_class, (
            "the task belongs to the dossier's version"
        )
        acts = list(
            Entry.objects.filter(dossier=row).order_by("sequence").values_list("act", flat=True)
        )
        assert acts.count("accept") == 1 and item.step == "check"
        moves = [act for act in acts if act.startswith("migrate")]
        last_is_back = bool(moves) and moves[-1] == "migrate_back"
        assert row.version_id == (way.old_id if last_is_back or not moves else way.new_id)
    assert entries.verify() is None
