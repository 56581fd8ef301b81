"""Names that must mean something: roles, authorities, fields, steps, and everything a CEL
expression reads.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from forms.conditions.evaluation import Condition, ConditionError
from forms.field_kinds import AuthorityField
from organisations.roles import ADMINISTRATOR
from workflows.checker.rules import REFERENCES, did_you_mean
from workflows.definition import AnyStep, Consult, Council, Definition, Finding, Reply, expressions
from workflows.definition.base import EX_OFFICIO, answer_of
from workflows.definition.findings import Path, Rules, doubt, fault
from workflows.definition.library_words import of_condition

NAMES = Rules(
    {
        "role_unknown": fault(
            "Nobody can hold the role '{role}': this site does not have it.",
            "{hint} New roles are made in the administration.",
            "Không ai giữ được vai trò '{role}' vì hệ thống chưa có vai trò này.",
            "{hint_vi} Vai trò mới được thêm trong trang quản trị.",
        ),
        "role_administers": fault(
            "The role '{role}' keeps the site and decides nothing: whoever holds it also writes"
            " procedures.",
            "Name a role of the office.",
            "Vai trò '{role}' là người quản trị hệ thống, cũng là người soạn thủ tục, nên không"
            " được giải quyết hồ sơ.",
            "Hãy ghi một vai trò của cơ quan giải quyết.",
        ),
        "authority_unknown": fault(
            "The authority '{name}' does not exist on this site.",
            "{hint}",
            "Hệ thống không có cơ quan '{name}'.",
            "{hint_vi}",
        ),
        "authority_unsure": fault(
            "The authority is taken from '{name}', which an applicant may leave empty.",
            "Make the field required: true, without show_when.",
            "Cơ quan được lấy từ câu hỏi '{name}', mà người nộp có thể bỏ trống.",
            "Hãy đặt required: true và bỏ show_when cho câu hỏi này.",
        ),
        "confidential_read": fault(
            "'{text}' reads '{field}', which in step '{step}' everybody answers in confidence.",
            "Ask somebody openly (confidential: false), or read office.{step}.answered only.",
            "'{text}' đọc '{field}', mà ở bước '{step}' mọi người được hỏi đều trả lời kín.",
            "Hãy hỏi ít nhất một nơi không kín (confidential: false), hoặc chỉ đọc"
            " office.{step}.answered.",
        ),
        "field_reserved": fault(
            "No field of the step '{step}' can be called '{field}': the engine writes something"
            " else under that name.",
            "Give it another name.",
            "Ô của bước '{step}' không đặt tên '{field}' được: hệ thống dùng tên này để ghi điều"
            " khác.",
            "Hãy đặt tên khác.",
        ),
        "silence_unanswered": fault(
            "Silence does not answer '{field}', which must be answered.",
            "Give it a value under silence.values.",
            "Im lặng chưa trả lời cho '{field}', là câu bắt buộc.",
            "Hãy ghi giá trị của câu này trong silence.values.",
        ),
        "document_unused": doubt(
            "No step issues the document '{document}'.",
            "Add a step of kind issue, or remove the document.",
            "Không bước nào phát hành văn bản '{document}'.",
            "Hãy thêm bước phát hành, hoặc bỏ văn bản này.",
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
#: Where the notes of a consultation keep which time it is asked; none of its fields is called so.
ROUND = "round"
#: What a step may name, as the finding says it that misses it.
AMONG = {
    "decided": "step where a person decides",
    "documents": "document",
    "outcomes": "outcome",
    "longer_limits": "one of longer_limits",
    "form": "section or field of the form",
}
#: Name spaces of what officers filled in: as it is stored, and as people read it.
OF_STEPS = frozenset({"office", "noted"})
#: What conditions of a step may read beside the form.
OF_OFFICE = {"office", "grant"}
#: And what its fee may.
OF_FEE = {"office", "case", "channel"}


def people(
    definition: Definition, roles: Collection[str] | None, authorities: Collection[str] | None
) -> Iterator[Finding]:
    """Roles somebody can hold, at authorities that exist."""
    for path, role, step in _roles(definition):
        if roles is not None and role not in roles:
            yield NAMES.found("role_unknown", path, (step,), role=role, **did_you_mean(role, roles))
        if role == ADMINISTRATOR:
            yield NAMES.found("role_administers", path, (step,), role=role)
    for path, authority in named_authorities(definition):
        if authorities is not None and authority not in authorities and not answer_of(authority):
            yield NAMES.found(
                "authority_unknown", path, name=authority, **did_you_mean(authority, authorities)
            )


def _roles(definition: Definition) -> Iterator[tuple[Path, str, str]]:
    if definition.ex_officio:
        yield ("ex_officio", "role"), definition.ex_officio.role, definition.ex_officio.start
    for number, step in enumerate(definition.steps):
        for path, _at, role, _authority in step.posts():
            yield ("steps", number, *path), role, step.id


def chosen_authorities(definition: Definition) -> Iterator[Finding]:
    """Where the applicant names the authority, the form asks for one; for the whole dossier it must
    always ask.
    """
    asked = {
        field.id: field for field in definition.form.fields() if isinstance(field, AuthorityField)
    }
    for path, place in named_authorities(definition):
        field = answer_of(place)
        if not field:
            continue
        if field not in asked:
            names = {"name": field, "what": "form field of kind authority"}
            yield REFERENCES.found("reference_unknown", path, **names, **did_you_mean(field, asked))
        elif path[0] == "authority" and (
            asked[field].required is not True or asked[field].show_when
        ):
            yield NAMES.found("authority_unsure", path, name=field)


def named_authorities(definition: Definition) -> Iterator[tuple[Path, str]]:
    """Where the definition names an authority, and its slug (or `answer:FIELD`)."""
    yield ("authority", "decides"), definition.authority.decides
    for number, slug in enumerate(definition.authority.receives):
        yield ("authority", "receives", number), slug
    for number, step in enumerate(definition.steps):
        for _role, path, _slug, at in step.posts():
            if at not in ("receiving", "deciding"):
                yield ("steps", number, *path), at


def references(definition: Definition) -> Iterator[Finding]:
    """Ids that point to another part of the definition."""
    steps = [step.id for step in definition.steps if step.outcomes]
    fields = [field.id for field in definition.form.fields()]
    for name, field in definition.applicant.fields().items():
        yield from _known(("applicant", name), field, fields, "form field")
    if definition.subject:
        yield from _known(
            ("subject",),
            definition.subject,
            [part.id for part in definition.form.sections],
            "section",
        )
    known: dict[str, Collection[str]] = {
        "decided": steps,
        "documents": definition.document_ids(),
        "longer_limits": definition.longer_limits,
        "form": [*fields, *(section.id for section in definition.form.sections)],
    }
    for number, step in enumerate(definition.steps):
        of_step = {**known, "outcomes": [each.id for each in step.outcomes]}
        for where, name, among in step.references():
            yield from _known(("steps", number, *where), name, of_step[among], AMONG[among])
        if isinstance(step, Reply):
            yield from _silent_answers(("steps", number, "silence"), step)
        for place, one in enumerate(step.fields):
            if one.starts_as:
                alike = [field.id for field in definition.form.fields() if field.kind == one.kind]
                path = ("steps", number, "fields", place, "starts_as")
                yield from _known(path, one.starts_as, alike, f"form field of kind {one.kind}")
    for number, document in enumerate(definition.documents):
        yield from _known(
            ("documents", number, "signed_at"),
            document.signed_at,
            steps,
            "step where a person decides",
        )
        if not any(step.document == document.id for step in definition.steps):
            yield NAMES.found("document_unused", ("documents", number), document=document.id)


def _silent_answers(path: Path, step: Reply) -> Iterator[Finding]:
    """Silence answers questions of the step, and every one that must be answered."""
    if step.silence is None:
        return
    fields = {field.id: field for field in step.fields}
    for name in step.silence.values:
        yield from _known((*path, "values", name), name, list(fields), "field of the step")
    for name, field in fields.items():
        if field.required is True and name not in step.silence.values:
            yield NAMES.found("silence_unanswered", path, field=name)


def _known(path: Path, name: str, known: Collection[str], what: str) -> Iterator[Finding]:
    if name not in known:
        yield REFERENCES.found(
            "reference_unknown", path, name=name, what=what, **did_you_mean(name, known)
        )


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
            yield NAMES.found("confidential_read", path, step=first, field=name, text=text)
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
            yield NAMES.found("register_unmatched", path, text=text)
        if space == "grant" and not definition.grant_fields():
            yield NAMES.found("grant_unasked", path, text=text)


def reserved(definition: Definition) -> Iterator[Finding]:
    """No field is called as what the engine notes of the step itself: it would be written over
    without a word.

    Of councils see `checker.councils`.
    """
    for number, step in enumerate(definition.steps):
        taken = step.noted | {ROUND} if isinstance(step, Consult) else step.noted
        for place, field in enumerate(step.fields if not isinstance(step, Council) else ()):
            if field.id in taken:
                path = ("steps", number, "fields", place, "id")
                yield NAMES.found("field_reserved", path, step=step.id, field=field.id)


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
