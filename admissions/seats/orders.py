"""What a round does to thousands of dossiers: orders over the tasks of one step, done by the
engine's bulk acts (`workflows.bulk`): same rights, journal and messages as one by one, restartable.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language, override

from admissions import steps
from admissions.models import AllocationRun, Placement, Round
from admissions.plans.reading import plan_of
from admissions.seats.sentences import sentence_of
from organisations.models import User
from workflows import actions
from workflows.bulk import kinds
from workflows.bulk import orders as bulk
from workflows.bulk.kinds import Parameters
from workflows.errors import WrongState
from workflows.models import BulkRun, BulkTask, WorkItem

CLOSE, PLACE, END = "admissions_close", "admissions_place", "admissions_end"


@dataclass(frozen=True)
class Progress:
    """How far the round's orders are, taken together."""

    total: int
    waiting: int
    refused: int

    @property
    def worked(self) -> int:
        """Those that wait no longer."""
        return self.total - self.waiting


def tasks_at(round_: Round, *wanted: str) -> QuerySet[WorkItem]:
    """The open tasks of the round's dossiers at these steps."""
    return WorkItem.objects.filter(
        process__application__round=round_, step__in=wanted, finished__isnull=True
    )


def order(
    act: str,
    round_: Round,
    tasks: QuerySet[WorkItem],
    by: User,
    occasion: str,
    **told: Any,
) -> list[BulkRun]:
    """Order the act over all these tasks: one order for each version, queue and MOST tasks.
    `occasion` names the act of the round, so that the same act orders once.
    """
    groups: dict[tuple[int, str, int | None, str], list[WorkItem]] = defaultdict(list)
    rows = tasks.select_related("process__version", "authority").order_by("process_id")
    for item in rows.defer("process__answers", "process__office"):
        group = (item.process.version_id, item.step, item.authority_id, item.role)
        groups[group].append(item)
    made: list[BulkRun] = []
    for items in groups.values():
        for start in range(0, len(items), bulk.MOST):
            some = items[start : start + bulk.MOST]
            made.append(_ordered(act, round_, some, by, f"{occasion}:{len(made)}", told))
    return made


def _ordered(
    act: str,
    round_: Round,
    items: list[WorkItem],
    by: User,
    occasion: str,
    told: dict[str, Any],
) -> BulkRun:
    first = items[0]
    if first.authority is None:
        raise WrongState(f"step {first.step} has no authority")
    wanted = bulk.Wanted(
        act,
        {"round": round_.pk, **told},
        first.process.version,
        first.step,
        first.authority,
        first.role,
    )
    key = hashlib.sha256(f"round:{round_.pk}:{occasion}".encode()).hexdigest()
    return bulk.order(wanted, items, by, get_language() or "vi", key)


def of_round(round_: Round) -> QuerySet[BulkRun]:
    """The orders of the round, the last first."""
    acts = (CLOSE, PLACE, END)
    return BulkRun.objects.filter(act__in=acts, parameters__round=round_.pk)


def progress(runs: Iterable[BulkRun]) -> Progress:
    """Counted now."""
    keys = [run.pk for run in runs]
    rows = BulkTask.objects.filter(run__in=keys)
    return Progress(
        rows.count(),
        rows.filter(state=BulkTask.State.WAITING).count(),
        rows.filter(state=BulkTask.State.REFUSED).count(),
    )


def waiting(round_: Round) -> int:
    """Dossiers that an order of the round has not reached yet."""
    return progress(of_round(round_).filter(finished_at=None)).waiting


def _close(item: WorkItem, actor: User, told: Parameters, key: str) -> object:
    return actions.decide_together(item, actor, steps.CLOSE, {}, key)


def _end(item: WorkItem, actor: User, told: Parameters, key: str) -> object:
    return actions.decide_together(item, actor, steps.END, {}, key)


#: What a seat, or none, is called at each step.
OUTCOMES = {
    steps.RESULT: (steps.ADMIT, steps.NOT_ADMIT),
    steps.WAITING: (steps.MOVE_UP, ""),
    steps.UNPLACED: (steps.ADMIT, ""),
}


def _place(item: WorkItem, actor: User, told: Parameters, key: str) -> object:
    """The seat that the run gave, with the family's reason in words."""
    placement = (
        Placement.objects.select_related("run__plan")
        .filter(run=told["run"], application__dossier=item.process_id)
        .first()
    )
    if placement is None:
        raise WrongState("Hồ sơ này không có trong lần xét đã phê duyệt.")
    admitted, refused = OUTCOMES[item.step]
    outcome = admitted if placement.programme else refused
    return actions.decide_together(item, actor, outcome, values_of(placement), key)


def values_of(placement: Placement) -> dict[str, Any]:
    """What the step `result` keeps of a seat; the reason in Vietnamese, as on every paper."""
    plan = plan_of(placement.run.plan)
    named = plan.programmes.get(placement.programme)
    with override("vi"):
        reason = sentence_of(placement, plan)
    if not placement.programme:
        return {"reason": reason}
    return {
        "programme": placement.programme,
        "programme_name": named.name if named else placement.programme,
        "rank": placement.rank,
        "reason": reason,
    }


def place(round_: Round, run: AllocationRun, tasks: QuerySet[WorkItem], by: User) -> list[BulkRun]:
    """Tell every dossier among the tasks what the run gave it."""
    return order(PLACE, round_, tasks, by, f"place:{run.pk}", run=run.pk)


def register(names: Collection[str] = (CLOSE, PLACE, END)) -> None:
    """Have the engine know these acts; called once, when the app is ready."""
    for name, do in ((CLOSE, _close), (PLACE, _place), (END, _end)):
        if name in names:
            kinds.add(name, kinds.Kind(do))
