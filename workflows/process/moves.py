"""Moving a dossier's process from one open task to the next: only `workflows.actions` calls it,
under the lock.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils import timezone
from viewflow.workflow.activation import Activation
from viewflow.workflow.status import PROCESS, STATUS
from viewflow.workflow.token import Token

from organisations.models import User
from workflows import definition as language
from workflows import sets
from workflows.models import BROUGHT_BACK, Dossier, WorkItem
from workflows.process.nodes import EndActivation, OpenActivation


@dataclass
class Moved:
    """Where a process stands after a move: the items opened now, and the end reached, if any."""

    opened: list[WorkItem] = field(default_factory=list)
    end: language.End | None = None


@dataclass
class Origin:
    """Stands for the activation before the first one: viewflow only asks it for its process."""

    process: Dossier


def start(dossier: Dossier, step: str = "") -> Moved:
    """Open the first task of the dossier's process: that of the definition's start, or of another
    step named.
    """
    flow = dossier.flow_class.instance
    return _arrive(
        [flow.node(f"step_{step}" if step else flow.first)._create(Origin(dossier), Token("start"))]
    )


def advance(item: WorkItem, outcome: str, owner: User | None) -> Moved:
    """Finish `item` with `outcome` and open what comes next."""
    activation = activation_of(item)
    activation.finish(outcome, owner)
    return _arrive(list(activation.create_next()))


def bring_back(item: WorkItem, step: str, owner: User) -> Moved:
    """Finish `item` without an outcome of its step and open an earlier `step` again."""
    activation = activation_of(item)
    activation.finish(BROUGHT_BACK, owner)
    flow = item.process.flow_class.instance
    return _arrive([flow.node(f"step_{step}")._create(activation, item.token)])


def claim(item: WorkItem, owner: User | None) -> None:
    """Give the task to a person, or back to its queue (None)."""
    item.owner = owner
    item.status = STATUS.ASSIGNED if owner else STATUS.NEW
    item.assigned = timezone.now() if owner else None
    item.returned, item.returned_from = "", None
    sets.change(item, ["owner", "status", "assigned", "returned", "returned_from"])


def give_back(item: WorkItem, why: str) -> None:
    """Put the task of somebody who has gone back into its queue, and keep whose it was and why
    (`Returned`).
    """
    item.returned, item.returned_from = why, item.owner
    item.owner, item.status, item.assigned = None, STATUS.NEW, None
    sets.change(item, ["owner", "status", "assigned", "returned", "returned_from"])


def cancel_open(dossier: Dossier) -> None:
    """Close every open task of the dossier without an outcome, and the process."""
    for item in WorkItem.objects.filter(process=dossier, finished__isnull=True):
        OpenActivation(item).cancel()
    dossier.status, dossier.finished = PROCESS.CANCELED, timezone.now()


def activation_of(item: WorkItem) -> OpenActivation:
    """The activation that may finish this task."""
    activation: OpenActivation = item.flow_task.activation_class(item)
    return activation


def _arrive(activations: list[Activation]) -> Moved:
    moved = Moved()
    for activation in activations:
        activation.activate()
        if isinstance(activation, EndActivation):
            moved.end = activation.flow_task.step
        else:
            moved.opened.append(activation.task)
    return moved
