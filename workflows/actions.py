"""The acts: every change to a dossier comes through here, and nothing else moves its status.

Each act has the same beats: lock the dossier, answer a repeat with what was done, check state and right, move, write
one journal entry, and after commit let the others hear. An act that is refused raises one of `workflows.errors`, whose
text a page shows as it is, and writes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from documents.models import Document
from organisations.models import Authority, User
from registers import lookup
from workflows import clock, filing, issuance, nodes, opinions, permissions
from workflows.conditions import holds
from workflows.definition import Consult, Outcome, Step
from workflows.door import Act, locked, locked_item, repeated
from workflows.errors import AlreadyDone, Incomplete, NoRight, WrongState
from workflows.lifecycle import Status
from workflows.models import Dossier, DossierDocument, DossierFile, Draft, Entry, Timer, WorkItem

Channel = Dossier.Channel


# --- The applicant -----------------------------------------------------------------------------------------------


def submit(draft: Draft, actor: User, key: str | None = None) -> Dossier:
    """The applicant files the draft online; filing it again gives the same dossier."""
    return _file(draft, actor, key, applicant=actor, channel=Channel.ONLINE, receiving=None)


def submit_at_counter(
    draft: Draft, actor: User, receiving: Authority, channel: str = Channel.DIRECT, key: str | None = None
) -> Dossier:
    """A receptionist files for somebody who came in person or wrote by post."""
    if not permissions.may_receive(actor, receiving):
        raise NoRight
    return _file(draft, actor, key, applicant=None, channel=channel, receiving=receiving)


def _file(
    draft: Draft, actor: User, key: str | None, *, applicant: User | None, channel: str, receiving: Authority | None
) -> Dossier:
    with transaction.atomic():
        # The dossier is read after the lock: joined, a waiting PostgreSQL would give the row from before it was filed.
        read = draft.answers
        draft = Draft.objects.select_for_update(of=("self",)).select_related("version__procedure").get(pk=draft.pk)
        if draft.owner_id != actor.pk:
            raise NoRight
        if draft.dossier is not None:
            return draft.dossier
        if draft.answers != read:
            raise WrongState(_("Hồ sơ vừa được sửa ở cửa sổ hoặc thiết bị khác. Hãy xem lại trước khi nộp."))
        if not draft.version.procedure.open:
            raise WrongState(_("Thủ tục này đang tạm ngừng nhận hồ sơ."))
        dossier = filing.file_draft(draft, applicant, channel, receiving)
        nodes.start(dossier)
        act = Act(dossier, actor, key, content=["submit", str(draft.pk)])
        act.status_before = None
        act.record("submit")
        draft.dossier, draft.answers = dossier, {}  # the dossier holds them now
        draft.save(update_fields=["dossier", "answers", "updated_at"])
    return dossier


def supply(dossier: Dossier, actor: User, answers: Mapping[str, Any], key: str | None = None) -> Entry:
    """The applicant completes the dossier: `answers` are all the answers as they now stand; the clock runs again."""
    content = ["supply", dossier.pk, dict(answers)]
    with locked(dossier.pk) as dossier:
        if done := repeated(key, content):
            return done
        act = Act(dossier, actor, key, content)
        if dossier.legal_status != Status.SUPPLEMENT_ASKED:
            raise WrongState(_("Hồ sơ không ở trạng thái chờ bổ sung."))
        if not permissions.may_supply(actor, dossier):
            raise NoRight
        kept = filing.checked_answers(act.definition, dict(answers))
        act.data["changed"] = sorted(
            name for name in kept | dossier.answers if kept.get(name) != dossier.answers.get(name)
        )
        filing.fill(dossier, act.definition, kept)
        filing.link_files(dossier, act.definition, kept)
        act.move("supply" if dossier.accepted_at else "supply_before_reception")
        clock.resume(dossier, act.definition, act.now, "supply")
        waiting = WorkItem.objects.get(process=dossier, finished__isnull=True)
        waiting.process = dossier
        _arrive(act, nodes.advance(waiting, "", None))
        return act.record("supply", item=waiting)


def withdraw(dossier: Dossier, actor: User, reason: str = "", key: str | None = None) -> Entry:
    """The applicant asks to stop while no result exists (NĐ 118/2025 Điều 21); the office then confirms."""
    content = ["withdraw", dossier.pk, reason]
    with locked(dossier.pk) as dossier:
        if done := repeated(key, content):
            return done
        act = Act(dossier, actor, key, content)
        if not permissions.is_applicant(actor, dossier):
            raise NoRight
        if DossierDocument.objects.filter(dossier=dossier, kind__in=act.definition.document_ids()).exists():
            raise WrongState(_("Kết quả đã được cấp số nên không rút hồ sơ được nữa."))
        act.move("withdraw")
        clock.pause(dossier, act.now, "withdraw")
        nodes.cancel_open(dossier)
        return act.record("withdraw", reason=reason)


# --- The queue ---------------------------------------------------------------------------------------------------


def claim(item: WorkItem, actor: User) -> Entry | None:
    """Take a task from the queue; taking one's own again changes nothing (None)."""
    with locked(item.process_id) as dossier:
        item = locked_item(item, dossier)
        if item.owner_id == actor.pk:
            return None
        act = Act(dossier, actor, None, None)
        _check_right(act, item)
        nodes.claim(item, actor)
        _begin(act)
        return act.record("claim", item=item)


