"""An officer chooses one of the outcomes of a step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.languages import in_language, in_vietnamese
from organisations.calendar.working_time import local
from organisations.models import User
from registers import corrections
from workflows import permissions
from workflows.act import Act, perform_on
from workflows.actions.shared import GOING_ON, RETURN_RESULT, begin, check_right, go_on
from workflows.applicant import amendments, supplements
from workflows.applicant.supplements import Missing
from workflows.deadlines import clock, timers
from workflows.deadlines.clock import DueMoved
from workflows.definition import Outcome
from workflows.errors import Incomplete, WrongState
from workflows.journal.act_kinds import ActKind, Told, declare
from workflows.models import Dossier, DossierFile, Entry, WorkItem
from workflows.papers import issuance, missing_facts, signing
from workflows.process import commitments, moves, requirements
from workflows.process.conditions import data_of, holds, known_of


def decide(
    item: WorkItem,
    actor: User,
    outcome: str,
    values: Mapping[str, Any] | None = None,
    reason: str = "",
    key: str | None = None,
    files: Sequence[str] = (),
    missing: Sequence[Missing] = (),
    seen: int | None = None,
) -> Entry:
    """An officer chooses one of the step's outcomes.

    `values` are what they filled in (field id → value), `reason` is theirs or one of the library,
    `files` the ids of papers they attached, `missing` what a request for a supplement asks for,
    `seen` how many entries the journal had when they read the dossier.
    Raises NoRight, WrongState, AlreadyDone, Incomplete or KeyReused.
    """
    values = dict(values or {})
    content = [
        "decide",
        item.pk,
        outcome,
        values,
        reason,
        list(files),
        *([one.item, one.reason] for one in missing),
    ]
    return perform_on(
        item, actor, key, content, _decide, outcome, values, reason, files, missing, seen
    )


def decide_together(
    item: WorkItem,
    actor: User,
    outcome: str,
    values: Mapping[str, Any] | None = None,
    key: str | None = None,
) -> Entry:
    """The same for a step that is decided for all of its kind at once (`together: true`): called
    for each of them by the act over all, with the same rights, rules and entry as one by one.

    `values`: field id → what is noted; under `reason` the outcome's reason. Raises what `decide`
    raises; WrongState at any other step.
    """
    noted = dict(values or {})
    reason = str(noted.pop("reason", ""))
    content = ["decide_together", item.pk, outcome, noted, reason]
    return perform_on(item, actor, key, content, _decide_together, outcome, noted, reason)


def _decide_together(
    act: Act, item: WorkItem, outcome: str, values: dict[str, Any], reason: str
) -> Entry:
    if not act.definition.step(item.step).together:
        raise WrongState(_("Bước này giải quyết từng hồ sơ."))
    check_right(act, item, together=True)
    chosen = chosen_outcome(act, item, outcome)
    check_in_time(act, chosen)
    reason = note_work(act, item, chosen, values, reason)
    _keep_promises(act, item, chosen, ())
    return carry_out(act, item, chosen, reason)


def _decide(
    act: Act,
    item: WorkItem,
    outcome: str,
    values: dict[str, Any],
    reason: str,
    files: Sequence[str],
    missing: Sequence[Missing],
    seen: int | None,
) -> Entry:
    check_right(act, item)
    amendments.demand_seen(act.dossier, act.definition, seen)
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
    commitments.check_enclosed(
        chosen.encloses, data_of(act.dossier), files, item, in_vietnamese(chosen.title)
    )
    if chosen.tells:
        act.owe("told", f"told:{item.pk}", item=item.pk)  # whoever listens tells them


def carry_out(act: Act, item: WorkItem, chosen: Outcome, reason: str) -> Entry:
    """What an outcome does: to the dossier, on paper, to the process, in the journal."""
    if chosen.act != "accept":
        begin(act)
    done = OUTCOME_ACTS[chosen.act]
    done.effect(act, reason)
    if chosen.limit:
        _lengthen(act, chosen.limit)
    missing_facts.refuse_unmade(act, item, chosen)
    signing.review(act)
    signing.sign(act, item, chosen)
    if chosen.slip:
        issuance.slip(act, chosen, item, reason)
    return go_on(act, moves.advance(item, chosen.id, act.actor), done.kind, item, chosen.id, reason)


def chosen_outcome(act: Act, item: WorkItem, outcome: str) -> Outcome:
    step = act.definition.step(item.step)
    for chosen in step.outcomes:
        if chosen.id == outcome and (not chosen.when or holds(chosen.when, act.dossier)):
            return chosen
    raise WrongState(_("Bước này không có lựa chọn như vậy."))


def check_in_time(act: Act, chosen: Outcome) -> None:
    """An outcome with a limit of its own may be chosen only until that is over."""
    dossier = act.dossier
    if chosen.within is None or dossier.accepted_at is None:
        return
    last = timers.end_of(
        chosen.within, dossier.accepted_at, dossier.deciding, clock.pauses(dossier)
    )
    if act.now > last:
        raise WrongState(
            _("Chỉ được chọn “%(outcome)s” đến %(last)s, tính từ khi tiếp nhận hồ sơ.")
            % {
                "outcome": in_language(chosen.title),
                "last": f"{local(last):%H:%M %d/%m/%Y}",
            }
        )


def note_work(
    act: Act, item: WorkItem, chosen: Outcome, values: dict[str, Any], reason: str
) -> str:
    """Keep what the officer filled in, and see that the outcome has what it needs. Returns the
    reason in force.
    """
    step = act.definition.step(item.step)
    requirements.refuse_unknown(step.fields, values)
    _check_entries(act, item, values)
    # time, which takes an outcome for granted, fills nothing in
    if act.actor is not None and step.outcomes:
        requirements.check_required(step, values, data_of(act.dossier))
    reason = reason.strip()
    if chosen.reason_from:
        reason = act.dossier.office.get(chosen.reason_from, {}).get("reason", "")
    if chosen.reason == "required" and not reason:
        raise Incomplete(
            _("Hãy ghi lý do trước khi chọn “%(outcome)s”.")
            % {"outcome": in_language(chosen.title)}
        )
    office = {**act.dossier.office, item.step: {**values, "outcome": chosen.id, "reason": reason}}
    act.dossier.office = office
    if chosen.needs and not holds(chosen.needs, act.dossier):
        raise Incomplete(_what_it_needs(act, chosen, step, values))
    return reason


def _what_it_needs(act: Act, chosen: Outcome, step: Any, values: Mapping[str, Any]) -> str:
    """The outcome's own sentence, and the boxes that stand empty by the words on the page."""
    said = (
        in_vietnamese(chosen.needs_message)
        if chosen.needs_message
        else _("Còn thiếu thông tin cho lựa chọn này.")
    )
    return f"{said} {requirements.still_empty(chosen, step, values, known_of(act.dossier))}".strip()


