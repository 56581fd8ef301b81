"""One act over many dossiers beside the same act on one of them, and beside another order over the same: each is
done once.
"""

from __future__ import annotations

from collections import Counter

from organisations.models import User
from tests.bench.copied import dossiers_like
from tests.people import World
from tests.races.conftest import many
from tests.races.line import race, report, timed
from tests.workflows.many import at_step, ordered
from workflows import actions
from workflows.bulk import working
from workflows.errors import ActRefused
from workflows.journal import entries
from workflows.models import BulkRun, BulkTask, Dossier, Effect, Entry, WorkItem

State = BulkTask.State


def signed_once(tasks: list[WorkItem]) -> None:
    """Each was signed by one act, and stands at the next step with one open task."""
    signed = Counter(Entry.objects.filter(act="approve").values_list("dossier", flat=True))
    wanted = {item.process_id for item in tasks}
    assert {pk: signed[pk] for pk in wanted} == dict.fromkeys(wanted, 1)
    opened = WorkItem.objects.filter(process__in=wanted, finished=None)
    assert Counter(opened.values_list("process", "step")) == {(pk, "seal"): 1 for pk in wanted}
    assert entries.verify() is None


def work(run: int) -> int:
    """What a worker does with an order; how many tasks it says are done."""
    working.carry_out(Effect(kind="bulk.run", payload={"run": run}))
    return BulkTask.objects.filter(run=run, state=State.DONE).count()


def work_or_sign(job: tuple[str, int, int]) -> int:
    """The whole order, or one of its dossiers by the act of its page."""
    what, number, actor = job
    if what == "order":
        return work(number)
    try:
        item = WorkItem.objects.select_related("process").get(pk=number)
        actions.decide(item, User.objects.get(pk=actor), "approve")
    except ActRefused:
        return 0
    return 1


def waiting(world: World, count: int) -> list[WorkItem]:
    """Dossiers that wait for the head's signature."""
    [item] = at_step(world, "sign", 1)
    return dossiers_like(Dossier.objects.get(pk=item.process_id), count)


def test_a_page_and_an_order_do_a_dossier_once(world: World) -> None:
    rounds = many(20, 8)
    tasks = waiting(world, rounds * 4)
    runs = [
        ordered(tasks[place : place + 4], world.dung, outcome="approve")
        for place in range(0, len(tasks), 4)
    ]
    orders = [("order", run.pk, 0) for run in runs]
    singles = [("task", tasks[place + 2].pk, world.dung.pk) for place in range(0, len(tasks), 4)]
    (by_order, by_page), seconds = timed(lambda: race(work_or_sign, orders, singles))
    report("bulk beside single", len(tasks), seconds)
    assert sum(by_order) + sum(by_page) == len(tasks)
    signed_once(tasks)


def test_two_orders_over_the_same_dossiers_do_each_once(world: World) -> None:
    """Chosen in opposite orders: batches lock in one."""
    rounds = many(12, 5)
    tasks = waiting(world, rounds * 6)
    groups = [tasks[place : place + 6] for place in range(0, len(tasks), 6)]
    first = [ordered(group, world.dung, outcome="approve").pk for group in groups]
    second = [ordered(group[::-1], world.dung, outcome="approve").pk for group in groups]
    found = race(work, first, second)
    assert [sum(pair) for pair in zip(*found, strict=True)] == [6] * rounds
    signed_once(tasks)


def test_two_workers_on_one_order_do_each_task_once(world: World) -> None:
    """The first was taken for dead while it lived."""
    rounds = many(12, 5)
    tasks = waiting(world, rounds * 6)
    runs = [
        ordered(tasks[place : place + 6], world.dung, outcome="approve").pk
        for place in range(0, len(tasks), 6)
    ]
    race(work, runs, runs)
    assert not BulkTask.objects.exclude(state=State.DONE).exists()
    assert not BulkRun.objects.filter(finished_at=None).exists()
    signed_once(tasks)