def release(item: WorkItem, actor: User) -> Entry:
    """Put one's own task back into its queue."""
    with locked(item.process_id) as dossier:
        item = locked_item(item, dossier)
        if item.owner_id != actor.pk:
            raise NoRight
        nodes.claim(item, None)
        return Act(dossier, actor, None, None).record("release", item=item)


def reassign(item: WorkItem, actor: User, to: User) -> Entry | None:
    """A head gives a task to somebody who holds its role; giving it to whoever has it changes nothing (None)."""
    with locked(item.process_id) as dossier:
        item = locked_item(item, dossier)
        act = Act(dossier, actor, None, None)
        if not permissions.may_reassign(actor, item):
            raise NoRight
        if not permissions.holds_item(to, item) or not permissions.is_other_person(to, item, act.definition):
            raise NoRight(_("Người được giao không giữ vai trò của bước này."))
        if item.owner_id == to.pk:
            return None
        nodes.claim(item, to)
        act.data["to"] = to.pk
        return act.record("reassign", item=item)


# --- Deciding ----------------------------------------------------------------------------------------------------


def decide(
    item: WorkItem,
    actor: User,
    outcome: str,
    values: Mapping[str, Any] | None = None,
    reason: str = "",
    key: str | None = None,
    files: Sequence[str] = (),
) -> Entry:
    """An officer chooses one of the step's outcomes.

    `values` are what he filled in (field id → value), `reason` is his own or one of the library, `files` the ids of
    papers he attached. Raises NoRight, WrongState, AlreadyDone, Incomplete or KeyReused.
    """
    values = dict(values or {})
    content = ["decide", item.pk, outcome, values, reason, list(files)]
    with locked(item.process_id) as dossier:
        if done := repeated(key, content):
            return done
        item = locked_item(item, dossier)
        act = Act(dossier, actor, key, content)
        _check_right(act, item)
        chosen = _chosen(act, item, outcome)
        reason = _note_work(act, item, chosen, values, reason)
        _attach(act, item, files)
        return _carry_out(act, item, chosen, reason)


def _carry_out(act: Act, item: WorkItem, chosen: Outcome, reason: str) -> Entry:
    """What an outcome does: to the dossier, on paper, to the process, in the journal."""
    if chosen.act != "accept":
        _begin(act)
    CONSEQUENCES[chosen.act](act, reason)
    if chosen.slip:
        issuance.slip(act, chosen.slip, item, reason)
    _arrive(act, nodes.advance(item, chosen.id, act.actor))
    return act.record(chosen.act, item=item, outcome=chosen.id, reason=reason)


def give_opinion(
    item: WorkItem,
    actor: User,
    opinion: str,
    key: str | None = None,
    values: Mapping[str, Any] | None = None,
    files: Sequence[str] = (),
) -> Entry:
    """Somebody consulted answers; the dossier goes on when all, or the quorum, have answered.

    `values` are the answers to the step's fields, `files` ids of papers. The words of a confidential opinion stay out
    of the journal, which the others who were asked may read.
    """
    values = dict(values or {})
    content = ["opinion", item.pk, opinion, values, list(files)]
    with locked(item.process_id) as dossier:
        if done := repeated(key, content):
            return done
        item = locked_item(item, dossier)
        act = Act(dossier, actor, key, content)
        _check_right(act, item)
        step = act.definition.step(item.step)
        if not isinstance(step, Consult):
            raise WrongState(_("Bước này không có lựa chọn như vậy."))
        if not opinion.strip():
            raise Incomplete(_("Hãy ghi ý kiến trước khi gửi."))
        opinions.keep(act, actor, item, step, opinion, values)
        _attach(act, item, files)
        _arrive(act, nodes.advance(item, nodes.ANSWERED, actor))
        said = "" if step.asked[item.data["asked"]].confidential else opinion
        return act.record("opinion", item=item, outcome=nodes.ANSWERED, reason=said)


