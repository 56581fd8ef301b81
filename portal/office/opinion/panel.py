"""The panel in which somebody who was asked writes an opinion: what it holds, at first and as it
was filled in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from forms.binding import BoundSection, bind
from forms.language import Section
from forms.models import StoredFile
from workflows.definition import Consult
from workflows.models import WorkItem


@dataclass
class Said:
    """The panel's content."""

    fields: BoundSection | None
    confidential: bool
    text: str = ""
    attached: list[StoredFile] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    # one for each page shown: a double click does one act
    key: str = field(default_factory=lambda: uuid4().hex)

    @property
    def values(self) -> dict[str, Any]:
        """The answers to the step's fields."""
        return dict(self.fields.values) if self.fields else {}


def blank(item: WorkItem, step: Consult) -> Said:
    """The panel as it opens."""
    section = section_of(step)
    return Said(bind(section, {}) if section else None, is_confidential(item, step))


def section_of(step: Consult) -> Section | None:
    """The questions that go with the opinion, as a section of a form; None where it is words
    alone.
    """
    return Section(id=step.id, title=step.title, fields=step.fields) if step.fields else None


def is_confidential(item: WorkItem, step: Consult) -> bool:
    """Whether only whoever asked reads what this one answers."""
    return bool(step.asked[item.data["asked"]].confidential)
