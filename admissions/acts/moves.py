"""A round's way from state to state: who may, what must be there before, what follows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from admissions import journal, steps
from admissions.acts import missing
from admissions.acts.door import DECIDES, PREPARES, demand, demand_state, opened
from admissions.acts.missing import Missing
from admissions.models import AllocationRun, Round
from admissions.opened import decisions
from admissions.plans.reading import in_force
from admissions.seats import orders
from admissions.seats.inputs import input_of
from organisations.models import User
from workflows.errors import Incomplete, NoRight, WrongState

State = Round.State
After = Callable[[Round, User], Mapping[str, Any]]


def _nothing(round_: Round, actor: User) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class Move:
    """One move of the table; `after` runs in the same transaction, and tells the entry."""

    name: str
    title: Promise
    before: Collection[str]
    to: str
    roles: Collection[str]
    lacks: Missing
    after: After = _nothing


def _close(round_: Round, actor: User) -> Mapping[str, Any]:
    tasks = orders.tasks_at(round_, steps.REGISTERED)
    made = orders.order(orders.CLOSE, round_, tasks, actor, f"close:{round_.entry_count}")
    return {"orders": [run.pk for run in made]}


def _publish(round_: Round, actor: User) -> Mapping[str, Any]:
    run = round_.run
    if run is None:
        raise WrongState(_("Chưa có lần xét nào được phê duyệt."))
    made = orders.place(round_, run, orders.tasks_at(round_, steps.RESULT), actor)
    papers = decisions.decide(round_, run, actor)
    return {
        "run": run.pk,
        "root": run.root,
        "orders": [one.pk for one in made],
        "decisions": [one.pk for one in papers],
    }


def _end(round_: Round, actor: User) -> Mapping[str, Any]:
    tasks = orders.tasks_at(round_, steps.WAITING, steps.UNPLACED)
    made = orders.order(orders.END, round_, tasks, actor, f"end:{round_.entry_count}")
    return {"orders": [run.pk for run in made]}


#: The moves that ask nothing but the press of a button.
MOVES = {
    one.name: one
    for one in (
        Move(
            "open",
            gettext_lazy("Mở nhận hồ sơ"),
            (State.PREPARED,),
            State.OPEN,
            DECIDES,
            missing.before_opening,
        ),
        Move(
            "close",
            gettext_lazy("Khóa nguyện vọng"),
            (State.OPEN,),
            State.CLOSED,
            DECIDES,
            missing.before_closing,
            _close,
        ),
        Move(
            "checked",
            gettext_lazy("Xác nhận đã kiểm tra xong hồ sơ"),
            (State.CLOSED,),
            State.CHECKED,
            PREPARES,
            missing.before_checked,
        ),
        Move(
            "scored",
            gettext_lazy("Xác nhận đã đủ dữ liệu xét"),
            (State.CHECKED,),
            State.SCORED,
            PREPARES,
            missing.before_scored,
        ),
        Move(
            "publish",
            gettext_lazy("Công bố kết quả"),
            (State.APPROVED,),
            State.PUBLISHED,
            DECIDES,
            missing.before_published,
            _publish,
        ),
        Move(
            "confirming",
            gettext_lazy("Mở xác nhận nhập học"),
            (State.PUBLISHED,),
            State.CONFIRMING,
            PREPARES,
            missing.before_confirming,
        ),
        Move(
            "supplementary",
            gettext_lazy("Mở xét tuyển bổ sung"),
            (State.CONFIRMING,),
            State.SUPPLEMENTARY,
            DECIDES,
            missing.before_supplementary,
        ),
        Move(
            "close_again",
            gettext_lazy("Khóa hồ sơ xét bổ sung"),
            (State.SUPPLEMENTARY,),
            State.SUPPLEMENTARY,
            DECIDES,
            missing.before_closing_again,
            _close,
        ),
        Move(
            "end",
            gettext_lazy("Kết thúc đợt"),
            (State.CONFIRMING, State.SUPPLEMENTARY),
            State.ENDED,
            DECIDES,
            missing.before_ended,
            _end,
        ),
    )
}


def next_moves(round_: Round) -> list[Move]:
    """What a round in its state may do next by a button."""
    return [one for one in MOVES.values() if round_.state in one.before]


def move(round_: Round, name: str, actor: User) -> Round:
    """Do one of MOVES. Raises NoRight, WrongState, Incomplete (the first thing missing)."""
    known = MOVES.get(name)
    if known is None:
        raise WrongState(_("Không có việc như vậy."))
    with opened(round_.pk, actor, known.roles) as fresh:
        demand_state(fresh, known.before)
        lacks = known.lacks(fresh)
        if lacks:
            raise Incomplete(lacks[0])
        before, fresh.state = fresh.state, known.to
        said = known.after(fresh, actor)
        journal.append(fresh, name, actor, before, said)
        return fresh


def bind(round_: Round, run: AllocationRun, seen: str, actor: User) -> Round:
    """SCORED → ALLOCATED: the round takes exactly the run whose report was seen (`seen`: its input
    hash). A mark, wish or rule that changed since makes it void. Raises NoRight, WrongState.
    """
    with opened(round_.pk, actor, PREPARES) as fresh:
        demand_state(fresh, (State.SCORED,))
        kept = fresh.runs.filter(pk=run.pk, state=AllocationRun.State.DONE).first()
        if kept is None or kept.purpose != AllocationRun.Purpose.MAIN or kept.input_hash != seen:
            raise WrongState(_("Lần xét này không phải lần bạn đã xem. Hãy tải lại trang."))
        if kept.plan_id != fresh.plan_id or input_of(fresh, in_force(fresh)).hash != seen:
            raise WrongState(
                _("Điểm, nguyện vọng hoặc kế hoạch đã đổi sau lần xét này. Hãy xét thử lại.")
            )
        fresh.run, fresh.state = kept, State.ALLOCATED
        journal.append(fresh, "bind", actor, State.SCORED, _of_run(kept))
        return fresh


def approve(round_: Round, seen: str, actor: User) -> Round:
    """ALLOCATED → APPROVED: by the head, another person than took the run; `seen` is its root hash
    as the page showed it. Raises NoRight, WrongState.
    """
    with opened(round_.pk, actor, DECIDES) as fresh:
        demand_state(fresh, (State.ALLOCATED,))
        run = fresh.run
        if run is None or run.root != seen:
            raise WrongState(_("Kết quả đã khác với bản bạn xem. Hãy tải lại trang."))
        last = fresh.entries.filter(act="bind").order_by("-sequence").first()
        if last is not None and last.actor_id == actor.pk:
            raise NoRight(_("Người trình kết quả không tự phê duyệt: cần một người khác."))
        run.is_dry = False
        run.save(update_fields=["is_dry"])
        fresh.state = State.APPROVED
        journal.append(fresh, "approve", actor, State.ALLOCATED, _of_run(run))
        return fresh


def withdraw(round_: Round, actor: User) -> Round:
    """One step back before publication: APPROVED → ALLOCATED by the head, ALLOCATED → SCORED by
    who prepares. Raises NoRight, WrongState.
    """
    with opened(round_.pk, actor, PREPARES) as fresh:
        demand_state(fresh, (State.APPROVED, State.ALLOCATED))
        before = fresh.state
        if before == State.APPROVED:
            demand(actor, fresh, DECIDES)
            fresh.state = State.ALLOCATED
        else:
            fresh.run, fresh.state = None, State.SCORED
        journal.append(fresh, "withdraw", actor, before)
        return fresh


def _of_run(run: AllocationRun) -> dict[str, Any]:
    return {"run": run.pk, "input": run.input_hash, "root": run.root}
