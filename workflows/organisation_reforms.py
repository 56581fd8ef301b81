"""A reform of the organisation and the running dossiers: what it would do, and doing it.

`plan` reads and `run` acts by the same decisions. `run` goes dossier by dossier, each an act of its
own: cut off at any point and started again it does what is left, and a reform that is done is not
done twice.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from forms.conditions.evaluation import Condition, ConditionError
from organisations import reforms
from organisations.models import Authority
from organisations.reform_models import Reform, Succession
from payments import succession
from workflows import actions
from workflows.lifecycle import OPEN
from workflows.models import Dossier, Draft, WorkItem
from workflows.process.competence import taker_of
from workflows.process.conditions import data_of

log = logging.getLogger(__name__)
Kind = Reform.Kind
#: How long after a reform a filing is looked for that was under way when it ran.
LATE_FILINGS = dt.timedelta(days=1)


class ReformRefused(Exception):
    """The reform cannot be run: the text says why, in plain Vietnamese."""


@dataclass(frozen=True)
class Move:
    """One dossier and who takes over from each of its authorities that end."""

    dossier: Dossier
    takers: dict[int, Authority]

    @property
    def takes(self) -> str:
        """The names of those who take over."""
        return ", ".join(sorted({taker.name for taker in self.takers.values()}))


@dataclass(frozen=True)
class Plan:
    """What a reform would do; with `faults` it would do nothing."""

    faults: list[str]
    moves: list[Move] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    # roles that sign or administer: asked and granted by two
    anew: list[str] = field(default_factory=list)


def plan(reform: Reform) -> Plan:
    """Everything that `run` would do now; reads only."""
    faults = list(_faults(reform))
    if faults:
        return Plan(faults)
    people, anew = (
        [f"{role.user}: {role.role}, {role.authority} → {taker}" for role, taker in found]
        for found in (reforms.people_of(reform), reforms.granted_anew(reform))
    )
    return Plan([], list(_moves(reform)), people, anew)


def run(reform: Reform) -> int:
    """Do it, or what is left of it; returns how many dossiers were moved now. Raises
    ReformRefused.
    """
    reform.refresh_from_db()
    if reform.done_at is not None:
        return 0
    if reform.date > timezone.localdate():
        raise ReformRefused(_("Chưa đến ngày %(day)s.") % {"day": f"{reform.date:%d/%m/%Y}"})
    if faults := list(_faults(reform)):
        raise ReformRefused(" ".join(faults))
    reforms.end_authorities(reform)
    moved = _move(reform)
    for leaves in reforms.ending(reform):
        _leave_the_rest(leaves, reforms.heir(reform, leaves))
    Reform.objects.filter(pk=reform.pk, done_at=None).update(done_at=timezone.now())
    return moved


def _leave_the_rest(leaves: Authority, heir: Authority) -> None:
    """What belongs to no running dossier: drafts at its counters, money that is settled or still
    owed back.
    """
    Draft.objects.filter(counter=leaves, dossier=None).update(counter=heir)
    succession.inherit(leaves, heir)


def _move(reform: Reform) -> int:
    """Give every dossier that is still theirs to whoever takes over; returns how many there
    were.
    """
    return sum(
        actions.reorganise(move.dossier, move.takers, reform) is not None for move in _moves(reform)
    )


def sweep() -> int:
    """Run what was reviewed and whose day has come; one that fails keeps no other waiting.

    Whoever filed in the very moment of a reform may have named an authority before it ended and
    committed after: those dossiers are fetched from reforms done lately.
    """
    for reform in Reform.objects.filter(done_at__gte=timezone.now() - LATE_FILINGS):
        _move(reform)
    due = Reform.objects.filter(ready=True, done_at=None, date__lte=timezone.localdate()).order_by(
        "date", "id"
    )
    done = 0
    for reform in due:
        try:
            run(reform)
        except ReformRefused as refused:
            log.error("reform %s was not run: %s", reform.pk, refused)
        else:
            done += 1
    return done


def _moves(reform: Reform) -> Iterator[Move]:
    """Every dossier that something is still to be done for, with who takes over; by its id."""
    ends = {authority.pk for authority in reforms.ending(reform)}
    steps = list(reform.successions.select_related("takes").order_by("id"))
    tasks = WorkItem.objects.filter(finished=None, authority__in=ends).values("process")
    theirs = Q(receiving__in=ends) | Q(deciding__in=ends)
    running = Q(legal_status__in=OPEN) | Q(
        pk__in=WorkItem.objects.filter(finished=None).values("process")
    )
    rows = Dossier.objects.filter(Q(pk__in=tasks) | (theirs & running)).order_by("pk")
    for dossier in rows.iterator(chunk_size=200):
        yield Move(dossier, {pk: _taker(steps, pk, dossier) for pk in sorted(ends)})


def _taker(steps: list[Succession], leaves: int, dossier: Dossier) -> Authority:
    taker = taker_of([step for step in steps if step.leaves_id == leaves], data_of(dossier))
    if taker is None:
        raise ReformRefused(_("Còn hồ sơ không rõ cơ quan kế thừa."))
    return taker


def _faults(reform: Reform) -> Iterator[str]:
    """What is wrong with the rows, a sentence each."""
    steps = list(reform.successions.select_related("leaves", "takes"))
    leaves, takes = {step.leaves for step in steps}, {step.takes for step in steps}
    if not steps:
        yield _("Chưa ghi cơ quan nào kết thúc và cơ quan nào tiếp nhận.")
    for one in sorted(leaves & takes, key=str):
        yield _("%(name)s vừa kết thúc vừa tiếp nhận.") % {"name": one}
    for one in sorted(takes - leaves, key=str):
        if any(one.lies_under(other) for other in leaves):
            yield _(
                "%(name)s trực thuộc cơ quan kết thúc: hãy ghi cơ quan chủ quản khác trước."
            ) % {"name": one}
    yield from _of_kind(reform, len(leaves), len(takes))
    for one in sorted(takes, key=str):
        if one.valid_from > reform.date or (one.valid_to and one.valid_to < reform.date):
            yield _("%(name)s không hoạt động vào ngày sắp xếp.") % {"name": one}
    for one in sorted(leaves, key=str):
        if len([step for step in steps if step.leaves == one and not step.when]) != 1:
            yield _(
                "%(name)s cần đúng một cơ quan kế thừa không có điều kiện: nơi nhận phần còn lại."
            ) % {"name": one}
    yield from _of_rules(steps)


def _of_kind(reform: Reform, ends: int, begins: int) -> Iterator[str]:
    if reform.kind == Kind.MERGE and begins > 1:
        yield _("Sáp nhập chỉ có một cơ quan tiếp nhận.")
    if reform.kind == Kind.SPLIT and (ends != 1 or begins < 2):
        yield _("Chia, tách có một cơ quan kết thúc và từ hai cơ quan tiếp nhận.")
    if reform.kind == Kind.RENAME and (ends, begins) != (1, 1):
        yield _("Đổi tên, đổi mã có một cơ quan cũ và một cơ quan mới.")


def _of_rules(steps: list[Succession]) -> Iterator[str]:
    for step in steps:
        try:
            if step.when:
                Condition(step.when)
        except ConditionError as error:
            yield _("Điều kiện của %(name)s không đọc được: %(why)s") % {
                "name": step.takes,
                "why": error,
            }
