"""A council that can come to a result: an odd number where the law wants one, minutes that do not hide the count."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.checker.names import OF_COUNCIL
from workflows.checker.rules import MEANING
from workflows.definition import Council, Definition, Finding


def councils(definition: Definition) -> Iterator[Finding]:
    """Faults and doubts of every step of kind council."""
    for number, step in enumerate(definition.steps):
        if not isinstance(step, Council):
            continue
        path = ("steps", number)
        if step.odd and step.min_members % 2 == 0:
            yield MEANING.found("council_even", (*path, "min_members"), (step.id,), number=step.min_members)
        for place, field in enumerate(step.fields):
            if field.id in OF_COUNCIL:
                yield MEANING.found("council_counts", (*path, "fields", place), (step.id,), name=field.id)
