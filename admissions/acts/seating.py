"""Having seats counted, before anybody signs; and seats passed on after publication."""

from __future__ import annotations

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from admissions import journal
from admissions.acts.door import DECIDES, PREPARES, opened
from admissions.allocation.claims import CannotRun
from admissions.models import AllocationRun, Round
from admissions.plans.reading import in_force
from admissions.seats import orders, running, waiting
from organisations.models import User
from workflows.errors import WrongState

State, Purpose = Round.State, AllocationRun.Purpose
#: What a run of each state is for.
PURPOSES = {
    State.SCORED: Purpose.MAIN,
    State.CONFIRMING: Purpose.PASSED_ON,
    State.SUPPLEMENTARY: Purpose.SUPPLEMENTARY,
}


def order_run(round_: Round, actor: User, *, after_remarking: bool = False) -> AllocationRun:
    """A dry run over the applications as they stand now; the worker does it. One at a time; seats
    are passed on at the plan's hours only, and after re-marking. Raises NoRight, WrongState.
    """
    with opened(round_.pk, actor, PREPARES, *PURPOSES) as fresh:
        if fresh.runs.filter(state=AllocationRun.State.WAITING).exists():
            raise WrongState(_("Đang có một lần xét thử chưa tính xong."))
        purpose = PURPOSES[State(fresh.state)]
        if after_remarking:
            purpose = _demand_remarked(fresh)
        if purpose == Purpose.PASSED_ON:
            _demand_hour(fresh)
        assert fresh.plan is not None  # noqa: S101 - it opened by one
        run = AllocationRun.objects.create(round=fresh, plan=fresh.plan, by=actor, purpose=purpose)
        said = {"run": run.pk, "purpose": purpose}
        journal.append(fresh, "order_run", actor, fresh.state, said)
        running.owe(run)
        return run


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
    rows = round_.runs.filter(purpose=Purpose.PASSED_ON, is_dry=False)
    last = rows.aggregate(last=Max("at"))["last"]
    if any(hour <= timezone.now() and (last is None or hour > last) for hour in hours):
        return
    to_come = [hour for hour in sorted(hours) if hour > timezone.now()]
    if not to_come:
        raise WrongState(_("Kế hoạch không còn giờ chuyển chỗ nào."))
    told = f"{timezone.localtime(to_come[0]):%H:%M %d/%m/%Y}"
    raise WrongState(_("Giờ chuyển chỗ tiếp theo là %(hour)s.") % {"hour": told})


def pass_on(round_: Round, run: AllocationRun, seen: str, actor: User) -> Round:
    """The head has the seats of a run passed on, exactly as its report was seen (`seen`: the root
    hash): who moves up or gets a seat is told, nobody else is touched. Raises NoRight, WrongState.
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
        said = {"run": kept.pk, "root": kept.root, "moved": len(moved)}
        said["orders"] = [one.pk for one in made]
        journal.append(fresh, "pass_on", actor, fresh.state, said)
        return fresh


def _demand_as_it_was(run: AllocationRun) -> None:
    try:
        now = running.input_hash(run)
    except CannotRun as why:
        raise WrongState(str(why)) from why
    if now != run.input_hash:
        raise WrongState(
            _("Điểm, nguyện vọng hoặc kế hoạch đã đổi sau lần xét này. Hãy xét thử lại.")
        )
