"""Dossiers that stand at one step, and an order over them, for the tests of acts over many."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from organisations.models import User
from tests.people import World, draft_of
from workflows import actions
from workflows.bulk import kinds, orders, working
from workflows.journal import outbox
from workflows.models import BulkRun, BulkTask, Dossier, Effect, WorkItem

#: Step → who does what there, and the step it leads to.
WAY: dict[str, tuple[str, str]] = {
    "receive": ("lan", "accept"),
    "check": ("binh", "found"),
    "sign": ("dung", "approve"),
    "seal": ("anh", "seal"),
}


def open_item(dossier: Dossier) -> WorkItem:
    """The one task of the dossier that is open."""
    return WorkItem.objects.select_related("process", "authority").get(
        process=dossier, finished__isnull=True
    )


def at_step(world: World, step: str, count: int, owner: User | None = None) -> list[WorkItem]:
    """The open tasks of so many dossiers that came to this step by the acts of their officers."""
    return [_brought(world, step, owner or world.huong) for _number in range(count)]


def _brought(world: World, step: str, owner: User) -> WorkItem:
    dossier = actions.submit(draft_of(world, owner), owner)
    while (item := open_item(dossier)).step != step:
        name, outcome = WAY[item.step]
        values = {"match": str(world.diploma.pk)} if item.step == "check" else {}
        actions.decide(item, getattr(world, name), outcome, values)
    return item


def ordered(
    tasks: Collection[WorkItem], by: User, act: str = kinds.DECIDE, **parameters: Any
) -> BulkRun:
    """The order, not begun."""
    first = next(iter(tasks))
    assert first.authority is not None
    wanted = orders.Wanted(
        act, parameters, first.process.version, first.step, first.authority, first.role
    )
    return orders.order(wanted, tasks, by, "vi")


def done(
    tasks: Collection[WorkItem], by: User, act: str = kinds.DECIDE, **parameters: Any
) -> dict[int, BulkTask]:
    """Task (id) → what became of it, once the order is done."""
    run = ordered(tasks, by, act, **parameters)
    work(run)
    return {row.item_id: row for row in run.tasks.all()}


def work(run: BulkRun) -> None:
    """What a worker does with what is owed for it."""
    Effect.objects.filter(kind=orders.KIND, state=Effect.State.PENDING).update(attempts=0)
    for effect in Effect.objects.filter(kind=orders.KIND, payload={"run": run.pk}):
        working.carry_out(effect)
        Effect.objects.filter(pk=effect.pk).update(state=Effect.State.DONE)


def settle() -> None:
    """Everything that is owed."""
    while outbox.sweep():
        pass


def together(tasks: Collection[WorkItem], actor: User, do: Callable[..., object]) -> list[object]:
    """The acts over one batch, without an order: what each gave, or its refusal."""
    from workflows import sets
    from workflows.errors import ActRefused

    batch = sets.Batch([item.pk for item in tasks], [f"k{item.pk}" for item in tasks], actor.pk)
    found: list[object] = []
    with batch.opened():
        for item in sorted(tasks, key=lambda one: one.process_id):
            try:
                found.append(do(batch.items[item.pk], batch.actor, f"k{item.pk}"))
            except ActRefused as refused:
                found.append(refused)
    return found


def produced(world: World, count: int) -> list[WorkItem]:
    """Dossiers whose sealed copies wait to be handed over at the counter."""
    from documents.models import Document
    from tests.people import draft_of

    found = []
    for _number in range(count):
        dossier = actions.submit(draft_of(world, delivery="COUNTER"), world.huong)
        while (item := open_item(dossier)).step in WAY:
            name, outcome = WAY[item.step]
            values = {"match": str(world.diploma.pk)} if item.step == "check" else {}
            actions.decide(item, getattr(world, name), outcome, values)
        document = Document.objects.get(key=f"dossier:{dossier.pk}:{item.pk}")
        actions.issued(document)  # what the worker does with the paper is not what is tried
        found.append(open_item(dossier))
    return found
