"""Which way a dossier took through its procedure: the moves between steps, for the diagram."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from viewflow.workflow.status import STATUS

from workflows.definition import Definition
from workflows.models import Dossier, WorkItem

Move = tuple[str, str]  # step, and the outcome that led on ("" where there is only one way)


def moves_of(dossier: Dossier, definition: Definition) -> frozenset[Move]:
    """Every move the dossier made, as its tasks tell (one query).

    Where a condition chose the way, what came next tells which; a way that cannot be told is left
    out. So are tasks of steps that the definition does not have, from before the dossier was moved
    to this version.
    """
    known = {step.id for step in definition.steps}
    rows = (
        WorkItem.objects.filter(process=dossier, step__in=known)
        .order_by("pk")
        .values_list("step", "outcome", "status")
    )
    tasks = [(step, list(of_step)) for step, of_step in groupby(rows, key=itemgetter(0))]
    following = [*(step for step, _rows in tasks[1:]), None]
    found: set[Move] = set()
    for (step, done), after in zip(tasks, following, strict=True):
        waiting = any(
            status not in (STATUS.DONE, STATUS.CANCELED) for _step, _outcome, status in done
        )
        outcomes = (
            set()
            if waiting
            else {outcome for _step, outcome, status in done if status == STATUS.DONE}
        )
        for way in outcomes & definition.targets(step).keys() or ({""} if outcomes else set()):
            target = definition.targets(step).get(way)
            if target is not None:
                found |= {(step, way), *_unseen_between(definition, target, after)}
    return frozenset(found)


def step_now(dossier: Dossier) -> str | None:
    """The step the dossier stands at; None once it is over."""
    open_tasks = WorkItem.objects.filter(process=dossier, finished__isnull=True)
    return open_tasks.order_by("-pk").values_list("step", flat=True).first()


def _unseen_between(definition: Definition, step: str, after: str | None) -> tuple[Move, ...]:
    """The moves from `step` to the next task, `after`; without one, to the end."""
    ways = [
        way
        for way, last in _unseen_ways(definition, step, ())
        if last == after or (after is None and definition.step(last).is_end)
    ]
    return ways[0] if len(ways) == 1 else ()


def _unseen_ways(
    definition: Definition, step: str, way: tuple[Move, ...]
) -> Iterator[tuple[tuple[Move, ...], str]]:
    """Every way from `step` on through what leaves no task, with the step it has come to."""
    yield way, step
    if definition.step(step).may_be_passed and step not in {passed for passed, _outcome in way}:
        for outcome, target in definition.targets(step).items():
            yield from _unseen_ways(definition, target, (*way, (step, outcome)))
