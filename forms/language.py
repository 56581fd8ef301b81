"""The form language: what a definition may ask, as typed and frozen objects. Knows no dossier.

A field's `show_when` (and `required`, where it is a text) is a CEL condition over the other answers.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator
from pydantic import Field as About

from forms.conditions import Condition
from organisations.levels import Level

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Language = Literal["vi", "en"]
Text = dict[Language, str]
Answers = Mapping[str, Any]
Cel = Annotated[str, StringConstraints(max_length=1000)]
#: A number, or the year that it is in Việt Nam when the answer is read: "this_year", "this_year - 5", "this_year + 1".
Bound = int | Annotated[str, StringConstraints(pattern=r"^this_year( ?[+-] ?[0-9]{1,3})?$")]
THIS_YEAR = "this_year"
_ASIDE = re.compile(r"\s*\([^)]*\)")  # "(không bắt buộc)" behind a label
_LABELS = 3  # as many of them name a page


class Part(BaseModel):
    """Frozen, and strict about keys nobody knows."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _asks(text: str) -> bool:
    return text.rstrip().endswith("?")


class Choice(Part):
    """One of the answers of a choice."""

    value: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    label: Text
    show_when: Cel = About("", description="CEL condition under which the choice is offered; empty: always.")
    level: Level | Literal[""] = About("", description="The school level it belongs to; see taught_at of the field.")


class BaseField(Part):
    """What every field has."""

    id: Id
    label: Text
    help: Text | None = About(None, description="One sentence below the label: why it is asked, or an example.")
    required: bool | Cel = About(False, description="true, false, or a CEL condition over the other answers.")
    show_when: Cel = About("", description="CEL condition; empty: always shown.")
    must: Cel = About("", description="CEL condition over this answer and the others that a given answer must meet.")
    must_message: Text | None = About(None, description="What the person reads when it does not.")
    ask_if: Cel = About(
        "", description="CEL condition over this answer and the others; then the person is asked again."
    )
    ask: Text | None = About(None, description="What is asked then; whoever confirms it goes on with the same answer.")
    starts_as: Id | Literal[""] = About(
        "", description="Officers' fields: the question of the form whose answer the field opens with."
    )

    @model_validator(mode="after")
    def _must_is_explained(self) -> Self:
        if self.must and self.must_message is None:
            raise ValueError("must is stated without must_message, so nobody would learn what is wrong")
        if self.ask_if and self.ask is None:
            raise ValueError("ask_if is stated without ask, so nobody would learn what is asked")
        return self

    def is_shown(self, answers: Answers) -> bool:
        """True when the field is asked at all, given the other answers."""
        return not self.show_when or Condition(self.show_when).holds(answers)

    def is_required(self, answers: Answers) -> bool:
        """True when an answer must be given."""
        if isinstance(self.required, str):
            return Condition(self.required).holds(answers)
        return self.required


class TextField(BaseField):
    """One line of text."""

    kind: Literal["text"]
    max_length: Annotated[int, About(ge=1, le=2000)] = 200
    default: str = ""


class LongTextField(BaseField):
    """Several lines of text."""

    kind: Literal["long_text"]
    max_length: Annotated[int, About(ge=1, le=20_000)] = 2000


class NumberField(BaseField):
    """A whole number, stored as an integer. The last year there can be is `this_year`, which is never out of date."""

    kind: Literal["number"]
    min: Bound | None = None
    max: Bound | None = None
    default: int | None = None

    def bounds(self, this_year: int) -> tuple[int | None, int | None]:
        """The least and the greatest number in the year `this_year`; None: there is no such bound."""
        return _number(self.min, this_year), _number(self.max, this_year)


def _number(bound: Bound | None, this_year: int) -> int | None:
    if not isinstance(bound, str):
        return bound
    return this_year + int(bound.removeprefix(THIS_YEAR).replace(" ", "") or "0")


class MoneyField(BaseField):
    """An amount in đồng, stored as an integer; typed with or without thousands separators."""

    kind: Literal["money"]
    min: int = 0
    max: int | None = None


class DateField(BaseField):
    """A day, stored as YYYY-MM-DD."""

    kind: Literal["date"]
    past: bool = About(False, description="The day must not lie in the future.")


