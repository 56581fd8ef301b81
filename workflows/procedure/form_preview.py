"""The form of a definition that is still being written, filled in with sample answers: nothing is
checked or kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from forms.binding import BoundSection, bind
from forms.language import Section
from workflows.definition import Definition


@dataclass(frozen=True)
class Shown:
    """One section as applicants would see it, or the condition that hides it."""

    section: Section
    bound: BoundSection | None
    hidden_by: str = ""


def preview(definition: Definition, sample: QueryDict) -> list[Shown]:
    """Every section with the sample answers; one that its condition hides says so instead.

    The answers are read as a draft reads them, so that conditions see them; what is missing is no
    error here.
    """
    answers = _answers(definition, sample)
    return [
        (
            Shown(section, bind(section, answers))
            if section.is_shown(answers)
            else Shown(section, None, section.show_when)
        )
        for section in definition.form.sections
    ]


def _answers(definition: Definition, sample: QueryDict) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for section in definition.form.sections:
        if sample:
            found |= {
                name: value
                for name, value in _read(section, found, sample).items()
                if value is not None
            }
    return found


def _read(section: Section, known: dict[str, Any], sample: QueryDict) -> dict[str, Any]:
    """What of the sample may be kept; files are never read."""
    return bind(section, known, sample).partial_values
