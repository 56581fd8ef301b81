"""A dossier gets another authority: what an act that hands over does to the dossier, its open tasks
and its clock.
"""

from __future__ import annotations

from collections.abc import Mapping

from organisations.calendar.working_time import calendar_for, local
from organisations.models import Authority
from organisations.reform_models import Reform
from organisations.roles import holds
from workflows import fee_requests
from workflows.act import Act
from workflows.deadlines import clock, timers
from workflows.deadlines.clock import DueMoved
from workflows.deadlines.ledger import step_due
from workflows.models import Dossier, HandOver, Timer, WorkItem
from workflows.papers import signing


def rehome(act: Act, takers: Mapping[int, Authority], reform: Reform | None = None) -> None:
    """Give what belongs to each authority (by its id) to its taker: the dossier, and its open tasks
    in their queues.

    The code stays, the clock goes by the calendar of whoever decides now. A task keeps its holder
    only where they hold its role at the taker, as after a reform.
    """
    dossier = act.dossier
    left = {dossier.receiving_id, dossier.deciding_id}
    for item in WorkItem.objects.select_related("owner").filter(process=dossier, finished=None):
        if item.authority_id in takers:
            left.add(item.authority_id)
            item.process = dossier
            _move(act, item, takers[item.authority_id])
    dossier.receiving = takers.get(dossier.receiving_id, dossier.receiving)
    dossier.deciding = takers.get(dossier.deciding_id, dossier.deciding)
    Dossier.objects.filter(pk=dossier.pk).update(
        receiving=dossier.receiving, deciding=dossier.deciding
    )
    sequence = dossier.entry_count + 1
    for pk in sorted(left & takers.keys()):
        HandOver.objects.create(
            dossier=dossier,
            leaves_id=pk,
            takes=takers[pk],
            at=act.now,
            entry_sequence=sequence,
            reform=reform,
        )
    if reform is not None:  # after a hand-over the money lies with who collected it
        fee_requests.follow(dossier, takers)
    _set_clock(act)
    signing.review(act)


def _move(act: Act, item: WorkItem, taker: Authority) -> None:
    """The task goes to the taker's queue, with what its step's hours come to there."""
    step, calendar = act.definition.step(item.step), calendar_for(taker)
    item.authority = taker
    if item.owner is not None and not holds(item.owner, item.role, taker.pk, act.definition.slug):
        item.owner, item.status, item.assigned = None, "NEW", None
    item.due_at = step_due(timers.hours_of(item, step), item.created, calendar)
    item.save(update_fields=["authority", "owner", "status", "assigned", "due_at"])
    for kind, due in timers.of_item(item, step).items():
        Timer.objects.filter(item=item, kind=kind, done_at=None).update(due_at=due)


def _set_clock(act: Act) -> None:
    before = act.dossier.due_at
    if act.dossier.accepted_at is None or before is None:
        return
    after = clock.expected_due(act.dossier, act.definition)
    if after != before:
        act.dossier.due_at = after
        act.carry(DueMoved(due=[local(before).isoformat(), local(after).isoformat()]))
