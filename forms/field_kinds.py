"""The kinds of questions that a form may ask, as typed and frozen objects. They know no dossier.

A field's `show_when` (and `required`, where it is a text) is a CEL condition over the other answers.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator
from pydantic import Field as About

from forms.conditions.evaluation import Condition
from organisations.levels import Level

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Text = dict[str, str]
Answers = Mapping[str, Any]
Cel = Annotated[str, StringConstraints(max_length=1000)]
#: A number, or the year that it is in Việt Nam when the answer is read: "this_year", "this_year - 5", "this_year + 1".
Bound = int | Annotated[str, StringConstraints(pattern=r"^this_year( ?[+-] ?[0-9]{1,3})?$")]
THIS_YEAR = "this_year"


class Part(BaseModel):
    """Frozen, and strict about keys nobody knows."""

    model_config = ConfigDict(frozen=True, extra="forbid")


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


def names_read_by(fields: Collection[BaseField]) -> set[str]:
    """What the conditions of these fields read."""
    conditions = [text for each in fields for text in (each.show_when, each.required) if isinstance(text, str)]
    offered = {name for each in fields if isinstance(each, ChoiceField) for name in each.conditions()}
    return offered | {name for text in conditions if text for name in Condition(text).references}


class GroupField(BaseField):
    """The same questions several times, stored as a list of objects. Papers are asked outside: they hang on a case."""

    kind: Literal["group"]
    fields: Annotated[tuple[SimpleField, ...], About(min_length=1)]
    min_items: Annotated[int, About(ge=0, le=50)] = 0
    max_items: Annotated[int, About(ge=1, le=50)] = 10

    def deciding(self) -> set[str]:
        """Ids of the questions of an item whose answers decide whether others of the item are asked."""
        return names_read_by(self.fields) & {one.id for one in self.fields}

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
