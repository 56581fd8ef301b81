"""The form language: the pages of a form and what of them is asked. The kinds of questions:
`forms.field_kinds`.

Typed and frozen objects that know no dossier.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any

from pydantic import Field as About

from forms.conditions.evaluation import Condition
from forms.field_kinds import Answers, Cel, Field, GroupField, Id, Part, Text, names_read_by
from foundation.languages import in_language

_ASIDE = re.compile(r"\s*\([^)]*\)")  # "(không bắt buộc)" behind a label
_LABELS = 3  # as many of them name a page


def _asks(text: str) -> bool:
    return text.rstrip().endswith("?")


class Section(Part):
    """One page of the form: one thing to ask about."""

    id: Id
    title: Text
    official_title: Text | None = About(
        default=None,
        description=(
            "What offices and papers call the page, where its title is a question to the applicant."
        ),
    )
    help: Text | None = None
    show_when: Cel = ""
    fields: tuple[Field, ...]

    def is_shown(self, answers: Answers) -> bool:
        """True when the page is asked at all, given the answers of the other pages."""
        return not self.show_when or Condition(self.show_when).holds(answers)

    @property
    def is_question(self) -> bool:
        """True when the title asks the applicant something: no words for a paper."""
        return any(map(_asks, self.title.values()))

    @property
    def called(self) -> Text:
        """What offices and papers call the page. Versions from before say no such title: a question
        gives way to the labels of what is asked ("Người nộp hồ sơ").
        """
        if self.official_title is not None:
            return self.official_title
        return {
            language: (self._labels(language) or text.rstrip(" ?")) if _asks(text) else text
            for language, text in self.title.items()
        }

    def _labels(self, language: str) -> str:
        labels = [_ASIDE.sub("", in_language(one.label, language)) for one in self.fields]
        plain = [label for label in labels if not _asks(label)][:_LABELS]
        return ", ".join([*plain[:1], *(label[:1].lower() + label[1:] for label in plain[1:])])

    def deciding(self) -> set[str]:
        """Ids of the fields whose answers decide whether others on the page are asked, or must be
        answered.
        """
        return names_read_by(self.fields)


class Form(Part):
    """All pages, in order."""

    sections: Annotated[tuple[Section, ...], About(min_length=1)]

    def fields(self) -> Iterator[Field]:
        """Every field of every page, shown or not."""
        for section in self.sections:
            yield from section.fields

    def section(self, section_id: str) -> Section:
        """The page with this id; raises KeyError."""
        for section in self.sections:
            if section.id == section_id:
                return section
        raise KeyError(section_id)

    def visible_sections(self, answers: Answers) -> list[Section]:
        """The pages that this applicant is asked."""
        return self._shown_sections(self.counted(answers))

    def possible_sections(self, answers: Answers) -> list[Section]:
        """The pages this applicant is asked, and those that wait for an answer still to be given:
        the longest way.
        """
        counted = self.counted(answers)
        asked = self._asked(counted)
        open_questions = {name for name in asked if counted.get(name) is None}
        return [
            section
            for section in self.sections
            if section.is_shown(counted) or Condition(section.show_when).references & open_questions
        ]

    def visible_answers(self, answers: Answers) -> dict[str, Any]:
        """The answers to the fields that are shown; what was answered on a page no longer asked is
        left out.
        """
        ids = {field.id for field in self.fields()}
        return {name: value for name, value in self.counted(answers).items() if name in ids}

    def counted(self, answers: Answers) -> dict[str, Any]:
        """`answers` less those to fields that are not asked: they must not make another field be
        asked either.
        """
        ids = {field.id for field in self.fields()}
        others = {name: value for name, value in answers.items() if name not in ids}
        kept = {
            field.id: answers[field.id]
            for field in self.fields()
            if answers.get(field.id) is not None
        }
        while True:
            counted = others | self._items_counted(kept, others | kept)
            asked = self._asked(counted)
            if kept.keys() <= asked:
                return counted
            kept = {name: value for name, value in kept.items() if name in asked}

    def _items_counted(self, kept: dict[str, Any], answers: Answers) -> dict[str, Any]:
        """Of each repeated group the items in which something is answered, each without what is not
        asked in it.
        """
        found = dict(kept)
        for name in self._groups.keys() & kept.keys():
            if isinstance(kept[name], list):
                items = [
                    self._groups[name].counted(item, answers)
                    for item in kept[name]
                    if isinstance(item, Mapping)
                ]
                found[name] = [
                    item for item in items if any(value is not None for value in item.values())
                ]
        return {
            name: value for name, value in found.items() if name not in self._groups or value != []
        }

    @cached_property
    def _groups(self) -> dict[str, GroupField]:
        return {one.id: one for one in self.fields() if isinstance(one, GroupField)}

    def _shown_sections(self, answers: Answers) -> list[Section]:
        return [section for section in self.sections if section.is_shown(answers)]

    def _asked(self, answers: Answers) -> set[str]:
        sections = self._shown_sections(answers)
        return {
            field.id for section in sections for field in section.fields if field.is_shown(answers)
        }
