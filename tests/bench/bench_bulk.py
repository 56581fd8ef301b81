"""One act over many dossiers beside the same act one by one, in one run: milliseconds a dossier. Prints one JSON line.

`returned` moves the dossier, writes its entry, owes and makes the messages; `approve` draws the document up for each.
Rounds are interleaved on the same database, so that a noisy machine disturbs both alike.
"""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Callable

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"

import django

django.setup()

from django.core.management import call_command
from django.db import connection

from foundation import broker
from organisations.models import User
from tests.bench.copied import dossiers_like
from tests.people import make_world
from tests.workflows.many import at_step, ordered, produced
from workflows import actions
from workflows.bulk import orders
from workflows.journal import entries, outbox
from workflows.models import BulkTask, Dossier, Effect, WorkItem

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "4"))
SINGLE = int(os.environ.get("BENCH_SINGLE", "50"))
BULK = int(os.environ.get("BENCH_BULK", "1000"))


def one_by_one(tasks: list[WorkItem], actor: User, outcome: str) -> None:
    """Each by its own act, then what they owe."""
    for item in tasks:
        actions.decide(item, actor, outcome)
    do_owed("notify")


def together(tasks: list[WorkItem], actor: User, outcome: str) -> None:
    """By one order, then what it owes."""
    run = ordered(tasks, actor, outcome=outcome)
    do_owed(orders.KIND)
    do_owed("notify")
    assert run.tasks.filter(state=BulkTask.State.DONE).count() == len(tasks)


def do_owed(kind: str) -> None:
    """What a worker does with the effects of one kind."""
    pending = Effect.objects.filter(kind=kind, state=Effect.State.PENDING)
    while pks := list(pending.values_list("pk", flat=True)):
        for pk in pks:
            assert outbox.run(pk)


def milliseconds(work: Callable[[], None], count: int) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000 / count


def main() -> None:
    call_command("migrate", verbosity=0)
    broker._quiet_until = float("inf")  # nobody listens
    world = make_world()
    models = {
        "returned": (produced(world, 1)[0], world.lan),
        "approve": (at_step(world, "sign", 1)[0], world.dung),
    }
    Effect.objects.filter(state=Effect.State.PENDING).delete()
    report: dict[str, object] = {"bench": "bulk", "database": connection.vendor, "dossiers": BULK}
    for outcome, (item, actor) in models.items():
        model = Dossier.objects.get(pk=item.process_id)
        took: dict[str, list[float]] = {"single": [], "bulk": []}
        for _round in range(ROUNDS):
            few, many = dossiers_like(model, SINGLE), dossiers_like(model, BULK)
            took["single"].append(
                milliseconds(lambda: one_by_one(few, actor, outcome), SINGLE)  # noqa: B023
            )
            took["bulk"].append(
                milliseconds(lambda: together(many, actor, outcome), BULK)  # noqa: B023
            )
        single, bulk = statistics.median(took["single"]), statistics.median(took["bulk"])
        report |= {
            f"{outcome}_single_ms": round(single, 2),
            f"{outcome}_bulk_ms": round(bulk, 2),
            f"{outcome}_times_cheaper": round(single / bulk, 1),
        }
    assert entries.verify() is None
    print(json.dumps(report))


if __name__ == "__main__":
    main()
