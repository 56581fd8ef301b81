"""The law's order on the office's way: received before decided, decided before issued, asked before
waited for.

Every way a dossier can take is walked with what has happened to it so far; the trace is a shortest
such way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from workflows.definition import AnyStep, Definition, End, Finding, Outcome
from workflows.definition.findings import Rules, doubt, fault

LAW = Rules(
    {
        "sent_back_numbered": fault(
            "Outcome '{outcome}' sends a dossier back whose document has its number.",
            "Leave it out: what was issued is revoked, never sent back.",
            "Lựa chọn '{outcome}' trả lại hồ sơ đã được cấp số văn bản.",
            "Hãy bỏ lựa chọn này: văn bản đã phát hành chỉ có thể thu hồi.",
        ),
        "lapse_goes_on": fault(
            "A dossier whose supplement never came leads on from '{step}' to a step that is no"
            " end.",
            "Let lapse.to lead to an end.",
            "Hồ sơ hết hạn bổ sung ở bước '{step}' lại dẫn tới bước không phải kết thúc.",
            "Hãy cho lapse.to dẫn tới bước kết thúc.",
        ),
        "wait_unasked": fault(
            "Step '{step}' waits for the applicant, who was not asked for anything.",
            "Lead here only by an outcome with act: ask_supplement.",
            "Bước '{step}' chờ công dân nhưng chưa ai yêu cầu gì.",
            "Chỉ dẫn tới đây bằng lựa chọn có act: ask_supplement.",
        ),
        "asked_without_wait": fault(
            "The applicant was asked for something, but step '{step}' does not wait for it.",
            "Let the outcome with act: ask_supplement lead to a step of kind wait.",
            "Đã yêu cầu công dân bổ sung nhưng bước '{step}' không chờ.",
            "Hãy cho lựa chọn ask_supplement dẫn tới bước loại wait.",
        ),
        "issue_undecided": fault(
            "Step '{step}' issues a document that nobody has approved or refused.",
            "Put a step with act: approve or act: refuse before it.",
            "Bước '{step}' phát hành văn bản khi chưa ai ký duyệt hay từ chối.",
            "Hãy đặt trước đó một bước có act: approve hoặc act: refuse.",
        ),
        "pay_unaccepted": fault(
            "Step '{step}' asks for a fee before the dossier was accepted.",
            "Put an outcome with act: accept on every way to it.",
            "Bước '{step}' yêu cầu nộp phí khi hồ sơ chưa được tiếp nhận.",
            "Mọi đường tới đây phải qua một lựa chọn có act: accept.",
        ),
        "pay_after_issue": fault(
            "Step '{step}' asks for a fee after the result was issued.",
            "Ask for the fee before the step of kind issue.",
            "Bước '{step}' yêu cầu nộp phí khi kết quả đã được phát hành.",
            "Hãy yêu cầu nộp phí trước bước phát hành.",
        ),
        "pay_for_ever": doubt(
            "Step '{step}' waits for the fee without end.",
            "Add lapse: with a time and the end it leads to.",
            "Bước '{step}' chờ nộp phí không có thời hạn.",
            "Hãy thêm lapse: với thời hạn và bước kết thúc.",
        ),
        "decided_before_accepted": fault(
            "Outcome '{outcome}' decides a dossier that was not accepted.",
            "Put an outcome with act: accept on every way to it.",
            "Lựa chọn '{outcome}' quyết định hồ sơ chưa được tiếp nhận.",
            "Mọi đường tới đây phải qua một lựa chọn có act: accept.",
        ),
        "asked_nobody": fault(
            "Outcome '{outcome}' asks the applicant of a dossier that the office opened itself:"
            " there is none.",
            "Let ex_officio.start lead past it, or offer the outcome only to others with when:"
            " '!ex_officio'.",
            "Lựa chọn '{outcome}' yêu cầu người nộp bổ sung, nhưng hồ sơ do cơ quan tự mở không có"
            " người nộp.",
            "Hãy cho ex_officio.start bắt đầu sau bước này, hoặc chỉ cho chọn khi when:"
            " '!ex_officio'.",
        ),
        "accepted_twice": fault(
            "Outcome '{outcome}' accepts a dossier that was accepted before.",
            "Use act: forward after the first acceptance.",
            "Lựa chọn '{outcome}' tiếp nhận hồ sơ đã được tiếp nhận.",
            "Sau lần tiếp nhận đầu, hãy dùng act: forward.",
        ),
        "refused_after_accepted": fault(
            "Outcome '{outcome}' refuses reception of a dossier that was accepted before.",
            "Use act: refuse, which is a decision with a document.",
            "Lựa chọn '{outcome}' từ chối tiếp nhận hồ sơ đã tiếp nhận.",
            "Hãy dùng act: refuse, là quyết định có văn bản.",
        ),
        "refused_goes_on": fault(
            "Outcome '{outcome}' refuses reception, yet leads on to '{target}'.",
            "Let it lead to a step of kind end.",
            "Lựa chọn '{outcome}' không tiếp nhận nhưng lại dẫn tới '{target}'.",
            "Hãy cho dẫn tới bước kết thúc.",
        ),
        "returned_before_issued": fault(
            "Outcome '{outcome}' hands over a result that was not issued.",
            "Put a step of kind issue before it.",
            "Lựa chọn '{outcome}' trả kết quả chưa được phát hành.",
            "Hãy đặt bước phát hành trước đó.",
        ),
        "end_without_answer": fault(
            "The dossier ends at '{step}' neither accepted nor refused.",
            "Let every way to an end go through act: refuse_reception or through acceptance and a"
            " decision.",
            "Hồ sơ kết thúc ở '{step}' mà chưa được tiếp nhận hay từ chối.",
            "Mọi đường tới kết thúc phải qua từ chối tiếp nhận, hoặc tiếp nhận và quyết định.",
        ),
        "end_without_document": fault(
            "An accepted dossier ends at '{step}' without a document.",
            "Issue the result, or the letter of refusal, before the end.",
            "Hồ sơ đã tiếp nhận kết thúc ở '{step}' mà không có văn bản nào.",
            "Hãy phát hành kết quả hoặc văn bản từ chối trước khi kết thúc.",
        ),
        "end_unreturned": doubt(
            "The dossier ends at '{step}' with a result that was never handed over.",
            "Add an outcome with act: return_result, or act: return_result on the end itself.",
            "Hồ sơ kết thúc ở '{step}' nhưng kết quả chưa được trả.",
            "Hãy thêm lựa chọn act: return_result, hoặc đặt act: return_result ở bước kết thúc.",
        ),
        "reason_optional": fault(
            "Outcome '{outcome}' ({act}) does not ask for a reason, which the applicant must get in"
            " writing.",
            "Add reason: required, or reason_from: with the step that gave it.",
            "Lựa chọn '{outcome}' ({act}) không đòi lý do, trong khi công dân phải được biết bằng"
            " văn bản.",
            "Hãy thêm reason: required, hoặc reason_from: bước đã ghi lý do.",
        ),
        "reason_cut": doubt(
            "The reason '{reason}' begins with a small letter: perhaps a comma cut it off the one"
            " before.",
            "Put every reason of the list between quotes.",
            "Lý do '{reason}' bắt đầu bằng chữ thường: có thể bị dấu phẩy tách khỏi lý do trước.",
            "Hãy đặt từng lý do trong dấu nháy.",
        ),
        "slip_unfit": doubt(
            "Outcome '{outcome}' ({act}) should give the applicant this slip: {slip}.",
            "Set slip: accordingly (TT 03/2025/TT-VPCP, forms 01 to 03).",
            "Lựa chọn '{outcome}' ({act}) nên kèm phiếu: {slip}.",
            "Hãy đặt slip: cho phù hợp (TT 03/2025/TT-VPCP, mẫu 01 đến 03).",
        ),
    }
)


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
                yield from _at_outcome(
                    outcome, past, definition, ("steps", numbers[here], "outcomes", number), trace
                )
            lapsed = step.lapse is not None and number > 0
            if lapsed and not definition.step(target).is_end:
                yield LAW.found(
                    "lapse_goes_on", ("steps", numbers[here], "lapse", "to"), trace, step=here
                )
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


def moves(step: AnyStep) -> list[tuple[str, Outcome | None]]:
    """Where a step leads, each with the outcome that is chosen for it; None where nobody
    chooses.
    """
    if step.outcomes:
        return [(outcome.to, outcome) for outcome in step.outcomes]
    return [(target, None) for target in step.targets().values()]


def after(step: AnyStep, outcome: Outcome | None, past: Past) -> Past:
    """What has happened to a dossier that leaves the step so."""
    if step.document:
        return replace(past, asked=False, issued=True)
    if outcome is None:
        return past if step.turns_on else replace(past, asked=False)
    changes: dict[str, dict[str, bool]] = {
        "accept": {"accepted": True},
        "refuse_reception": {"refused_reception": True},
        "approve": {"decided": True},
        "refuse": {"decided": True},
        "send_back": {"decided": False},
        "return_result": {"returned": True},
    }
    return replace(past, asked=outcome.act == "ask_supplement", **changes.get(outcome.act, {}))


def _at_step(step: AnyStep, past: Past, number: int, trace: tuple[str, ...]) -> Iterator[Finding]:
    path = ("steps", number)
    if step.awaits_supplement and not past.asked:
        yield LAW.found("wait_unasked", path, trace, step=step.id)
    if not step.awaits_supplement and past.asked:
        yield LAW.found("asked_without_wait", path, trace, step=step.id)
    if step.fee and not past.accepted:
        yield LAW.found("pay_unaccepted", path, trace, step=step.id)
    if step.fee and past.issued:
        yield LAW.found("pay_after_issue", path, trace, step=step.id)
    if step.document and not past.decided:
        yield LAW.found("issue_undecided", path, trace, step=step.id)
    if isinstance(step, End):
        yield from _at_end(step, past, path, trace)


def _at_end(
    step: End, past: Past, path: tuple[str | int, ...], trace: tuple[str, ...]
) -> Iterator[Finding]:
    if past.refused_reception or past.lapsed:
        return
    if not past.issued:
        rule = "end_without_document" if past.accepted else "end_without_answer"
        yield LAW.found(rule, path, trace, step=step.id)
    elif not past.returned and step.act != "return_result":
        yield LAW.found("end_unreturned", path, trace, step=step.id)


def _at_outcome(
    outcome: Outcome,
    past: Past,
    definition: Definition,
    path: tuple[str | int, ...],
    trace: tuple[str, ...],
) -> Iterator[Finding]:
    act = outcome.act
    names = {"outcome": outcome.id, "act": act, "target": outcome.to}
    if act in ("approve", "refuse") and not past.accepted:
        yield LAW.found("decided_before_accepted", path, trace, **names)
    for_applicants = "!ex_officio" in outcome.when.replace(" ", "")
    if act == "ask_supplement" and past.ex_officio and not for_applicants:
        yield LAW.found("asked_nobody", path, trace, **names)
    if act == "accept" and past.accepted:
        yield LAW.found("accepted_twice", path, trace, **names)
    if act == "refuse_reception" and past.accepted:
        yield LAW.found("refused_after_accepted", path, trace, **names)
    if act == "refuse_reception" and not definition.step(outcome.to).is_end:
        yield LAW.found("refused_goes_on", path, trace, **names)
    if act == "lengthen" and not past.accepted:
        yield LAW.found("decided_before_accepted", path, trace, **names)
    if act == "send_back" and past.issued:
        yield LAW.found("sent_back_numbered", path, trace, **names)
    if act == "return_result" and not past.issued:
        yield LAW.found("returned_before_issued", path, trace, **names)


#: Acts whose reason the law wants in writing, and the slip that tells the applicant (TT
#: 03/2025/TT-VPCP).
NEEDS_REASON = ("ask_supplement", "refuse_reception", "refuse", "lengthen")
SLIP_OF = {"accept": "receipt", "ask_supplement": "supplement", "refuse_reception": "refusal"}


def reasons(definition: Definition) -> Iterator[Finding]:
    """A refusal and a request state their reason in writing, whole; the applicant gets the slip of
    the act.
    """
    for number, step in enumerate(definition.steps):
        if step.fee and step.lapse is None:
            yield LAW.found("pay_for_ever", ("steps", number), (step.id,), step=step.id)
        for place, outcome in enumerate(step.outcomes):
            path = ("steps", number, "outcomes", place)
            if (
                outcome.act in NEEDS_REASON
                and outcome.reason != "required"
                and not outcome.reason_from
            ):
                yield LAW.found(
                    "reason_optional", path, (step.id,), outcome=outcome.id, act=outcome.act
                )
            for cut, reason in enumerate(outcome.reasons):
                if reason[0].islower():
                    yield LAW.found(
                        "reason_cut", (*path, "reasons", cut), (step.id,), reason=reason
                    )
            slip = SLIP_OF.get(outcome.act, "")
            # what is done to thousands at once makes no paper for each of them
            if outcome.slip != slip and not (step.together and not outcome.slip):
                names = {"outcome": outcome.id, "act": outcome.act, "slip": slip or "(none)"}
                yield LAW.found("slip_unfit", path, (step.id,), **names)