def _check_entries(act: Act, item: WorkItem, values: Mapping[str, Any]) -> None:
    """A register's entry is one of the books this dossier may be matched with."""
    fields = {name for step, name in act.definition.register_fields() if step == item.step}
    for name in sorted(fields & set(values)):
        entry = permissions.entry_for(act.dossier, values[name]) if values[name] else None
        if values[name] and entry is None:
            raise Incomplete(_("Không có mục sổ gốc như vậy trong sổ của cơ quan giải quyết."))
        if entry and (sentence := corrections.why_not(entry)):
            raise Incomplete(sentence)


def attach(act: Act, item: WorkItem, files: Sequence[str], confidential: bool = False) -> None:
    """Tie an officer's papers to the dossier; one that is there already stays as it was first
    brought.
    """
    brought = {
        "field": DossierFile.OFFICER,
        "step": item.step,
        "item": item,
        "confidential": confidential,
    }
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
    act.carry(DueMoved(due=[str(before), str(act.dossier.due_at)]))


def _refuse_reception(act: Act, reason: str) -> None:
    act.move("refuse_reception")
    act.dossier.decision_reason = reason


def _approve(act: Act, reason: str) -> None:
    settle(act, Dossier.Decision.GRANTED, "")


def _refuse(act: Act, reason: str) -> None:
    settle(act, Dossier.Decision.REFUSED, reason)


def settle(act: Act, decision: str, reason: str) -> None:
    """Write down what was decided and why; Decision.NONE undoes it: whoever signs next decides
    anew.
    """
    act.dossier.decision, act.dossier.decision_reason = decision, reason
    act.dossier.decided_at = act.now if decision else None


def _send_back(act: Act, reason: str) -> None:
    settle(act, Dossier.Decision.NONE, "")


def _return_result(act: Act, reason: str) -> None:
    act.move("return")


def _forward(act: Act, reason: str) -> None:
    """Moves the process only."""


@dataclass(frozen=True)
class OutcomeAct:
    """What an outcome of a step may be: the act, and what it does to the dossier beside moving the
    process.
    """

    kind: ActKind
    effect: Callable[[Act, str], None]


_BOTH = (*GOING_ON, DueMoved)  # an outcome may have a limit of its own
#: The words of `act:` in a definition.
OUTCOME_ACTS = {
    each.kind.name: each
    for each in (
        OutcomeAct(
            declare("accept", gettext_lazy("Tiếp nhận hồ sơ"), told=Told.APPLICANT, carries=_BOTH),
            _accept,
        ),
        OutcomeAct(
            declare(
                "ask_supplement",
                gettext_lazy("Yêu cầu bổ sung"),
                told=Told.APPLICANT,
                reason_is_public=True,
                carries=(supplements.Demand, *_BOTH),
            ),
            _ask_supplement,
        ),
        OutcomeAct(
            declare(
                "refuse_reception",
                gettext_lazy("Không tiếp nhận"),
                told=Told.APPLICANT,
                reason_is_public=True,
                carries=_BOTH,
            ),
            _refuse_reception,
        ),
        OutcomeAct(
            declare(
                "forward",
                gettext_lazy("Chuyển bước tiếp theo"),
                told=Told.NOBODY,
                in_timeline=True,
                carries=_BOTH,
            ),
            _forward,
        ),
        OutcomeAct(
            declare(
                "lengthen",
                gettext_lazy("Chuyển sang thời hạn dài hơn"),
                told=Told.APPLICANT,
                reason_is_public=True,
                changes=("kept_limit",),
                carries=_BOTH,
            ),
            _forward,
        ),
        OutcomeAct(
            declare(
                "send_back", gettext_lazy("Trả lại bước trước"), told=Told.NOBODY, carries=_BOTH
            ),
            _send_back,
        ),
        OutcomeAct(
            declare(
                "approve",
                gettext_lazy("Ký duyệt"),
                told=Told.NOBODY,
                in_timeline=True,
                carries=_BOTH,
            ),
            _approve,
        ),
        OutcomeAct(
            declare(
                "refuse",
                gettext_lazy("Ký văn bản từ chối"),
                told=Told.NOBODY,
                in_timeline=True,
                reason_is_public=True,
                carries=_BOTH,
            ),
            _refuse,
        ),
        OutcomeAct(RETURN_RESULT, _return_result),
    )
}
