"""What time does by itself: silence, lapse, an opinion that nobody waits for, warnings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn, TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows import fee_requests
from workflows.act import Act, locked, locked_item
from workflows.actions.deciding import carry_out, chosen_outcome, note_work
from workflows.actions.promised_time import stop_notice
from workflows.actions.replying import taken_as_said
from workflows.actions.shared import GOING_ON, go_on
from workflows.deadlines import clock
from workflows.definition import (
    AnyStep,
    Consult,
    Council,
    End,
    Gate,
    Issue,
    Pay,
    Reply,
    Step,
    Wait,
    of_every_kind,
)
from workflows.errors import WrongState
from workflows.journal.act_kinds import Beats, Told, declare
from workflows.models import Entry, Timer, WorkItem
from workflows.process import moves, nodes

#: Why a dossier stops by itself, as the notice says it.
NOT_SUPPLIED = "Đã quá thời hạn bổ sung, hoàn thiện hồ sơ mà người nộp không bổ sung."
UNPAID = "Đã quá thời hạn nộp phí, lệ phí mà người nộp không nộp."


class AboutTask(TypedDict):
    """Id of the task."""

    item: int


LAPSE = declare(
    "lapse",
    gettext_lazy("Dừng xử lý vì quá hạn bổ sung, nộp phí"),
    told=Told.APPLICANT,
    carries=GOING_ON,
)
NO_ANSWER = declare(
    "no_answer", gettext_lazy("Hết hạn cho ý kiến"), told=Told.OFFICERS, carries=GOING_ON
)
REMIND = declare(
    "remind", gettext_lazy("Nhắc cho ý kiến"), told=Told.OFFICERS, carries=(AboutTask,)
)
UNHEARD = declare(
    "unheard", gettext_lazy("Quá hạn mà chưa có ý kiến"), told=Told.OFFICERS, carries=(AboutTask,)
)
STEP_LATE = declare(
    "step_late", gettext_lazy("Quá giờ của bước"), told=Told.OFFICERS, carries=(AboutTask,)
)
#: What the timer of a whole dossier writes down when its time has come.
WARNINGS = {
    Timer.Kind.NEAR_DUE: declare(
        "near_due", gettext_lazy("Sắp đến hạn trả kết quả"), told=Told.OFFICERS
    ),
    Timer.Kind.OVERDUE: declare(
        "overdue", gettext_lazy("Quá hạn trả kết quả"), told=Told.OFFICERS, in_timeline=True
    ),
}


def time_is_up(timer: Timer) -> Entry | None:
    """Do what time does by itself; None when it was done before, or what it waited for has come.

    Raises WrongState or Incomplete.
    """
    with locked(timer.dossier_id) as dossier:
        timer = Timer.objects.select_related("item").get(pk=timer.pk)
        if timer.done_at is not None:
            return None
        act = Act(dossier, None, None, None)
        act.carry(Beats(timer=timer.kind))
        timer.done_at = act.now
        timer.save(update_fields=["done_at"])
        if timer.item is None:
            return act.record(WARNINGS[Timer.Kind(timer.kind)])
        if timer.item.finished is not None:
            return None
        return BY_ITSELF[timer.kind](act, locked_item(timer.item, dossier))


def _silence(act: Act, item: WorkItem) -> Entry:
    """Silence means something: what, the kind of the step says."""
    step = act.definition.step(item.step)
    return SILENT[step.kind](act, item, step)


def _consents(act: Act, item: WorkItem, step: Step) -> Entry:
    """The outcome is taken as if somebody had chosen it."""
    if step.silence is None:
        raise WrongState(_("Bước này không có lựa chọn như vậy."))
    chosen = chosen_outcome(act, item, step.silence.outcome)
    return carry_out(act, item, chosen, note_work(act, item, chosen, {}, step.silence.reason))


def _means_nothing(act: Act, item: WorkItem, step: AnyStep) -> NoReturn:
    raise WrongState(_("Bước này không có lựa chọn như vậy."))


#: What silence means at a step of each kind.
SILENT: dict[str, Callable[[Act, WorkItem, Any], Entry]] = of_every_kind(
    "what silence means (workflows.actions.timeouts)",
    {
        Step: _consents,
        Wait: _means_nothing,
        Reply: taken_as_said,
        Pay: _means_nothing,
        Issue: _means_nothing,
        Consult: _means_nothing,
        Council: _means_nothing,
        Gate: _means_nothing,
        End: _means_nothing,
    },
)


def _lapse(act: Act, item: WorkItem) -> Entry:
    """The applicant was asked and did not act: the dossier stops."""
    act.move("lapse")
    clock.stop(act.dossier, act.now, "lapse")
    stop_notice(act, UNPAID if act.definition.step(item.step).fee else NOT_SUPPLIED)
    fee_requests.give_up(act)
    return go_on(act, moves.advance(item, "lapse", None), LAPSE, item, "lapse")


def _close(act: Act, item: WorkItem) -> Entry:
    """Whoever was asked did not answer within their time: nobody waits for them any longer."""
    return go_on(
        act, moves.advance(item, nodes.NOT_ANSWERED, None), NO_ANSWER, item, nodes.NOT_ANSWERED
    )


def _remind(act: Act, item: WorkItem) -> Entry:
    """Whoever was asked has not answered, or a council is not closed, and the time is nearly
    over.
    """
    act.carry(AboutTask(item=item.pk))
    return act.record(REMIND, item=item)


def _unheard(act: Act, item: WorkItem) -> Entry:
    """Whoever was asked let their time pass, and is still waited for: whoever asked must know."""
    act.carry(AboutTask(item=item.pk))
    return act.record(UNHEARD, item=item)


def _step_late(act: Act, item: WorkItem) -> Entry:
    """A step used its own hours, whatever the dossier's limit says."""
    act.carry(AboutTask(item=item.pk))
    return act.record(STEP_LATE, item=item)


#: What the timer of a task does when its time has come.
BY_ITSELF: dict[str, Callable[[Act, WorkItem], Entry]] = {
    Timer.Kind.SILENCE: _silence,
    Timer.Kind.LAPSE: _lapse,
    Timer.Kind.CLOSE: _close,
    Timer.Kind.REMIND: _remind,
    Timer.Kind.UNHEARD: _unheard,
    Timer.Kind.LATE: _step_late,
}
