"""What CEL expressions read: each parses, and every name in it means something where it stands."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from forms.conditions.evaluation import Condition, ConditionError
from forms.field_kinds import AuthorityField
from workflows.checker.rules import REFERENCES, did_you_mean
from workflows.definition import AnyStep, Consult, Definition, Finding, expressions
from workflows.definition.base import EX_OFFICIO
from workflows.definition.findings import Path, Rules, fault
from workflows.definition.library_words import of_condition

CONDITIONS = Rules(
    {
        "confidential_read": fault(
            "'{text}' reads '{field}', which in step '{step}' everybody answers in confidence.",
            "Ask somebody openly (confidential: false), or read office.{step}.answered only.",
            "'{text}' đọc '{field}', mà ở bước '{step}' mọi người được hỏi đều trả lời kín.",
            "Hãy hỏi ít nhất một nơi không kín (confidential: false), hoặc chỉ đọc"
            " office.{step}.answered.",
        ),
        "register_unmatched": fault(
            "The expression {text} reads the register, but no step lets an officer match an entry.",
            "Give a step a field of kind register_entry.",
            "Biểu thức {text} đọc sổ gốc, nhưng không bước nào cho chọn dòng trong sổ.",
            "Hãy thêm trường loại register_entry vào một bước.",
        ),
        "grant_unasked": fault(
            "The expression {text} reads the register of grants, but nobody is asked which grant is"
            " meant.",
            "Give the form, or a step, a field of kind grant.",
            "Biểu thức {text} đọc sổ giấy phép, nhưng không ô nào hỏi giấy phép nào.",
            "Hãy thêm trường loại grant vào tờ khai hoặc một bước.",
        ),
    }
)

#: What `dossier.*` and `register.*` offer to facts; `workflows.papers.facts` and `registers.lookup`
#: fill them.
DOSSIER_FACTS = frozenset(
    {
        "code",
        "applicant_name",
        "holder_name",
        "holder_birth_date",
        "holder_birth_date_text",
        "submitted_on_text",
        "summary",
        "reason",
    }
)
REGISTER_FACTS = frozenset(
    {
        "holder_name",
        "birth_date",
        "birth_date_text",
        "birth_place",
        "sex_text",
        "ethnicity",
        "school",
        "level_name",
        "graduation_year_text",
        "grade",
        "issued_by",
        "signer",
        "decision",
        "decision_date_text",
        "serial",
        "book_number",
        "annotations_text",
        "state",
    }
)
#: What `grant.*` offers; `registers.grant_lookup.facts` fills it.
GRANT_FACTS = frozenset(
    {
        *(
            "id",
            "number",
            "date_text",
            "title",
            "holder",
            "commune",
            "authority",
            "content",
            "valid_to_text",
        ),
        *("standing", "standing_text"),
    }
)
#: Name spaces of what officers filled in: as it is stored, and as people read it.
OF_STEPS = frozenset({"office", "noted"})
#: What conditions of a step may read beside the form.
OF_OFFICE = {"office", "grant"}
#: And what its fee may.
OF_FEE = {"office", "case", "channel"}


def conditions(definition: Definition) -> Iterator[Finding]:
    """Every CEL expression parses and reads only what exists where it stands."""
    fields = {field.id for field in definition.form.fields()} | (
        {EX_OFFICIO} if definition.ex_officio else set()
    )
    for path, text, extra in _expressions(definition):
        try:
            Condition(text)
        except ConditionError as error:
            yield REFERENCES.found(
                "condition_faulty",
                path,
                line=error.line,
                column=error.column,
                problem=error.message,
                problem_vi=of_condition(error.message),
            )
            continue
        for name in sorted(expressions.names(text) - fields - extra):
            hints = did_you_mean(name, sorted(fields | extra))
            yield REFERENCES.found("condition_unknown", path, name=name, text=text, **hints)
        yield from _dotted(definition, path, text, extra)


def _dotted(
    definition: Definition, path: Path, text: str, extra: Collection[str]
) -> Iterator[Finding]:
    """`office.<step>.<field>`, `dossier.<fact>` and `register.<fact>` name something that is
    there.
    """
    consults = {step.id: step for step in definition.steps if isinstance(step, Consult)}
    for space, first, second, third in expressions.dotted(text):
        if space not in extra:
            continue
        known = _members(definition, space, first)
        name = second if space in OF_STEPS and first in _filled(definition) else first
        step = consults.get(first) if space in OF_STEPS else None
        if step and second == "all":
            known, name = {field.id for field in step.fields}, third
        if (
            step
            and name in {field.id for field in step.fields}
            and all(one.confidential for one in step.asked)
        ):
            yield CONDITIONS.found("confidential_read", path, step=first, field=name, text=text)
        if name not in known:
            parts = (space, first, second, third if second == "all" else "")
            whole = ".".join(part for part in parts if part)
            yield REFERENCES.found(
                "condition_unknown",
                path,
                name=whole,
                text=text,
                **did_you_mean(name, sorted(known)),
            )
        if space == "register" and not definition.register_fields():
            yield CONDITIONS.found("register_unmatched", path, text=text)
        if space == "grant" and not definition.grant_fields():
            yield CONDITIONS.found("grant_unasked", path, text=text)


def _members(definition: Definition, space: str, step: str) -> frozenset[str] | set[str]:
    if space == "dossier":
        return DOSSIER_FACTS
    if space == "register":
        return REGISTER_FACTS
    if space == "grant":
        return GRANT_FACTS
    if space == "shown":
        return {field.id for field in definition.form.fields()}
    if space == "area":
        return {field.id for field in definition.form.fields() if isinstance(field, AuthorityField)}
    filled = _filled(definition)
    return filled[step] if step in filled else set(filled)


def _filled(definition: Definition) -> dict[str, set[str]]:
    """Step → what `office.<step>.*` holds once an officer has decided it, or those who were asked
    have answered.
    """
    filled = [step for step in definition.steps if step.noted]
    return {step.id: {field.id for field in step.fields} | step.noted for step in filled}


def _expressions(definition: Definition) -> Iterator[tuple[Path, str, set[str]]]:
    """Every CEL expression with its place and the name spaces it may read beside the form's
    fields.
    """
    for number, section in enumerate(definition.form.sections):
        yield from _asked(("form", "sections", number), section, set())
        for place, field in enumerate(section.fields):
            yield from _asked(("form", "sections", number, "fields", place), field, set())
    for number, case in enumerate(definition.cases):
        if case.when:
            yield ("cases", number, "when"), case.when, set()
    for number, step in enumerate(definition.steps):
        yield from _step_expressions(("steps", number), step)
    for number, document in enumerate(definition.documents):
        readable = set(OF_STEPS | {"shown", "area", "dossier", "register", "grant"})
        for name in ("holder", "facts"):
            for fact, text in getattr(document, name).items():
                yield ("documents", number, name, fact), text, readable
        for place, note in enumerate(document.registers):
            for value, text in note.values.items():
                yield ("documents", number, "registers", place, "values", value), text, readable


def _step_expressions(path: Path, step: AnyStep) -> Iterator[tuple[Path, str, set[str]]]:
    for where, text in step.conditions():
        yield (*path, *where), text, OF_FEE if where == ("fee",) else OF_OFFICE
    for number, field in enumerate(step.fields):
        yield from _asked(
            (*path, "fields", number), field, {each.id for each in step.fields} | OF_OFFICE
        )
    for number, outcome in enumerate(step.outcomes):
        for name in ("needs", "when"):
            if getattr(outcome, name):
                yield (*path, "outcomes", number, name), getattr(outcome, name), OF_OFFICE


def _asked(path: Path, part: Any, extra: set[str]) -> Iterator[tuple[Path, str, set[str]]]:
    """When a section or field is shown, when an answer is required, and what it must be."""
    inner = {each.id for each in getattr(part, "fields", ())} if hasattr(part, "kind") else set()
    if part.show_when:
        yield (*path, "show_when"), part.show_when, extra
    if isinstance(getattr(part, "required", False), str):
        yield (*path, "required"), part.required, extra
    for name in ("must", "ask_if"):
        if getattr(part, name, ""):
            yield (*path, name), getattr(part, name), extra
    for number, choice in enumerate(getattr(part, "choices", ())):
        if choice.show_when:
            yield (*path, "choices", number, "show_when"), choice.show_when, extra
    if inner:
        for number, field in enumerate(part.fields):
            yield from _asked((*path, "fields", number), field, extra | inner)
