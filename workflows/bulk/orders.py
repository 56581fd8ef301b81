"""An order: which tasks, which act; and its progress, as whoever ordered it watches it."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.models import Authority, User
from workflows.bulk.kinds import Parameters
from workflows.errors import Incomplete
from workflows.journal import outbox
from workflows.models import BulkRun, BulkTask, ProcedureVersion, WorkItem

KIND = "bulk.run"
State = BulkTask.State
#: Tasks of one order.
MOST = 5_000
AT_ONCE = 1_000  # rows written by one statement


@dataclass(frozen=True)
class Wanted:
    """What is to be done, and where the tasks stand: one step of one version, in one queue."""

    act: str
    parameters: Parameters
    version: ProcedureVersion
    step: str
    authority: Authority
    role: str


@dataclass(frozen=True)
class Progress:
    """How many tasks of an order wait, are done, were refused, were stopped."""

    waiting: int
    done: int
    refused: int
    stopped: int

    @property
    def worked(self) -> int:
        """Those that wait no longer."""
        return self.done + self.refused + self.stopped


def order(
    wanted: Wanted, tasks: Collection[WorkItem], by: User, language: str, key: str = ""
) -> BulkRun:
    """Write down which tasks it is for, and owe the work. The same key once more gives the same
    order.

    Raises Incomplete for none or for more than MOST.
    """
    if not tasks:
        raise Incomplete(_("Hãy chọn ít nhất một hồ sơ."))
    if len(tasks) > MOST:
        raise Incomplete(_("Mỗi lần chỉ xử lý tối đa %(most)d hồ sơ.") % {"most": MOST})
    key = key or uuid.uuid4().hex
    try:
        with transaction.atomic():
            return _written(wanted, tasks, by, language, key)
    except IntegrityError:
        if (before := known(key, by)) is not None:
            return before
        raise


def known(key: str, by: User) -> BulkRun | None:
    """The order that this form has already given."""
    return BulkRun.objects.filter(key=key, by=by).first()


def _written(
    wanted: Wanted, tasks: Collection[WorkItem], by: User, language: str, key: str
) -> BulkRun:
    run = BulkRun.objects.create(
        act=wanted.act,
        parameters=dict(wanted.parameters),
        version=wanted.version,
        step=wanted.step,
        authority=wanted.authority,
        role=wanted.role,
        by=by,
        language=language,
        total=len(tasks),
        key=key,
    )
    rows = [
        BulkTask(run=run, dossier_id=item.process_id, item=item, seen=item.process.entry_count)
        # as a batch locks the dossiers: their foreign keys are looked at in this order
        for item in sorted(tasks, key=lambda item: item.process_id)
    ]
    BulkTask.objects.bulk_create(rows, batch_size=AT_ONCE)
    owe(run, "0")
    return run


def owe(run: BulkRun, part: str) -> None:
    """Have the worker do it, or go on with it; `part` tells the turns of one order apart."""
    outbox.owe_once(KIND, f"{KIND}:{run.pk}:{part}", {"run": run.pk})


def stop(run: BulkRun) -> int:
    """What was not done yet stays undone; returns how many tasks that is. What a batch has in hand
    is done.
    """
    now = timezone.now()
    with transaction.atomic():
        BulkRun.objects.filter(pk=run.pk, stopped_at=None).update(stopped_at=now)
        left = run.tasks.filter(state=State.WAITING).select_for_update(skip_locked=True)
        ids = list(left.values_list("pk", flat=True))
        return run.tasks.filter(pk__in=ids).update(state=State.STOPPED)


def stop_what_waits(run: BulkRun) -> None:
    """Of a stopped order: what a batch had in its hands and left."""
    if BulkRun.objects.filter(pk=run.pk, stopped_at__isnull=False).exists():
        run.tasks.filter(state=State.WAITING).update(state=State.STOPPED)


def progress(run: BulkRun) -> Progress:
    """Counted now, in one query."""
    rows = run.tasks.order_by().values_list("state").annotate(Count("pk"))
    counted = dict(rows)
    return Progress(*(counted.get(state, 0) for state in State))


def refused(run: BulkRun) -> QuerySet[BulkTask]:
    """The tasks that were not done, with their sentence."""
    return run.tasks.filter(state=State.REFUSED).select_related("dossier").order_by("pk")


def of_officer(user: User) -> QuerySet[BulkRun]:
    """What the officer ordered, the last first."""
    return BulkRun.objects.filter(by=user).select_related("authority", "version")
