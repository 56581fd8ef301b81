"""An officer chooses one of the outcomes of a step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from forms.inputs import in_language
from organisations.calendar import local
from organisations.models import User
from registers import corrections, lookup
from workflows import (
    clock,
    commitments,
    issuance,
    lacking,
    nodes,
    permissions,
    requirements,
    signing,
    supplements,
    timers,
)
from workflows.actions.moving import begin, check_right, go_on
from workflows.conditions import data_of, holds, known_of
from workflows.definition import Outcome, Step
from workflows.door import Act, locked, locked_item, repeated
from workflows.errors import Incomplete, WrongState
from workflows.models import Dossier, DossierFile, Entry, WorkItem
from workflows.supplements import Missing


def decide(
    item: WorkItem,
    actor: User,
    outcome: str,
    values: Mapping[str, Any] | None = None,
    reason: str = "",
    key: str | None = None,
    files: Sequence[str] = (),
    missing: Sequence[Missing] = (),
) -> Entry:
    """An officer chooses one of the step's outcomes.

    `values` are what he filled in (field id → value), `reason` is his own or one of the library, `files` the ids of
    papers he attached, `missing` what a request for a supplement asks for. Raises NoRight, WrongState, AlreadyDone,
    Incomplete or KeyReused.
    """
    values = dict(values or {})
    content = ["decide", item.pk, outcome, values, reason, list(files), *([one.item, one.reason] for one in missing)]
    with locked(item.process_id) as dossier:
        if done := repeated(key, content):
            return done
        item = locked_item(item, dossier)
        act = Act(dossier, actor, key, content)
        check_right(act, item)
        chosen = chosen_outcome(act, item, outcome)
        check_in_time(act, chosen)
        if chosen.act == supplements.ASK:
            reason = supplements.ask(act, missing, reason)
        reason = note_work(act, item, chosen, values, reason)
        _keep_promises(act, item, chosen, files)
        attach(act, item, files)
        return carry_out(act, item, chosen, reason)


def _keep_promises(act: Act, item: WorkItem, chosen: Outcome, files: Sequence[str]) -> None:
    """What the outcome's words promise: that the applicant is told, that a paper comes with it."""
    commitments.check_told(chosen, act.definition.step(item.step), act.dossier.office[item.step])
    commitments.check_enclosed(chosen.encloses, data_of(act.dossier), files, item, chosen.title["vi"])
    if chosen.tells:
        act.owe("told", f"told:{item.pk}", item=item.pk)  # whoever listens tells him


def carry_out(act: Act, item: WorkItem, chosen: Outcome, reason: str) -> Entry:
    """What an outcome does: to the dossier, on paper, to the process, in the journal."""
    if chosen.act != "accept":
        begin(act)
    CONSEQUENCES[chosen.act](act, reason)
    if chosen.limit:
        _lengthen(act, chosen.limit)
    lacking.refuse_unmade(act, item, chosen)
    signing.review(act)
    signing.sign(act, item, chosen)
    if chosen.slip:
        issuance.slip(act, chosen, item, reason)
    return go_on(act, nodes.advance(item, chosen.id, act.actor), chosen.act, item, chosen.id, reason)


def chosen_outcome(act: Act, item: WorkItem, outcome: str) -> Outcome:
    step = act.definition.step(item.step)
    outcomes: tuple[Outcome, ...] = getattr(step, "outcomes", ())
    for chosen in outcomes:
        if chosen.id == outcome and (not chosen.when or holds(chosen.when, act.dossier)):
            return chosen
    raise WrongState(_("Bước này không có lựa chọn như vậy."))


def check_in_time(act: Act, chosen: Outcome) -> None:
    """An outcome with a limit of its own may be chosen only until that is over."""
    dossier = act.dossier
    if chosen.within is None or dossier.accepted_at is None:
        return
    last = timers.end_of(chosen.within, dossier.accepted_at, dossier.deciding, clock.pauses(dossier))
    if act.now > last:
        raise WrongState(
            _("Chỉ được chọn “%(outcome)s” đến %(last)s, tính từ khi tiếp nhận hồ sơ.")
            % {"outcome": in_language(chosen.title), "last": f"{local(last):%H:%M %d/%m/%Y}"}
        )


