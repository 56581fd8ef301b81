"""People at the same instant, as separate processes with connections of their own, on both
databases (B1, B2, B4).

The processes are forked once and meet at a barrier before every race, so that a thousand races take
seconds.
"""

from __future__ import annotations

import multiprocessing
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections

from organisations.models import RoleAssignment, User
from tests.people import World, draft_of, make_world, officer
from tests.workflows.conftest import item_of
from workflows import actions
from workflows.errors import ActRefused, AlreadyDone
from workflows.journal import entries, outbox
from workflows.models import Dossier, Draft, Entry, WorkItem
from workflows.reports import queues as desk

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

Job = tuple[int, int]  # what, and by whom


def races(on_postgres: int) -> int:
    """As many as the goal asks on PostgreSQL; a tenth on SQLite, where each act locks the whole
    file.
    """
    return on_postgres if connection.vendor == "postgresql" else on_postgres // 10


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    """Nobody works off what is owed: the races are about the acts."""
    monkeypatch.setattr(outbox, "ring", lambda ids: None)
    return make_world()


def decide(job: Job) -> str:
    """Accept the task as this officer, and what came of it."""
    item, actor = (
        WorkItem.objects.select_related("process").get(pk=job[0]),
        User.objects.get(pk=job[1]),
    )
    try:
        actions.decide(item, actor, "accept")
    except AlreadyDone as error:
        return f"lost to {error.by}"
    except ActRefused as error:
        return type(error).__name__
    return "won"


def submit(job: Job) -> str:
    """File the n-th draft."""
    draft = Draft.objects.select_related("owner").order_by("created_at")[job[0]]
    return actions.submit(draft, draft.owner).code


def claim_all(job: Job) -> int:
    """Take free tasks from the top of the queue until there is none; how many there were."""
    actor, taken = User.objects.get(pk=job[1]), 0
    centre = RoleAssignment.objects.get(user=actor).authority
    while True:
        free = desk.waiting(actor, centre, "receptionist").filter(owner__isnull=True)
        item = free.first()
        if item is None:
            return taken
        try:
            taken += actions.claim(item, actor) is not None
        except AlreadyDone:
            continue


def _worker(act: Callable[[Job], Any], gate: Any, jobs: list[Job], answers: Any) -> None:
    for job in jobs:
        gate.wait(timeout=60)  # all processes begin each race together
        answers.put((job, act(job)))
    connections.close_all()


def race(act: Callable[[Job], Any], *racers: list[Job]) -> list[dict[Job, Any]]:
    """Each list of jobs in a process of its own, job by job at the same instant; each one's
    answers.
    """
    connections.close_all()  # a forked connection would be shared
    fork = multiprocessing.get_context("fork")
    gate, queues = fork.Barrier(len(racers)), [fork.Queue() for _ in racers]
    processes = [
        fork.Process(target=_worker, args=(act, gate, jobs, answers))
        for jobs, answers in zip(racers, queues, strict=True)
    ]
    for process in processes:
        process.start()
    found = [
        dict(answers.get(timeout=120) for _ in jobs)
        for jobs, answers in zip(racers, queues, strict=True)
    ]
    for process in processes:
        process.join(timeout=30)
    return found


def test_two_officers_decide_the_same_task_and_one_wins(world: World) -> None:
    other = officer("mai", "Đỗ Thị Mai", "receptionist", world.centre, "Nhân viên tiếp nhận")
    items = [item_of(actions.submit(draft_of(world), world.huong)) for _ in range(races(1000))]
    lan, mai = race(
        decide, [(item.pk, world.lan.pk) for item in items], [(item.pk, other.pk) for item in items]
    )
    pairs = Counter((lan[item.pk, world.lan.pk], mai[item.pk, other.pk]) for item in items)
    assert set(pairs) <= {("won", "lost to Hoàng Thị Lan"), ("lost to Đỗ Thị Mai", "won")}
    assert pairs.total() == len(items)
    assert Entry.objects.filter(act="accept").count() == len(items)
    assert entries.verify() is None


def test_eight_officers_empty_a_queue_and_nobody_takes_what_another_has(world: World) -> None:
    tasks = races(500)
    for _ in range(tasks):
        actions.submit(draft_of(world), world.huong)
    people = [
        officer(f"o{number}", f"Cán bộ {number}", "receptionist", world.centre, "NV")
        for number in range(8)
    ]
    answers = race(claim_all, *([(0, person.pk)] for person in people))
    assert sum(taken for answer in answers for taken in answer.values()) == tasks
    assert not WorkItem.objects.filter(owner__isnull=True).exists()
    assert Entry.objects.filter(act="claim").count() == tasks
    assert entries.verify() is None


def test_one_form_sent_twice_at_once_is_one_dossier(world: World) -> None:
    pairs = races(1000)
    for _ in range(pairs):
        draft_of(world)
    jobs = [(number, world.huong.pk) for number in range(pairs)]
    first, second = race(submit, jobs, jobs)
    assert first == second
    codes = sorted(Dossier.objects.values_list("code", flat=True))
    assert codes == sorted(set(first.values())) and len(codes) == pairs
    assert [code[-4:] for code in codes] == [f"{number:04d}" for number in range(1, pairs + 1)]
