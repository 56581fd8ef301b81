"""The law's order on the office's way: received before decided, decided before issued, asked before waited for.

Every way a dossier can take is walked with what has happened to it so far; the trace is a shortest such way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from workflows.checker.rules import MEANING
from workflows.definition import Definition, End, Finding, Outcome, Step


@dataclass(frozen=True)
class Past:
    """What has happened to a dossier when it comes to a step."""

    accepted: bool = False
    ex_officio: bool = False  # the office opened it itself: there is no applicant
    refused_reception: bool = False
    asked: bool = False  # the applicant was just asked for something
    decided: bool = False
    issued: bool = False
    returned: bool = False
    lapsed: bool = False  # what was asked of the applicant never came


def order(definition: Definition) -> Iterator[Finding]:
    """Faults in the order of acts, each told once."""
    told: set[tuple[str, tuple[str | int, ...]]] = set()
    for finding in _walk(definition):
        if (finding.rule, finding.path) not in told:
            told.add((finding.rule, finding.path))
            yield finding


def _walk(definition: Definition) -> Iterator[Finding]:
    numbers = {step.id: number for number, step in enumerate(definition.steps)}
    waiting = starts(definition)
    seen: dict[tuple[str, Past], tuple[str, ...]] = {first: (first[0],) for first in waiting}
    for here, past in waiting:
        step, trace = definition.step(here), seen[here, past]
        yield from _at_step(step, past, numbers[here], trace)
        for number, (target, outcome) in enumerate(moves(step)):
            if outcome is not None:
                yield from _at_outcome(outcome, past, definition, ("steps", numbers[here], "outcomes", number), trace)
            lapsed = step.kind in ("wait", "pay") and number > 0
            if lapsed and definition.step(target).kind != "end":
                yield MEANING.found("lapse_goes_on", ("steps", numbers[here], "lapse", "to"), trace, step=here)
            following = (target, replace(after(step, outcome, past), lapsed=lapsed))
            if following not in seen:
                seen[following] = (*trace, target)
                waiting.append(following)


def starts(definition: Definition) -> list[tuple[str, Past]]:
    """Where a dossier can begin, and what has happened to it there."""
    own = definition.ex_officio
    opened = [(own.start, Past(accepted=True, ex_officio=True))] if own else []
    return [(definition.start, Past()), *opened]


def pasts(definition: Definition) -> dict[str, set[Past]]:
    """Step → everything that can have happened to a dossier when it comes there."""
    found: dict[str, set[Past]] = {step.id: set() for step in definition.steps}
    waiting = starts(definition)
    for here, past in waiting:
        if past in found[here]:
            continue
        found[here].add(past)
        step = definition.step(here)
        waiting += [(target, after(step, outcome, past)) for target, outcome in moves(step)]
    return found


def moves(step: Any) -> list[tuple[str, Outcome | None]]:
    """Where a step leads, each with the outcome that is chosen for it; None where nobody chooses."""
    if isinstance(step, Step):
        return [(outcome.to, outcome) for outcome in step.outcomes]
    return [(target, None) for target in step.targets().values()]


def after(step: Any, outcome: Outcome | None, past: Past) -> Past:
    """What has happened to a dossier that leaves the step so."""
    if step.kind == "issue":
        return replace(past, asked=False, issued=True)
    if outcome is None:
        return past if step.kind == "gate" else replace(past, asked=False)
    changes: dict[str, dict[str, bool]] = {
        "accept": {"accepted": True},
        "refuse_reception": {"refused_reception": True},
        "approve": {"decided": True},
        "refuse": {"decided": True},
        "send_back": {"decided": False},
        "return_result": {"returned": True},
    }
    return replace(past, asked=outcome.act == "ask_supplement", **changes.get(outcome.act, {}))


def _at_step(step: Any, past: Past, number: int, trace: tuple[str, ...]) -> Iterator[Finding]:
    path = ("steps", number)
    if step.kind == "wait" and not past.asked:
        yield MEANING.found("wait_unasked", path, trace, step=step.id)
    if step.kind != "wait" and past.asked:
        yield MEANING.found("asked_without_wait", path, trace, step=step.id)
    if step.kind == "pay" and not past.accepted:
        yield MEANING.found("pay_unaccepted", path, trace, step=step.id)
    if step.kind == "pay" and past.issued:
        yield MEANING.found("pay_after_issue", path, trace, step=step.id)
    if step.kind == "issue" and not past.decided:
        yield MEANING.found("issue_undecided", path, trace, step=step.id)
    if isinstance(step, End):
        yield from _at_end(step, past, path, trace)


def _at_end(step: End, past: Past, path: tuple[str | int, ...], trace: tuple[str, ...]) -> Iterator[Finding]:
    if past.refused_reception or past.lapsed:
        return
    if not past.issued:
        rule = "end_without_document" if past.accepted else "end_without_answer"
        yield MEANING.found(rule, path, trace, step=step.id)
    elif not past.returned and step.act != "return_result":
        yield MEANING.found("end_unreturned", path, trace, step=step.id)


def _at_outcome(
    outcome: Outcome, past: Past, definition: Definition, path: tuple[str | int, ...], trace: tuple[str, ...]
) -> Iterator[Finding]:
    act = outcome.act
    names = {"outcome": outcome.id, "act": act, "target": outcome.to}
    if act in ("approve", "refuse") and not past.accepted:
        yield MEANING.found("decided_before_accepted", path, trace, **names)
    for_applicants = "!ex_officio" in outcome.when.replace(" ", "")
    if act == "ask_supplement" and past.ex_officio and not for_applicants:
        yield MEANING.found("asked_nobody", path, trace, **names)
    if act == "accept" and past.accepted:
        yield MEANING.found("accepted_twice", path, trace, **names)
    if act == "refuse_reception" and past.accepted:
        yield MEANING.found("refused_after_accepted", path, trace, **names)
    if act == "refuse_reception" and definition.step(outcome.to).kind != "end":
        yield MEANING.found("refused_goes_on", path, trace, **names)
    if act == "lengthen" and not past.accepted:
        yield MEANING.found("decided_before_accepted", path, trace, **names)
    if act == "send_back" and past.issued:
        yield MEANING.found("sent_back_numbered", path, trace, **names)
    if act == "return_result" and not past.issued:
        yield MEANING.found("returned_before_issued", path, trace, **names)


#: Acts whose reason the law wants in writing, and the slip that tells the applicant (TT 03/2025/TT-VPCP).
NEEDS_REASON = ("ask_supplement", "refuse_reception", "refuse", "lengthen")
SLIP_OF = {"accept": "receipt", "ask_supplement": "supplement", "refuse_reception": "refusal"}


def reasons(definition: Definition) -> Iterator[Finding]:
    """A refusal and a request state their reason in writing, whole; the applicant gets the slip of the act."""
    for number, step in enumerate(definition.steps):
        if step.kind == "pay" and step.lapse is None:
            yield MEANING.found("pay_for_ever", ("steps", number), (step.id,), step=step.id)
        for place, outcome in enumerate(getattr(step, "outcomes", ())):
            path = ("steps", number, "outcomes", place)
            if outcome.act in NEEDS_REASON and outcome.reason != "required" and not outcome.reason_from:
                yield MEANING.found("reason_optional", path, (step.id,), outcome=outcome.id, act=outcome.act)
            for cut, reason in enumerate(outcome.reasons):
                if reason[0].islower():
                    yield MEANING.found("reason_cut", (*path, "reasons", cut), (step.id,), reason=reason)
            slip = SLIP_OF.get(outcome.act, "")
            if outcome.slip != slip:
                names = {"outcome": outcome.id, "act": outcome.act, "slip": slip or "(none)"}
                yield MEANING.found("slip_unfit", path, (step.id,), **names)
