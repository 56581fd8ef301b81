"""Answers as people read them: for the check page, the officer, the slips."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import override

from forms import attached
from forms import field_kinds as fk
from forms import language as fl
from forms.models import StoredFile
from foundation.languages import in_language


@dataclass(frozen=True)
class Row:
    """One answer. A person or a group is told in one line."""

    field_id: str
    label: str
    value: str
    files: list[StoredFile] = field(default_factory=list)


@dataclass(frozen=True)
class SectionSummary:
    """The answers of one page of the form."""

    id: str
    title: str
    rows: list[Row]

    @property
    def is_answered(self) -> bool:
        """True when the page has any answer to show."""
        return any(row.value or row.files for row in self.rows)


def summarise(
    form: fl.Form, answers: Mapping[str, Any], language: str, *, official: bool = False
) -> list[SectionSummary]:
    """Every answer of the pages this applicant is asked, in `language` ("vi" or "en").

    `official`: the pages are called as offices and papers call them, not as the applicant is asked.
    """
    counted = form.counted(answers)
    with override(language):
        return [
            SectionSummary(
                section.id,
                in_language(section.called if official else section.title),
                _rows(section, counted),
            )
            for section in form.visible_sections(answers)
        ]


def _rows(section: fl.Section, answers: Mapping[str, Any]) -> list[Row]:
    return [
        row_of(one.beside(answers), answers.get(one.id))
        for one in section.fields
        if one.is_shown(answers) and one.asks
    ]


def row_of(one: fk.BaseField, value: Any) -> Row:
    """The row of one answer."""
    files = attached.stored(value) if isinstance(one, fk.AttachmentField) and value else []
    return Row(one.id, in_language(one.label), one.text_of(value), files)
