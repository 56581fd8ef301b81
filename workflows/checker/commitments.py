"""Promises in the words of outcomes and answers: what keeps them names what exists, and none is
left unkept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from forms.conditions.evaluation import Condition, ConditionError
from forms.field_kinds import AttachmentField
from foundation.languages import in_vietnamese
from workflows.checker.rules import REFERENCES, did_you_mean
from workflows.definition import AnyStep, Consult, Definition, Finding, Outcome
from workflows.definition.findings import Path, Rules, doubt
from workflows.definition.library_words import of_condition
from workflows.definition.outcomes import Enclosed
from workflows.process.commitments import REASON

#: "Thông báo cho trường", "Gửi kết quả cho gia đình": somebody outside the office is told.
TELLS = re.compile(r"(?i)\b(thông báo|báo|gửi|trả lời)\b[^,;:]*\bcho\b")
#: "kèm theo", "đính kèm": a paper comes with it.
ENCLOSES = re.compile(r"(?i)\bkèm\b(?! lý do)")

PROMISES = Rules(
    {
        "promise_untold": doubt(
            "'{title}' says that somebody is told, and nothing tells them.",
            "Add tells: with the fields they are to read, or call the outcome otherwise.",
            "“{title}” nói là thông báo, nhưng không ai được báo gì.",
            "Hãy thêm tells: với các ô người nộp được đọc, hoặc đặt tên khác.",
        ),
        "promise_unenclosed": doubt(
            "'{title}' says that a paper comes with it, and none need come.",
            "Add encloses: (when: says for which answer), or call it otherwise.",
            "“{title}” nói có giấy tờ kèm theo, nhưng không bắt buộc đính kèm.",
            "Hãy thêm encloses: (when: nói với câu trả lời nào), hoặc đặt tên khác.",
        ),
        "asked_shown_all": doubt(
            "Those asked in step '{step}' read the whole application, how to reach the applicant"
            " too.",
            "Name under shows: what they need to answer (law 91/2025/QH15: no more than the purpose"
            " needs).",
            "Những nơi được hỏi ở bước '{step}' đọc toàn bộ hồ sơ, cả cách liên hệ với người nộp.",
            "Hãy ghi vào shows: những gì cần để trả lời (Luật 91/2025/QH15: không quá mục đích).",
        ),
    }
)


def kept(definition: Definition) -> Iterator[Finding]:
    """Faults of `tells` and `encloses`, and doubts where words promise what nothing keeps."""
    for number, step in enumerate(definition.steps):
        path: Path = ("steps", number)
        for place, outcome in enumerate(step.outcomes):
            yield from _of_outcome((*path, "outcomes", place), outcome, step, definition)
        yield from _enclosed(
            (*path, "encloses"), step.encloses, {field.id for field in step.fields}, definition
        )
        if isinstance(step, Consult) and step.shows is None:
            yield PROMISES.found("asked_shown_all", path, step=step.id)
        yield from _answers(path, step)


def _of_outcome(
    path: Path, outcome: Outcome, step: AnyStep, definition: Definition
) -> Iterator[Finding]:
    fields = {field.id for field in step.fields}
    for name in outcome.tells:
        if name not in fields | {REASON}:
            yield REFERENCES.found(
                "reference_unknown",
                (*path, "tells"),
                name=name,
                what="field of the step",
                **did_you_mean(name, fields),
            )
    form = {field.id for field in definition.form.fields()}
    yield from _enclosed(
        (*path, "encloses"), outcome.encloses, form | {"office", "grant"}, definition
    )
    title = in_vietnamese(outcome.title)
    leads_to = [each for each in definition.steps if each.id == outcome.to]
    is_told = (
        outcome.tells
        or outcome.slip
        or any(map(_is_heard_of, leads_to))
        or outcome.act != "forward"
    )
    if TELLS.search(title) and not is_told:
        yield PROMISES.found("promise_untold", (*path, "title"), title=title)
    if ENCLOSES.search(title) and outcome.encloses is None:
        yield PROMISES.found("promise_unenclosed", (*path, "title"), title=title)


def _is_heard_of(step: AnyStep) -> bool:
    """Whether the applicant hears anyway of an outcome that leads there."""
    return step.waits_for == "applicant" or bool(step.document)


def _enclosed(
    path: Path, part: Enclosed | None, known: set[str], definition: Definition
) -> Iterator[Finding]:
    if part is None:
        return
    uploads = [field.id for field in definition.form.fields() if isinstance(field, AttachmentField)]
    if part.stands_for and part.stands_for not in uploads:
        hints = did_you_mean(part.stands_for, uploads)
        what = "attachment of the form"
        yield REFERENCES.found(
            "reference_unknown", (*path, "stands_for"), name=part.stands_for, what=what, **hints
        )
    try:
        read = Condition(part.when).references if part.when else frozenset()
    except ConditionError as error:
        at = (*path, "when")
        yield REFERENCES.found(
            "condition_faulty",
            at,
            line=error.line,
            column=error.column,
            problem=error.message,
            problem_vi=of_condition(error.message),
        )
        return
    for name in sorted(read - known):
        yield REFERENCES.found(
            "condition_unknown",
            (*path, "when"),
            name=name,
            text=part.when,
            **did_you_mean(name, known),
        )


def _answers(path: Path, step: AnyStep) -> Iterator[Finding]:
    """Choices of an answer that speak of a paper, where nothing asks for one."""
    asks = any(isinstance(field, AttachmentField) and field.required for field in step.fields)
    if asks or step.encloses or any(outcome.encloses for outcome in step.outcomes):
        return
    for place, field in enumerate(step.fields):
        for choice in getattr(field, "choices", ()):
            if ENCLOSES.search(in_vietnamese(choice.label)):
                title = in_vietnamese(choice.label)
                yield PROMISES.found(
                    "promise_unenclosed", (*path, "fields", place, "choices"), title=title
                )