class ChoiceField(BaseField):
    """One of the given answers, stored as its value."""

    kind: Literal["choice"]
    choices: Annotated[tuple[Choice, ...], About(min_length=1)]
    default: str = ""
    taught_at: Id | Literal[""] = About(
        "", description="The authority field that names a school: only choices of a level it teaches are offered."
    )

    def conditions(self) -> set[str]:
        """Names that decide which of the choices are offered."""
        read = {name for one in self.choices if one.show_when for name in Condition(one.show_when).references}
        return read | ({self.taught_at} if self.taught_at else set())


class YesNoField(BaseField):
    """Yes or no, stored as true or false."""

    kind: Literal["yes_no"]


PASSPORT = "PASSPORT"  # a person's `document` when it is no Vietnamese identity number
#: Left out, an audience that includes people abroad decides; see `workflows.definition.abroad`.
Abroad = Annotated[bool, About(description="Also for people abroad; left out, the audience decides.")]


class PersonField(BaseField):
    """A person: {name, birth_date, sex: M|F, identity: 12 digits, or 9 of the old card}.

    Of people abroad `document: PASSPORT` may be kept beside the number of a passport, and `birth_date` may be what is
    known of it: YYYY or YYYY-MM.
    """

    kind: Literal["person"]
    identity_required: bool = True
    abroad: Abroad = False


class PhoneField(BaseField):
    """A telephone number: a Vietnamese one is stored as 0xxxxxxxxx, one abroad by ITU-T E.164 as +12025550123."""

    kind: Literal["phone"]
    abroad: Abroad = False


class EmailField(BaseField):
    """An e-mail address."""

    kind: Literal["email"]


class AddressField(BaseField):
    """{province, ward: codes after the reform of 1 July 2025, detail, old_place: free old names}.

    Of people abroad {country: ISO 3166 code, detail: lines} with the other parts empty.
    """

    kind: Literal["address"]
    abroad: Abroad = False


class AuthorityField(BaseField):
    """A body of this site: the school that shall decide, the commune one lives in. Stored as the authority's slug."""

    kind: Literal["authority"]
    among: Annotated[
        tuple[Literal["SCHOOL", "COMMUNE", "DEPARTMENT", "ONE_STOP", "PROVINCE"], ...], About(min_length=1)
    ]
    levels: tuple[Level, ...] = About((), description="Schools alone that teach one of these levels; empty: any.")


class AttachmentField(BaseField):
    """Uploaded papers, stored as a list of StoredFile ids."""

    kind: Literal["attachment"]
    types: Annotated[tuple[Literal["pdf", "image"], ...], About(min_length=1)] = ("pdf", "image")
    max_mb: Annotated[int, About(ge=1, le=50)] = 10
    max_count: Annotated[int, About(ge=1, le=20)] = 5


class InfoField(BaseField):
    """Text to read; asks nothing."""

    kind: Literal["info"]

    def is_required(self, answers: Answers) -> bool:
        """False, whatever the definition says: there is nothing to answer."""
        return False


class RegisterEntryField(BaseField):
    """An officer's choice among matching entries of a register, stored as the entry's id (text)."""

    kind: Literal["register_entry"]
    #: Name of the register; `register` itself is a method of the metaclass.
    register_name: str = About(alias="register")


class GrantField(BaseField):
    """A licence or certificate, typed by its number and looked up; stored as the grant's id (text).

    Two of one number (they begin anew each year) are told apart by the day: "12/QĐ-SGDĐT ngày 05/02/2026".
    """

    kind: Literal["grant"]
    books: tuple[Id, ...] = About((), description="Books it must stand in; empty: any.")


_Simple = (
    TextField
    | LongTextField
    | NumberField
    | MoneyField
    | DateField
    | ChoiceField
    | YesNoField
    | PersonField
    | PhoneField
    | EmailField
    | AddressField
    | AuthorityField
    | InfoField
)
SimpleField = Annotated[_Simple, About(discriminator="kind")]


