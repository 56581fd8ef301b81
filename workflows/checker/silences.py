"""Silence fills nothing in: the outcome that the law takes for granted must be open to it."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.checker.known import Atom, Reading
from workflows.checker.walked import Conditions
from workflows.definition import Definition, Finding
from workflows.definition.findings import Rules, fault

SILENCES = Rules(
    {
        "silence_needs": fault(
            "Silence at step '{step}' takes the outcome '{outcome}', which needs what only an"
            " officer fills in.",
            "Let silence take an outcome without such needs.",
            "Im lặng ở bước '{step}' dẫn tới lựa chọn '{outcome}', mà lựa chọn này cần ô chỉ cán bộ"
            " mới ghi.",
            "Hãy cho im lặng dẫn tới lựa chọn không cần ô như vậy.",
        ),
    }
)


def open_outcomes(definition: Definition) -> Iterator[Finding]:
    """Steps whose silence takes an outcome that needs what only an officer fills in: it would never
    come about.
    """
    reading = Reading(definition)
    conditions = Conditions(reading)
    for number, step in enumerate(definition.steps):
        taken = next((one for one in step.outcomes if one.id == step.taken_by_silence), None)
        nothing: dict[Atom, None] = {("office", step.id, field.id): None for field in step.fields}
        if taken and taken.needs and True not in conditions.turns(taken.needs, nothing):
            path = ("steps", number, "silence", "outcome")
            yield SILENCES.found("silence_needs", path, (step.id,), step=step.id, outcome=taken.id)
