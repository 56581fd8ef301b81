"""A dossier goes to another authority while somebody decides it: one of both, and nothing half
moved.
"""

from __future__ import annotations

from django.utils import timezone

from organisations.models import Authority
from organisations.reform_models import Reform
from tests.faults.acts import another_department
from tests.people import World
from tests.races.conftest import many
from tests.races.line import race, report, timed
from tests.races.test_decisions import accepted_copies, person
from tests.workflows.test_reforming import renamed
from workflows import actions, organisation_reforms
from workflows.errors import ActRefused
from workflows.journal import entries
from workflows.models import Dossier, Entry, HandOver, WorkItem

#: The step a task is at → the outcome that its officer chooses.
OUTCOMES = {"check": "not_found", "sign_refusal": "refuse"}
WHY = "Không có trong sổ gốc."


def proposed(world: World, dossiers: list[Dossier]) -> list[WorkItem]:
    """The expert has proposed to refuse them; the tasks of the head."""
    for task in WorkItem.objects.filter(process__in=dossiers, finished=None).select_related(
        "process"
    ):
        actions.decide(task, world.binh, "not_found", {}, WHY)
    return list(WorkItem.objects.filter(process__in=dossiers, finished=None).order_by("process_id"))


def decide(item: int, actor: int) -> str:
    task = WorkItem.objects.select_related("process", "authority").get(pk=item)
    try:
        actions.decide(task, person(actor), OUTCOMES[task.step], {}, WHY)
    except ActRefused as error:
        return type(error).__name__
    return "done"


def decide_or_hand_over(job: tuple[int, int, int | None]) -> str:
    """The head refuses, or hands over (with the authority that shall have the dossier)."""
    item, actor, to = job
    if to is None:
        return decide(item, actor)
    dossier = WorkItem.objects.select_related("process").get(pk=item).process
    try:
        actions.hand_over(
            Dossier.objects.get(pk=dossier.pk),
            person(actor),
            Authority.objects.get(pk=to),
            "Nhầm nơi.",
        )
    except ActRefused as error:
        return type(error).__name__
    return "done"


def test_a_dossier_is_decided_here_or_handed_over_never_both(world: World) -> None:
    another_department()
    other = Authority.objects.get(slug="so-ban")
    items = proposed(world, accepted_copies(world, many(30, 8)))
    jobs = [[(item.pk, world.dung.pk, to) for item in items] for to in (None, other.pk)]
    results, seconds = timed(lambda: race(decide_or_hand_over, *jobs))
    report("handed over", len(items), seconds)
    for item, (decided, moved) in zip(items, zip(*results, strict=True), strict=True):
        assert sorted((decided == "done", moved == "done")) == [False, True]
        dossier, where = (
            Dossier.objects.get(pk=item.process_id),
            (other if moved == "done" else world.department),
        )
        assert dossier.deciding == where and bool(dossier.decision) == (decided == "done")
        assert HandOver.objects.filter(dossier=dossier).count() == (moved == "done")
        acts = Entry.objects.filter(dossier=dossier, act__in=("hand_over", "refuse"))
        assert [entry.act for entry in acts] == ["hand_over" if moved == "done" else "refuse"]
        nothing_left_at(dossier, {world.department, other} - {where})
    assert entries.verify() is None


def nothing_left_at(dossier: Dossier, gone: set[Authority]) -> None:
    """No open task in the queue of an authority that has the dossier no more."""
    assert not WorkItem.objects.filter(process=dossier, finished=None, authority__in=gone).exists()


def reform_or_decide(job: tuple[int, list[tuple[int, int]]]) -> list[str]:
    """The reform is run, or an officer works through their tasks; what came of each."""
    reform, tasks = job
    if not tasks:
        organisation_reforms.run(Reform.objects.get(pk=reform))
    return [decide(item, actor) for item, actor in tasks]


def test_a_reform_runs_while_officers_decide(world: World) -> None:
    """Whoever was told no presses again when the reform is done, and it goes through at the new
    authority.
    """
    count = many(60, 12)
    dossiers = sorted(accepted_copies(world, count), key=lambda one: one.pk)
    signing = proposed(world, dossiers[::2])
    checking = WorkItem.objects.filter(process__in=dossiers[1::2], finished=None).order_by(
        "process_id"
    )
    by_head = [(item.pk, world.dung.pk) for item in signing]
    by_expert = [(item.pk, world.binh.pk) for item in checking]
    reform, new = renamed(world)
    jobs = [[(reform.pk, tasks)] for tasks in ([], by_head, by_expert)]
    (_none, (head,), (expert,)), seconds = timed(lambda: race(reform_or_decide, *jobs))
    report("reform", count, seconds)
    for (item, actor), said in zip([*by_head, *by_expert], [*head, *expert], strict=True):
        dossier = WorkItem.objects.select_related("process").get(pk=item).process
        nothing_left_at(dossier, {world.department})
        assert said == "done" or decide(item, actor) == "done"
        running = WorkItem.objects.filter(process_id=dossier.pk, finished=None).exists()
        assert not running or Dossier.objects.get(pk=dossier.pk).deciding == new
        assert HandOver.objects.filter(dossier_id=dossier.pk, takes=new).count() <= 1
    reform.refresh_from_db()
    assert reform.done_at is not None and reform.done_at <= timezone.now()
    assert entries.verify() is None
