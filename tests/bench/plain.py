"""The peer: the same five steps as the diploma copy, in plain viewflow, with its switches and link
rows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from viewflow import this
from viewflow.workflow import STATUS, flow, lock
from viewflow.workflow.models import Process, Task


def _view(request: Any, **kwargs: Any) -> None:
    raise NotImplementedError  # never served: the bench drives activations


def chosen(step: str, outcome: str) -> Callable[[Any], bool]:
    """The condition of a switch."""
    return lambda activation: activation.process.data[step] == outcome


class PlainFlow(flow.Flow):
    """Receive, check, sign, seal; each step a task and a switch on its outcome."""

    process_class = Process
    lock_impl = lock.SelectForUpdateLock(nowait=False)

    start = flow.StartHandle().Next(this.receive)
    receive = flow.View(_view).Next(this.received)
    received = flow.Switch().Case(this.check, cond=chosen("receive", "accept")).Default(this.end)
    check = flow.View(_view).Next(this.checked)
    checked = flow.Switch().Case(this.sign, cond=chosen("check", "found")).Default(this.end)
    sign = flow.View(_view).Next(this.signed)
    signed = flow.Switch().Case(this.seal, cond=chosen("sign", "approve")).Default(this.end)
    seal = flow.View(_view).Next(this.sealed)
    sealed = flow.Switch().Case(this.end, cond=chosen("seal", "seal")).Default(this.end)
    end = flow.End()


def start(data: dict[str, Any]) -> Process:
    """File one process with the same answers."""
    activation = PlainFlow.start.activation_class.create(PlainFlow.start, None, None)
    activation.process.data = data
    activation.execute()
    return activation.process


def decide(process: Process, step: str, outcome: str, user: Any) -> None:
    """One officer's act: assign, keep the outcome, complete, move on; in viewflow's own lock and
    transaction.
    """
    task = Task.objects.get(process=process, status__in=[STATUS.NEW, STATUS.ASSIGNED])
    with task.activation() as activation:
        activation.assign(user)
        activation.start(_Request(user))
        activation.process.data[step] = outcome
        activation.process.save()
        activation.execute()


class _Request:
    """The little that viewflow's activations read of a request."""

    def __init__(self, user: Any) -> None:
        self.user = user
