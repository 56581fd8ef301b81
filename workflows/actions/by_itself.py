"""What time does by itself: silence, lapse, an opinion that nobody waits for, warnings."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from workflows import clock, fees, nodes
from workflows.actions.deciding import carry_out, chosen_outcome, note_work
from workflows.actions.moving import go_on
from workflows.actions.promised_time import stop_notice
from workflows.actions.replying import taken_as_said
from workflows.definition import Reply, Step
from workflows.door import Act, locked, locked_item
from workflows.errors import WrongState
from workflows.models import Entry, Timer, WorkItem

#: Why a dossier stops by itself, as the notice says it.
NOT_SUPPLIED = "Đã quá thời hạn bổ sung, hoàn thiện hồ sơ mà người nộp không bổ sung."
UNPAID = "Đã quá thời hạn nộp phí, lệ phí mà người nộp không nộp."


def time_is_up(timer: Timer) -> Entry | None:
    """Do what time does by itself; None when it was done before, or what it waited for has come."""
    with locked(timer.dossier_id) as dossier:
        timer = Timer.objects.select_related("item").get(pk=timer.pk)
        if timer.done_at is not None:
            return None
        act = Act(dossier, None, None, None)
        act.data["timer"] = timer.kind
        timer.done_at = act.now
        timer.save(update_fields=["done_at"])
        if timer.item is None:
            return act.record(timer.kind.lower())
        if timer.item.finished is not None:
            return None
        return BY_ITSELF[timer.kind](act, locked_item(timer.item, dossier))


def _silence(act: Act, item: WorkItem) -> Entry:
    """Silence means consent: the outcome is taken as if somebody had chosen it."""
    step = act.definition.step(item.step)
    if isinstance(step, Reply):
        return taken_as_said(act, item, step)
    if not isinstance(step, Step) or step.silence is None:
        raise WrongState(_("Bước này không có lựa chọn như vậy."))
    chosen = chosen_outcome(act, item, step.silence.outcome)
    return carry_out(act, item, chosen, note_work(act, item, chosen, {}, step.silence.reason))


def _lapse(act: Act, item: WorkItem) -> Entry:
    """The applicant was asked and did not act: the dossier stops."""
    act.move("lapse")
    clock.stop(act.dossier, act.now, "lapse")
    stop_notice(act, UNPAID if act.definition.step(item.step).kind == "pay" else NOT_SUPPLIED)
    fees.give_up(act)
    return go_on(act, nodes.advance(item, "lapse", None), "lapse", item, "lapse")


def _close(act: Act, item: WorkItem) -> Entry:
    """Whoever was asked did not answer within his time: nobody waits for him any longer."""
    return go_on(act, nodes.advance(item, nodes.NOT_ANSWERED, None), "no_answer", item, nodes.NOT_ANSWERED)


def _remind(act: Act, item: WorkItem) -> Entry:
    """Whoever was asked has not answered, or a council is not closed, and the time is nearly over."""
    act.data["item"] = item.pk
    return act.record("remind", item=item)


def _unheard(act: Act, item: WorkItem) -> Entry:
    """Whoever was asked let his time pass, and is still waited for: whoever asked must know."""
    act.data["item"] = item.pk
    return act.record("unheard", item=item)


def _step_late(act: Act, item: WorkItem) -> Entry:
    """A step used its own hours, whatever the dossier's limit says."""
    act.data["item"] = item.pk
    return act.record("step_late", item=item)


#: What the timer of a task does when its time has come.
BY_ITSELF: dict[str, Callable[[Act, WorkItem], Entry]] = {
    Timer.Kind.SILENCE: _silence,
    Timer.Kind.LAPSE: _lapse,
    Timer.Kind.CLOSE: _close,
    Timer.Kind.REMIND: _remind,
    Timer.Kind.UNHEARD: _unheard,
    Timer.Kind.LATE: _step_late,
}