def _check_right(act: Act, item: WorkItem) -> None:
    actor = act.actor
    if actor is None or not permissions.holds_item(actor, item):
        raise NoRight
    if item.owner is not None and item.owner_id != actor.pk:
        raise AlreadyDone(by=str(item.owner))
    if not permissions.is_other_person(actor, item, act.definition):
        raise NoRight(_("Người nộp hoặc đã thẩm định hồ sơ không được tự quyết định hồ sơ đó."))


def _chosen(act: Act, item: WorkItem, outcome: str) -> Outcome:
    step = act.definition.step(item.step)
    outcomes: tuple[Outcome, ...] = getattr(step, "outcomes", ())
    for chosen in outcomes:
        if chosen.id == outcome and (not chosen.when or holds(chosen.when, act.dossier)):
            return chosen
    raise WrongState(_("Bước này không có lựa chọn như vậy."))


def _note_work(act: Act, item: WorkItem, chosen: Outcome, values: dict[str, Any], reason: str) -> str:
    """Keep what the officer filled in, and see that the outcome has what it needs. Returns the reason in force."""
    step = act.definition.step(item.step)
    unknown = set(values) - {field.id for field in getattr(step, "fields", ())}
    if unknown:
        raise WrongState(_("Bước này không có ô nhập như vậy."))
    _check_entries(act, item, values)
    reason = reason.strip()
    if chosen.reason_from:
        reason = act.dossier.office.get(chosen.reason_from, {}).get("reason", "")
    if chosen.reason == "required" and not reason:
        raise Incomplete(_("Hãy ghi lý do trước khi chọn “%(outcome)s”.") % {"outcome": chosen.title["vi"]})
    office = {**act.dossier.office, item.step: {**values, "outcome": chosen.id, "reason": reason}}
    act.dossier.office = office
    if chosen.needs and not holds(chosen.needs, act.dossier):
        message = chosen.needs_message["vi"] if chosen.needs_message else _("Còn thiếu thông tin cho lựa chọn này.")
        raise Incomplete(message)
    return reason


def _check_entries(act: Act, item: WorkItem, values: Mapping[str, Any]) -> None:
    """A register's entry is one of the books this dossier may be matched with."""
    fields = {name for step, name in act.definition.register_fields() if step == item.step}
    for name in sorted(fields & set(values)):
        if values[name] and lookup.entry(values[name], permissions.keepers_for(act.dossier)) is None:
            raise Incomplete(_("Không có mục sổ gốc như vậy trong sổ của cơ quan giải quyết."))


def _attach(act: Act, item: WorkItem, files: Sequence[str]) -> None:
    rows = [DossierFile(dossier=act.dossier, file_id=stored, field="officer", step=item.step) for stored in files]
    DossierFile.objects.bulk_create(rows, ignore_conflicts=True)


def _begin(act: Act) -> None:
    """The first act after reception is what “Đang xử lý” means."""
    if act.dossier.legal_status == Status.RECEIVED:
        act.move("begin")


def _arrive(act: Act, moved: nodes.Moved) -> None:
    """What the new place of the process asks at once: a document gets its number."""
    for item in moved.opened:
        if act.definition.step(item.step).kind == "issue":
            issuance.issue(act, item)


def _accept(act: Act, reason: str) -> None:
    act.move("accept")
    clock.start(act.dossier, act.definition, act.now)


def _ask_supplement(act: Act, reason: str) -> None:
    act.move("ask_supplement")
    clock.pause(act.dossier, act.now, "ask_supplement")


def _refuse_reception(act: Act, reason: str) -> None:
    act.move("refuse_reception")
    act.dossier.decision_reason = reason


def _approve(act: Act, reason: str) -> None:
    _settle(act, Dossier.Decision.GRANTED, "")


def _refuse(act: Act, reason: str) -> None:
    _settle(act, Dossier.Decision.REFUSED, reason)


def _settle(act: Act, decision: str, reason: str) -> None:
    act.dossier.decision, act.dossier.decision_reason = decision, reason
    act.dossier.decided_at = act.now if decision else None


def _send_back(act: Act, reason: str) -> None:
    _settle(act, Dossier.Decision.NONE, "")  # whoever signs next decides anew


def _return_result(act: Act, reason: str) -> None:
    act.move("return")


def _forward(act: Act, reason: str) -> None:
    """Moves the process only."""


#: What each act of an outcome does to the dossier, beside moving the process.
CONSEQUENCES: dict[str, Callable[[Act, str], None]] = {
    "accept": _accept,
    "ask_supplement": _ask_supplement,
    "refuse_reception": _refuse_reception,
    "forward": _forward,
    "send_back": _send_back,
    "approve": _approve,
    "refuse": _refuse,
    "return_result": _return_result,
}