def note_work(act: Act, item: WorkItem, chosen: Outcome, values: dict[str, Any], reason: str) -> str:
    """Keep what the officer filled in, and see that the outcome has what it needs. Returns the reason in force."""
    step = act.definition.step(item.step)
    unknown = set(values) - {field.id for field in getattr(step, "fields", ())}
    if unknown:
        raise WrongState(_("Bước này không có ô nhập như vậy."))
    _check_entries(act, item, values)
    if act.actor is not None and isinstance(step, Step):  # time, which takes an outcome for granted, fills nothing in
        requirements.check_required(step, values, data_of(act.dossier))
    reason = reason.strip()
    if chosen.reason_from:
        reason = act.dossier.office.get(chosen.reason_from, {}).get("reason", "")
    if chosen.reason == "required" and not reason:
        raise Incomplete(_("Hãy ghi lý do trước khi chọn “%(outcome)s”.") % {"outcome": in_language(chosen.title)})
    office = {**act.dossier.office, item.step: {**values, "outcome": chosen.id, "reason": reason}}
    act.dossier.office = office
    if chosen.needs and not holds(chosen.needs, act.dossier):
        raise Incomplete(_what_it_needs(act, chosen, step, values))
    return reason


def _what_it_needs(act: Act, chosen: Outcome, step: Any, values: Mapping[str, Any]) -> str:
    """The outcome's own sentence, and the boxes that stand empty by the words on the page."""
    said = chosen.needs_message["vi"] if chosen.needs_message else _("Còn thiếu thông tin cho lựa chọn này.")
    return f"{said} {requirements.still_empty(chosen, step, values, known_of(act.dossier))}".strip()


def _check_entries(act: Act, item: WorkItem, values: Mapping[str, Any]) -> None:
    """A register's entry is one of the books this dossier may be matched with."""
    fields = {name for step, name in act.definition.register_fields() if step == item.step}
    for name in sorted(fields & set(values)):
        entry = lookup.entry(values[name], permissions.keepers_for(act.dossier)) if values[name] else None
        if values[name] and entry is None:
            raise Incomplete(_("Không có mục sổ gốc như vậy trong sổ của cơ quan giải quyết."))
        if entry and (sentence := corrections.why_not(entry)):
            raise Incomplete(sentence)


def attach(act: Act, item: WorkItem, files: Sequence[str], confidential: bool = False) -> None:
    """Tie an officer's papers to the dossier; one that is there already stays as it was first brought."""
    brought = {"field": DossierFile.OFFICER, "step": item.step, "item": item, "confidential": confidential}
    rows = [DossierFile(dossier=act.dossier, file_id=stored, **brought) for stored in files]
    DossierFile.objects.bulk_create(rows, ignore_conflicts=True)


def _accept(act: Act, reason: str) -> None:
    act.move("accept")
    clock.start(act.dossier, act.definition, act.now)


def _ask_supplement(act: Act, reason: str) -> None:
    act.move("ask_supplement")
    clock.pause(act.dossier, act.now, "ask_supplement")


def _lengthen(act: Act, limit: str) -> None:
    before = act.dossier.due_at
    clock.lengthen(act.dossier, act.definition, act.now, limit)
    act.data["due"] = [str(before), str(act.dossier.due_at)]


def _refuse_reception(act: Act, reason: str) -> None:
    act.move("refuse_reception")
    act.dossier.decision_reason = reason


def _approve(act: Act, reason: str) -> None:
    settle(act, Dossier.Decision.GRANTED, "")


def _refuse(act: Act, reason: str) -> None:
    settle(act, Dossier.Decision.REFUSED, reason)


def settle(act: Act, decision: str, reason: str) -> None:
    """Write down what was decided and why; Decision.NONE undoes it: whoever signs next decides anew."""
    act.dossier.decision, act.dossier.decision_reason = decision, reason
    act.dossier.decided_at = act.now if decision else None


def _send_back(act: Act, reason: str) -> None:
    settle(act, Dossier.Decision.NONE, "")


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
    "lengthen": _forward,
    "send_back": _send_back,
    "approve": _approve,
    "refuse": _refuse,
    "return_result": _return_result,
}
