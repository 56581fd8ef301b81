"""Having seats counted, before anybody signs; and seats passed on after publication."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from admissions import journal
from admissions.acts import missing
from admissions.acts.door import DECIDES, PREPARES, opened
from admissions.allocation.claims import CannotRun
from admissions.models import AllocationRun, Round
from admissions.opened import decisions
from admissions.plans.reading import in_force
from admissions.seats import orders, running, waiting
from organisations.models import User
from workflows.errors import Incomplete, WrongState

State, Purpose = Round.State, AllocationRun.Purpose
#: What a run of each state is for.
PURPOSES = {
    State.SCORED: Purpose.MAIN,
    State.CONFIRMING: Purpose.PASSED_ON,
    State.SUPPLEMENTARY: Purpose.SUPPLEMENTARY,
}


class RunIsOld(WrongState):
    """Somebody answered, or a mark or the plan changed, since the run was worked out."""


def order_run(
    round_: Round, actor: User, *, after_remarking: bool = False, by_the_clock: bool = False
) -> AllocationRun:
    """A dry run over the applications as they stand now; the worker does it. One at a time; seats
    are passed on at the plan's hours only, and after re-marking. `by_the_clock`: nobody pressed.
    Raises NoRight, WrongState, Incomplete.
    """
    with opened(round_.pk, actor, PREPARES, *PURPOSES) as fresh:
        if fresh.runs.filter(state=AllocationRun.State.WAITING).exists():
            raise WrongState(_("Đang có một lần xét thử chưa tính xong."))
        purpose = PURPOSES[State(fresh.state)]
        if after_remarking:
            purpose = _demand_remarked(fresh)
        if purpose == Purpose.PASSED_ON:
            _demand_hour(fresh)
        lacks = missing.before_filling_up(fresh) if purpose == Purpose.SUPPLEMENTARY else []
        if lacks:
            raise Incomplete(lacks[0])
        assert fresh.plan is not None  # noqa: S101 - it opened by one
        run = AllocationRun.objects.create(round=fresh, plan=fresh.plan, by=actor, purpose=purpose)
        said = {"run": run.pk, "purpose": purpose, **_answering(actor, by_the_clock)}
        who = None if by_the_clock else actor
        journal.append(fresh, "order_run", who, fresh.state, said)
        running.owe(run)
        return run


def _answering(actor: User, by_the_clock: bool) -> dict[str, int]:
    """What the clock did names who answers for it."""
    return {"answers": actor.pk} if by_the_clock else {}


def _demand_remarked(round_: Round) -> AllocationRun.Purpose:
    """Marks were counted since the result was published."""
    published = round_.entries.filter(act="publish").order_by("-sequence").first()
    later = (
        round_.entries.filter(act="count_sheet", sequence__gt=published.sequence)
        if published
        else None
    )
    if later is None or not later.exists():
        raise WrongState(_("Chưa có điểm phúc khảo nào được tính sau khi công bố."))
    return Purpose.REMARKED


def _demand_hour(round_: Round) -> None:
    """An hour of the plan has come since seats were last passed on."""
    hours = in_force(round_).windows.passed_on
    last = last_passed_on(round_)
    if any(hour <= timezone.now() and (last is None or hour > last) for hour in hours):
        return
    to_come = [hour for hour in sorted(hours) if hour > timezone.now()]
    if not to_come:
        raise WrongState(_("Kế hoạch không còn giờ chuyển chỗ nào."))
    told = f"{timezone.localtime(to_come[0]):%H:%M %d/%m/%Y}"
    raise WrongState(_("Giờ chuyển chỗ tiếp theo là %(hour)s.") % {"hour": told})


def last_passed_on(round_: Round) -> dt.datetime | None:
    """When the run was ordered by which seats were last passed on in the confirming time."""
    rows = round_.runs.filter(purpose=Purpose.PASSED_ON, is_dry=False)
    last: dt.datetime | None = rows.aggregate(last=Max("at"))["last"]
    return last


def pass_on(
    round_: Round, run: AllocationRun, seen: str, actor: User, *, by_the_clock: bool = False
) -> Round:
    """The head has the seats of a run passed on, exactly as its report was seen (`seen`: the root
    hash): who moves up or gets a seat is told, nobody else is touched. `by_the_clock`: at the hour
    of the plan, `actor` answers for it. Raises NoRight, WrongState.
    """
    with opened(round_.pk, actor, DECIDES, State.CONFIRMING, State.SUPPLEMENTARY) as fresh:
        kept = fresh.runs.select_related("plan", "round").filter(pk=run.pk, is_dry=True).first()
        sound = kept is not None and kept.state == AllocationRun.State.DONE and kept.root == seen
        if (
            kept is None
            or not sound
            or kept.purpose
            not in (
                Purpose.REMARKED,
                PURPOSES[State(fresh.state)],
            )
        ):
            raise WrongState(_("Kết quả đã khác với bản bạn xem. Hãy tải lại trang."))
        _demand_as_it_was(kept)
        moved = waiting.moved(kept)
        kept.is_dry = False
        kept.save(update_fields=["is_dry"])
        tasks = orders.tasks_at(fresh, *orders.OUTCOMES).filter(process__in=moved)
        made = orders.place(fresh, kept, tasks, actor)
        said: dict[str, Any] = {"run": kept.pk, "root": kept.root, "moved": len(moved)}
        said["orders"] = [one.pk for one in made]
        if kept.purpose == Purpose.SUPPLEMENTARY:
            papers = decisions.decide(fresh, kept, actor, moved)
            said["decisions"] = [one.pk for one in papers]
        said |= _answering(actor, by_the_clock)
        journal.append(fresh, "pass_on", None if by_the_clock else actor, fresh.state, said)
        return fresh


def _demand_as_it_was(run: AllocationRun) -> None:
    try:
        now = running.input_hash(run)
    except CannotRun as why:
        raise WrongState(str(why)) from why
    if now != run.input_hash:
        raise RunIsOld(
            _("Điểm, nguyện vọng hoặc kế hoạch đã đổi sau lần xét này. Hãy xét thử lại.")
        )