# --- Time ---------------------------------------------------------------------------------------------------------


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
    if not isinstance(step, Step) or step.silence is None:
        raise WrongState(_("Bước này không có lựa chọn như vậy."))
    chosen = _chosen(act, item, step.silence.outcome)
    return _carry_out(act, item, chosen, _note_work(act, item, chosen, {}, step.silence.reason))


def _lapse(act: Act, item: WorkItem) -> Entry:
    """The applicant was asked and did not act: the dossier stops."""
    act.move("lapse")
    clock.stop(act.dossier, act.now, "lapse")
    _arrive(act, nodes.advance(item, "lapse", None))
    return act.record("lapse", item=item, outcome="lapse")


def _close(act: Act, item: WorkItem) -> Entry:
    """Whoever was asked did not answer within his time: nobody waits for him any longer."""
    _arrive(act, nodes.advance(item, nodes.NOT_ANSWERED, None))
    return act.record("no_answer", item=item, outcome=nodes.NOT_ANSWERED)


#: What the timer of a task does when its time has come.
BY_ITSELF: dict[str, Callable[[Act, WorkItem], Entry]] = {
    Timer.Kind.SILENCE: _silence,
    Timer.Kind.LAPSE: _lapse,
    Timer.Kind.CLOSE: _close,
}


# --- After the decision ------------------------------------------------------------------------------------------


def issued(document: Document) -> Entry | None:
    """The worker sealed the decision document: status 9, and 10 at once where the result goes online. Repeats: None."""
    link = DossierDocument.objects.get(document=document)
    with locked(link.dossier_id) as dossier:
        act = Act(dossier, None, None, None)
        waiting = WorkItem.objects.select_related("authority").filter(process=dossier, finished__isnull=True).first()
        if waiting is None or document.key != f"dossier:{dossier.pk}:{waiting.pk}":
            return None
        waiting.process = dossier
        act.move("finish")
        dossier.done_at = act.now
        clock.stop(dossier, act.now, "issue")
        act.data["document"] = document.symbol
        moved = nodes.advance(waiting, "", None)
        _arrive(act, moved)
        entry = act.record("issue", item=waiting)
        if moved.end is not None and moved.end.act == "return_result":
            last = Act(dossier, None, None, None)
            last.move("return")
            entry = last.record("return_result")
        return entry


def stop(dossier: Dossier, actor: User, reason: str = "", key: str | None = None) -> Entry:
    """The office confirms the applicant's wish to stop."""
    content = ["stop", dossier.pk, reason]
    with locked(dossier.pk) as dossier:
        if done := repeated(key, content):
            return done
        act = Act(dossier, actor, key, content)
        if not permissions.may_stop(actor, dossier):
            raise NoRight(_("Chỉ dừng được hồ sơ mà công dân đã yêu cầu rút."))
        act.move("stop")
        clock.stop(dossier, act.now, "stop")
        return act.record("stop", reason=reason)


def extend(dossier: Dossier, actor: User, reason: str, key: str | None = None) -> Entry:
    """One extension with an apology, at the latest one day before the due time (NĐ 118/2025; form 04).

    Where the whole limit is shorter than that day, any moment before the due time will do.
    """
    content = ["extend", dossier.pk, reason]
    with locked(dossier.pk) as dossier:
        if done := repeated(key, content):
            return done
        act = Act(dossier, actor, key, content)
        if not permissions.may_extend(actor, dossier):
            raise NoRight(_("Chỉ lãnh đạo cơ quan giải quyết được gia hạn, một lần, khi hồ sơ đang xử lý."))
        if act.definition.limit_for(dossier.channel, dossier.case).extension is None:
            raise WrongState(_("Thủ tục này không được gia hạn."))
        if not reason.strip():
            raise Incomplete(_("Hãy ghi lý do xin lỗi và gia hạn."))
        if act.now > _last_moment_to_extend(dossier):
            raise WrongState(_("Đã quá thời điểm được gia hạn (chậm nhất một ngày trước hạn trả)."))
        before = dossier.due_at
        clock.extend(dossier, act.definition, act.now)
        act.data["due"] = [str(before), str(dossier.due_at)]
        return act.record("extend", reason=reason)


def _last_moment_to_extend(dossier: Dossier) -> dt.datetime:
    if dossier.due_at is None or dossier.accepted_at is None:
        raise WrongState(_("Hồ sơ chưa có ngày hẹn trả."))
    last = dossier.due_at - dt.timedelta(days=1)
    return last if last > dossier.accepted_at else dossier.due_at
