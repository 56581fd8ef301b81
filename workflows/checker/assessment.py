"""The report of a self-assessment that an application takes: form fields that can hold what it
fills in.
"""

from __future__ import annotations

from collections.abc import Iterator

from forms.field_kinds import ChoiceField
from workflows.checker.rules import REFERENCES, did_you_mean
from workflows.definition import Definition, Finding

#: What the report fills → the kind of field that holds it.
KINDS = {
    "school": "authority",
    "commune": "authority",
    "rules": "choice",
    "school_year": "text",
    "level": "choice",
    "report": "attachment",
}


def report(definition: Definition) -> Iterator[Finding]:
    """Every field is asked and of its kind; every rule set is among the choices."""
    taken = definition.assessment
    if taken is None:
        return
    for part, kind in KINDS.items():
        name, alike = (
            getattr(taken, part),
            [field.id for field in definition.form.fields() if field.kind == kind],
        )
        if name not in alike:
            what = f"form field of kind {kind}"
            yield REFERENCES.found(
                "reference_unknown",
                ("assessment", part),
                name=name,
                what=what,
                **did_you_mean(name, alike),
            )
    chosen = [
        one
        for one in definition.form.fields()
        if isinstance(one, ChoiceField) and one.id == taken.rules
    ]
    choices = [choice.value for field in chosen for choice in field.choices]
    for stage, answer in taken.stages.items():
        if chosen and answer not in choices:
            names = {
                "name": answer,
                "what": f"choice of {taken.rules}",
                **did_you_mean(answer, choices),
            }
            yield REFERENCES.found("reference_unknown", ("assessment", "stages", stage), **names)
