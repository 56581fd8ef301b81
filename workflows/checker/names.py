"""Names that must mean something: roles, authorities, fields, steps (what CEL expressions read:
`checker.conditions`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from forms.field_kinds import RoundField
from forms.field_kinds.wishes import OfRound
from organisations.roles import ADMINISTRATOR
from workflows.checker.rules import REFERENCES, did_you_mean
from workflows.definition import Consult, Council, Definition, Finding, Reply
from workflows.definition.base import answer_of, noted_of
from workflows.definition.findings import Path, Rules, doubt, fault
from workflows.drawing import graph

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
        "authority_unnamed": fault(
            "A dossier can come to '{step}' by a way on which nobody fills in '{name}', so nobody"
            " has the task.",
            "Lead every way there through a step that names it.",
            "Hồ sơ có thể đến bước '{step}' khi chưa ai ghi '{name}', nên không biết bước này của"
            " cơ quan nào.",
            "Mọi đường tới bước này phải qua một bước ghi ô đó.",
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
        if authorities is None or answer_of(authority) or noted_of(authority):
            continue
        if authority not in authorities:
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
    asked = {field.id: field for field in definition.form.fields() if field.names_authority}
    for path, place in named_authorities(definition):
        field = answer_of(place)
        if not field:
            yield from _noted_authority(definition, path, place)
        elif field not in asked:
            names = {"name": field, "what": "form field of kind authority"}
            yield REFERENCES.found("reference_unknown", path, **names, **did_you_mean(field, asked))
        elif path[0] == "authority" and (
            asked[field].required is not True or asked[field].show_when
        ):
            yield NAMES.found("authority_unsure", path, name=field)


def _noted_authority(definition: Definition, path: Path, place: str) -> Iterator[Finding]:
    """Where officers name it: fields of steps, and one of these steps on every way there."""
    noted = noted_of(place)
    known = {
        (step.id, field.id): field
        for step in definition.steps
        for field in step.fields
        if field.names_authority
    }
    for one in noted:
        if one not in known:
            names = {"name": ".".join(one), "what": "step's field that names an authority"}
            hints = did_you_mean(".".join(one), [".".join(each) for each in known])
            yield REFERENCES.found("reference_unknown", path, **names, **hints)
    if not noted or path[0] != "steps":
        if noted:
            yield NAMES.found("authority_unsure", path, name=place)
        return
    here = definition.steps[int(path[1])].id
    before = {**graph.ways(definition), **{step: [] for step, _field in noted}}
    trace = graph.traces(before, definition.starts()).get(here)
    if trace is not None and here not in {step for step, _field in noted}:
        yield NAMES.found("authority_unnamed", path, trace, step=here, name=place)


def rounds(definition: Definition) -> Iterator[Finding]:
    """Programmes are those of a round that the form asks for; `round` names that question, which is
    always asked.
    """
    asked = {field.id: field for field in definition.form.fields() if isinstance(field, RoundField)}
    for path, name in _named_rounds(definition):
        yield from _known(path, name, list(asked), "form field of kind round")
    if (field := asked.get(definition.round)) and (field.required is not True or field.show_when):
        yield NAMES.found("authority_unsure", ("round",), name=definition.round)


def _named_rounds(definition: Definition) -> Iterator[tuple[Path, str]]:
    if definition.round:
        yield ("round",), definition.round
    for number, section in enumerate(definition.form.sections):
        for place, one in enumerate(section.fields):
            if isinstance(one, OfRound):
                yield ("form", "sections", number, "fields", place, "of"), one.of
    for number, step in enumerate(definition.steps):
        for place, one in enumerate(step.fields):
            if isinstance(one, OfRound):
                yield ("steps", number, "fields", place, "of"), one.of


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