class GroupField(BaseField):
    """The same questions several times, stored as a list of objects. Papers are asked outside: they hang on a case."""

    kind: Literal["group"]
    fields: Annotated[tuple[SimpleField, ...], About(min_length=1)]
    min_items: Annotated[int, About(ge=0, le=50)] = 0
    max_items: Annotated[int, About(ge=1, le=50)] = 10

    def deciding(self) -> set[str]:
        """Ids of the questions of an item whose answers decide whether others of the item are asked."""
        return _names_in(self.fields) & {one.id for one in self.fields}

    def counted(self, item: Answers, answers: Answers) -> dict[str, Any]:
        """An item's answers less those to questions that are not asked in it, `answers` being those outside."""
        kept = dict(item)
        while True:
            asked = {one.id for one in self.fields if one.is_shown({**answers, **kept})}
            if kept.keys() <= asked:
                return kept
            kept = {name: value for name, value in kept.items() if name in asked}


Field = Annotated[
    _Simple | AttachmentField | RegisterEntryField | GrantField | GroupField,
    About(discriminator="kind"),
]


class Section(Part):
    """One page of the form: one thing to ask about."""

    id: Id
    title: Text
    official_title: Text | None = About(
        default=None,
        description="What offices and papers call the page, where its title is a question to the applicant.",
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
        """What offices and papers call the page. Versions from before say no such title: a question gives way to the
        labels of what is asked ("Người nộp hồ sơ").
        """
        if self.official_title is not None:
            return self.official_title
        return {
            language: (self._labels(language) or text.rstrip(" ?")) if _asks(text) else text
            for language, text in self.title.items()
        }

    def _labels(self, language: Language) -> str:
        labels = [_ASIDE.sub("", one.label.get(language) or one.label.get("vi", "")) for one in self.fields]
        plain = [label for label in labels if not _asks(label)][:_LABELS]
        return ", ".join([*plain[:1], *(label[:1].lower() + label[1:] for label in plain[1:])])

    def deciding(self) -> set[str]:
        """Ids of the fields whose answers decide whether others on the page are asked, or must be answered."""
        return _names_in(self.fields)


def _names_in(fields: Collection[BaseField]) -> set[str]:
    """What the conditions of these fields read."""
    conditions = [text for each in fields for text in (each.show_when, each.required) if isinstance(text, str)]
    offered = {name for each in fields if isinstance(each, ChoiceField) for name in each.conditions()}
    return offered | {name for text in conditions if text for name in Condition(text).references}


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
        """The pages this applicant is asked, and those that wait for an answer still to be given: the longest way."""
        counted = self.counted(answers)
        asked = self._asked(counted)
        open_questions = {name for name in asked if counted.get(name) is None}
        return [
            section
            for section in self.sections
            if section.is_shown(counted) or Condition(section.show_when).references & open_questions
        ]

    def visible_answers(self, answers: Answers) -> dict[str, Any]:
        """The answers to the fields that are shown; what was answered on a page no longer asked is left out."""
        ids = {field.id for field in self.fields()}
        return {name: value for name, value in self.counted(answers).items() if name in ids}

    def counted(self, answers: Answers) -> dict[str, Any]:
        """`answers` less those to fields that are not asked: they must not make another field be asked either."""
        ids = {field.id for field in self.fields()}
        others = {name: value for name, value in answers.items() if name not in ids}
        kept = {field.id: answers[field.id] for field in self.fields() if answers.get(field.id) is not None}
        while True:
            counted = others | self._items_counted(kept, others | kept)
            asked = self._asked(counted)
            if kept.keys() <= asked:
                return counted
            kept = {name: value for name, value in kept.items() if name in asked}

    def _items_counted(self, kept: dict[str, Any], answers: Answers) -> dict[str, Any]:
        """Of each repeated group the items in which something is answered, each without what is not asked in it."""
        found = dict(kept)
        for name in self._groups.keys() & kept.keys():
            if isinstance(kept[name], list):
                items = [self._groups[name].counted(item, answers) for item in kept[name] if isinstance(item, Mapping)]
                found[name] = [item for item in items if any(value is not None for value in item.values())]
        return {name: value for name, value in found.items() if name not in self._groups or value != []}

    @cached_property
    def _groups(self) -> dict[str, GroupField]:
        return {one.id: one for one in self.fields() if isinstance(one, GroupField)}

    def _shown_sections(self, answers: Answers) -> list[Section]:
        return [section for section in self.sections if section.is_shown(answers)]

    def _asked(self, answers: Answers) -> set[str]:
        sections = self._shown_sections(answers)
        return {field.id for section in sections for field in section.fields if field.is_shown(answers)}
