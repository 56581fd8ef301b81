"""What applicants may correct themselves: of what the form asks, nothing that says who they are or
which authority decides, and until a step that exists.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflows.checker.names import named_authorities
from workflows.checker.rules import REFERENCES, did_you_mean
from workflows.definition import Definition, Finding
from workflows.definition.base import answer_of
from workflows.definition.findings import Rules, fault
from workflows.drawing import graph

AMENDING = Rules(
    {
        "amend_settled": fault(
            "Applicants may correct '{name}', which says who applies or which authority decides.",
            "Take it out of amend: for that they withdraw and file again.",
            "Ô '{name}' nói ai nộp hoặc cơ quan nào giải quyết, nên người nộp không tự sửa được.",
            "Hãy bỏ ô này khỏi amend: muốn sửa, người nộp rút hồ sơ và nộp lại.",
        ),
    }
)


def amended(definition: Definition) -> Iterator[Finding]:
    """Faults of `amend`."""
    rule = definition.amend
    if rule is None:
        return
    steps = [step.id for step in definition.steps]
    for number, name in enumerate(rule.until):
        if name not in steps:
            path = ("amend", "until", number)
            hints = did_you_mean(name, steps)
            yield REFERENCES.found("reference_unknown", path, name=name, what="step", **hints)
    asked = [field.id for field in definition.form.fields()]
    settled = _settled(definition)
    for number, name in enumerate(rule.fields):
        path = ("amend", "fields", number)
        if name not in asked:
            hints = did_you_mean(name, asked)
            yield REFERENCES.found("reference_unknown", path, name=name, what="form field", **hints)
        elif name in settled:
            yield AMENDING.found("amend_settled", path, name=name)


def _settled(definition: Definition) -> set[str]:
    """Who applies, for whom, and where: filed once, the dossier and its number hang on it. Where a
    later step is taken may still change until that step begins.
    """
    roles = definition.applicant
    until = definition.amend.until if definition.amend else ()
    is_graph = definition.start in {step.id for step in definition.steps}
    ahead = graph.ahead(definition) if is_graph else {}
    later = {*until, *(step for one in until for step in ahead.get(one, ()))}
    places = {
        answer_of(place)
        for path, place in named_authorities(definition)
        if path[0] != "steps" or definition.steps[int(path[1])].id not in later
    }
    return {roles.person, roles.holder, *places} - {""}
