"""A second version published under 200 running dossiers changes none of them; moved are those that
are ordered (C4).
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.people import World
from tests.workflows.conftest import accepted, item_of, reread
from tests.workflows.versions import administrator, filed, move, next_version, path
from workflows import actions
from workflows.background import version_moves
from workflows.journal import entries, outbox
from workflows.models import ClockEvent, Dossier, Effect, Entry, MovedDossier, Timer, WorkItem
from workflows.versions import planning

DOSSIERS = 200
#: Roles, hours, limit and words all change.
CHANGES = (
    ("title: {vi: Tiếp nhận hồ sơ", "title: {vi: Nhận hồ sơ"),
    (
        "role: expert\n    at: deciding\n    hours: 3",
        "role: expert\n    at: deciding\n    hours: 2",
    ),
    ("amount: 1, unit: SAME_DAY", "amount: 2, unit: SAME_DAY"),
)


def everything() -> dict[str, list[Any]]:
    """All rows a dossier is made of."""
    models = (Dossier, WorkItem, Entry, ClockEvent, Timer)
    return {model.__name__: list(model._base_manager.order_by("pk").values()) for model in models}


@pytest.mark.slow
def test_two_hundred_running_dossiers(world: World) -> None:
    first = [filed(world) for _ in range(DOSSIERS)]
    for number, dossier in enumerate(first):
        if number % 4:
            accepted(world, dossier)
        if number % 4 == 2:
            actions.claim(item_of(dossier), world.binh)
        if number % 4 == 3:
            actions.decide(item_of(dossier), world.binh, "supplement", reason="Thiếu ảnh.")
    withdrawn = first[::40]
    for dossier in withdrawn:
        actions.withdraw(reread(dossier), world.huong)
    before = everything()
    new = next_version(*CHANGES)
    assert everything() == before, "publishing changes none of them"
    by = administrator()
    way = path(world.version, new, by)
    plan = planning.plan(way)
    assert plan.counts == {
        "FOLLOWS": DOSSIERS - len(withdrawn),
        "CHOICE": 0,
        "STAYS": len(withdrawn),
    }
    assert everything() == before, "planning changes none of them"

    made = move(way, by, *(row.dossier for row in plan.of_kind("FOLLOWS")))
    for effect in Effect.objects.filter(kind=version_moves.KIND, state="PENDING"):
        outbox.run(effect.pk)
    assert set(made.dossiers.values_list("state", flat=True)) == {MovedDossier.State.MOVED}
    on_new = set(Dossier.objects.filter(version=new).values_list("pk", flat=True))
    assert on_new == {row.dossier.pk for row in plan.of_kind("FOLLOWS")}
    assert (
        not WorkItem.objects.filter(process__in=on_new, finished=None)
        .exclude(flow_task__contains=new.flow_name)
        .exists()
    ), "each is wholly on the new version"
    for row in before["Dossier"]:
        assert Dossier.objects.get(pk=row["id"]).due_at == row["due_at"], "the promised day stands"
    assert entries.verify() is None
