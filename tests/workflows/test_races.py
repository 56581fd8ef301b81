"""Two officers at the same instant, as separate processes on a real PostgreSQL: one act each, never two."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from tests.people import draft_of, make_world, officer
from tests.workflows.conftest import item_of
from workflows import actions, journal
from workflows.errors import ActRefused, AlreadyDone
from workflows.models import Dossier, WorkItem

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

RACES = 40
Job = tuple[int, int]  # task, person


def _decide(job: Job) -> str:
    from organisations.models import User

    item, actor = WorkItem.objects.select_related("process").get(pk=job[0]), User.objects.get(pk=job[1])
    try:
        actions.decide(item, actor, "accept")
    except AlreadyDone as error:
        return f"lost to {error.by}"
    except ActRefused as error:
        return type(error).__name__
    return "won"


def _submit(job: Job) -> str:
    from workflows.models import Draft

    draft = Draft.objects.select_related("owner").order_by("created_at")[job[0]]
    return actions.submit(draft, draft.owner).code


def _worker(act: Callable[[Job], str], gate: Any, jobs: list[Job], answers: Any) -> None:
    for job in jobs:
        gate.wait(timeout=30)  # both processes begin each race together
        answers.put((job, act(job)))
    connections.close_all()


def race(act: Callable[[Job], str], *racers: list[Job]) -> dict[Job, str]:
    """Run each list of jobs in a process of its own, job by job at the same instant."""
    connections.close_all()  # a forked connection would be shared
    fork = multiprocessing.get_context("fork")
    gate, answers = fork.Barrier(len(racers)), fork.Queue()
    processes = [fork.Process(target=_worker, args=(act, gate, jobs, answers)) for jobs in racers]
    for process in processes:
        process.start()
    found = dict(answers.get(timeout=60) for jobs in racers for _ in jobs)
    for process in processes:
        process.join(timeout=30)
    return found


def test_two_officers_decide_the_same_task_and_one_wins() -> None:
    world = make_world()
    other = officer("mai", "Đỗ Thị Mai", "receptionist", world.centre, "Nhân viên tiếp nhận")
    items = [item_of(actions.submit(draft_of(world), world.huong)) for _ in range(RACES)]
    outcomes = race(_decide, [(item.pk, world.lan.pk) for item in items], [(item.pk, other.pk) for item in items])
    for item in items:
        pair = {outcomes[item.pk, world.lan.pk], outcomes[item.pk, other.pk]}
        assert pair in ({"won", "lost to Đỗ Thị Mai"}, {"won", "lost to Hoàng Thị Lan"})
        assert [entry.act for entry in journal.timeline(item.process)] == ["submit", "accept"]
    assert journal.verify() is None


def test_one_form_sent_twice_at_once_is_one_dossier() -> None:
    world = make_world()
    for _ in range(RACES):
        draft_of(world)
    jobs = [(number, world.huong.pk) for number in range(RACES)]
    connections.close_all()
    first, second = _twice(jobs)
    assert first == second
    codes = sorted(Dossier.objects.values_list("code", flat=True))
    assert codes == sorted(set(first.values())) and len(codes) == RACES
    assert [code[-4:] for code in codes] == [f"{number:04d}" for number in range(1, RACES + 1)]


def _twice(jobs: list[Job]) -> tuple[dict[Job, str], dict[Job, str]]:
    """The same jobs by two processes; each one's answers apart."""
    fork = multiprocessing.get_context("fork")
    gate, left, right = fork.Barrier(2), fork.Queue(), fork.Queue()
    processes = [fork.Process(target=_worker, args=(_submit, gate, jobs, answers)) for answers in (left, right)]
    for process in processes:
        process.start()
    found = [dict(answers.get(timeout=60) for _ in jobs) for answers in (left, right)]
    for process in processes:
        process.join(timeout=30)
    return found[0], found[1]
