"""The worker's side of an order: batches, each in one transaction with what became of its tasks.

Cut off anywhere, the batch that was in hand is undone and begun again: what a row says is done is
done, and nothing else is.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from foundation import collector, outages
from organisations.models import User
from workflows import sets
from workflows.bulk import orders
from workflows.bulk.kinds import KINDS
from workflows.errors import ActRefused
from workflows.journal import outbox
from workflows.models import BulkRun, BulkTask, Dossier, Effect, WorkItem

log = logging.getLogger(__name__)

State = BulkTask.State
#: Dossiers of one transaction, and how long it takes up new ones: others wait for its locks.
BATCH, BATCH_SECONDS = 500, 1.0
#: So long one worker is kept; then the order goes to the end of the line.
TURN_SECONDS = 20.0


def carry_out(effect: Effect) -> None:
    """Do what waits of the order, or as much as one turn takes. Safe to repeat."""
    run = BulkRun.objects.select_related("by").get(pk=effect.payload["run"])
    ends = time.monotonic() + TURN_SECONDS
    with override(run.language):
        while tasks := _waiting(run):
            _do(run, tasks)
            if time.monotonic() > ends and (left := _waiting(run)):
                orders.owe(run, f"{left[0].pk}:{len(left)}:{effect.pk}")
                return
    orders.stop_what_waits(run)
    finished = BulkRun.objects.filter(pk=run.pk, finished_at=None)
    finished.update(finished_at=timezone.now())


def _waiting(run: BulkRun) -> list[BulkTask]:
    """The next tasks, in the order in which their dossiers are locked; of one dossier one at a
    time.
    """
    if BulkRun.objects.filter(pk=run.pk, stopped_at__isnull=False).exists():
        return []
    rows = run.tasks.filter(state=State.WAITING).order_by("dossier_id", "pk")[:BATCH]
    return list({row.dossier_id: row for row in reversed(rows)}.values())[::-1]


def _do(run: BulkRun, tasks: Sequence[BulkTask]) -> None:
    """All of them in one transaction; where that fails as a whole, each alone."""
    try:
        _together(run, tasks)
    except Exception as error:  # whatever is wrong with one of them must not keep the others
        if outages.is_passing(error):
            raise
        log.error("bulk run %s goes one by one: %s", run.pk, type(error).__name__)
        for task in tasks:
            _alone(run, task)


def _together(run: BulkRun, tasks: Sequence[BulkTask]) -> None:
    kind, keys = KINDS[run.act], {task.pk: key_of(task) for task in tasks}
    batch = sets.Batch([task.item_id for task in tasks], list(keys.values()), run.by_id)
    ends = time.monotonic() + BATCH_SECONDS
    done: list[int] = []
    refused: list[BulkTask] = []
    with collector.paused(), batch.opened():
        waits = _still_waiting(run, tasks)
        kind.read(batch.dossiers)
        for task in tasks:
            if task.pk not in waits:
                continue
            try:
                kind.do(batch.items[task.item_id], batch.actor, _told(run, task), keys[task.pk])
            except ActRefused as why:
                refused.append(_refusal(task, why))
            else:
                done.append(task.pk)
            if time.monotonic() > ends:
                break
        _note(done, refused)


def _still_waiting(run: BulkRun, tasks: Sequence[BulkTask]) -> set[int]:
    """Asked under the lock: another worker may have done some of them meanwhile, or their officer
    stopped them.
    """
    rows = run.tasks.filter(pk__in=[task.pk for task in tasks], state=State.WAITING)
    locked = rows.select_for_update(of=("self",)).order_by("pk")
    return set(locked.values_list("pk", flat=True))


def _note(done: Sequence[int], refused: Sequence[BulkTask]) -> None:
    BulkTask.objects.filter(pk__in=done).update(state=State.DONE, why="")
    BulkTask.objects.bulk_update(refused, ["state", "why"], batch_size=100)


def _refusal(task: BulkTask, why: ActRefused) -> BulkTask:
    task.state, task.why = State.REFUSED, str(why)[:500]
    return task


def _alone(run: BulkRun, task: BulkTask) -> None:
    """The act as a page does it, with the row of what became of it in one transaction."""
    actor = User.objects.get(pk=run.by_id)
    try:
        with transaction.atomic():
            Dossier.objects.select_for_update().get(
                pk=task.dossier_id
            )  # before its row, as a batch
            if not _still_waiting(run, [task]):
                return
            item = WorkItem.objects.select_related("process", "authority", "owner").get(
                pk=task.item_id
            )
            KINDS[run.act].do(item, actor, _told(run, task), key_of(task))
            _note([task.pk], [])
    except ActRefused as why:
        _note([], [_refusal(task, why)])
    except Exception as error:
        if outages.is_passing(error):
            raise
        log.error("task %s of bulk run %s: %s", task.pk, run.pk, type(error).__name__)
        task.state, task.why = (
            State.REFUSED,
            _("Có lỗi khi xử lý hồ sơ này. Hãy mở hồ sơ để làm riêng."),
        )
        _note([], [task])


def _told(run: BulkRun, task: BulkTask) -> dict[str, Any]:
    """What the act is told of one task: the order's parameters, and what whoever ordered it had
    seen.
    """
    return {**run.parameters, "seen": task.seen}


def key_of(task: BulkTask) -> str:
    """What makes the act on this task happen once, whoever repeats it; nobody else can foresee
    it.
    """
    return f"bulk:{task.run.key[:32]}:{task.pk}"


def register() -> None:
    """Do the orders; called once, when the app is ready."""
    outbox.register(orders.KIND, carry_out)
