"""One of the given answers; those are offered whose condition holds, of levels taught at the
school.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, Self

from django.utils.translation import gettext as _
from pydantic import Field as About
from pydantic import StringConstraints

from forms.conditions.evaluation import Condition
from forms.errors import Refused
from forms.field_kinds.base import Answers, Cel, Compared, Id, Part, Text, TypedField
from forms.inputs import Input, Typed
from forms.lists import authority_choices
from forms.posted import typed_in
from foundation.languages import in_language
from organisations.levels import Level

#: More answers than these stand in a list that opens.
_MOST_RADIOS = 8


class Choice(Part):
    """One of the answers of a choice."""

    value: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    label: Text
    show_when: Cel = About(
        "", description="CEL condition under which the choice is offered; empty: always."
    )
    level: Level | Literal[""] = About(
        "", description="The school level it belongs to; see taught_at of the field."
    )

    def fits(self, answers: Answers, taught: frozenset[str]) -> bool:
        """Whether it goes with the other answers, and is taught where `taught` are the levels;
        none: nobody knows.
        """
        return self._goes_with(answers) and self.is_taught(taught)

    def is_taught(self, taught: frozenset[str]) -> bool:
        """Whether its level is among those, or belongs to none."""
        return not self.level or not taught or self.level in taught

    def _goes_with(self, answers: Answers) -> bool:
        return not self.show_when or Condition(self.show_when).holds(answers)


class ChoiceField(TypedField):
    """One of the given answers, stored as its value."""

    kind: Literal["choice"]
    choices: Annotated[tuple[Choice, ...], About(min_length=1)]
    default: str = ""
    taught_at: Id | Literal[""] = About(
        "",
        description=(
            "The authority field that names a school: only choices of a level it teaches are"
            " offered."
        ),
    )

    is_chosen: ClassVar[bool] = True
    examples_are_all: ClassVar[bool] = True
    is_told_alone: ClassVar[bool] = True

    def conditions(self) -> set[str]:
        read = {
            name
            for one in self.choices
            if one.show_when
            for name in Condition(one.show_when).references
        }
        return read | ({self.taught_at} if self.taught_at else set())

    def inputs(self, values: Typed, name: str) -> list[Input]:
        options = tuple((choice.value, in_language(choice.label)) for choice in self.choices)
        kind = "radios" if len(options) <= _MOST_RADIOS else "select"
        return [
            Input(
                kind, name, in_language(self.label), values.get(name, self.default), options=options
            )
        ]

    def read(self, posted: Typed, name: str) -> Any:
        typed = typed_in(posted, name)
        if typed and typed not in {choice.value for choice in self.choices}:
            raise Refused(_("Chọn một trong các câu trả lời có sẵn."))
        return typed or None

    def told(self, value: Any) -> str:
        labels = {choice.value: in_language(choice.label) for choice in self.choices}
        return str(labels.get(value, value))

    def missing(self) -> str:
        return _("Chọn một câu trả lời.")

    def examples(self, compared: Compared) -> list[Any]:
        return [one.value for one in self.choices]

    def offered(self, answers: Answers) -> Self:
        if not self.conditions():
            return self
        taught = self._taught(answers)
        return self.model_copy(
            update={"choices": tuple(one for one in self.choices if one.fits(answers, taught))}
        )

    def refuse_unoffered(self, value: Any, answers: Answers) -> None:
        chosen = next((one for one in self.choices if one.value == value), None)
        if chosen is None or not self.conditions():
            return
        label, taught = {"label": in_language(chosen.label)}, self._taught(answers)
        if not chosen.is_taught(taught):
            school = {"school": authority_choices.body_name(str(answers.get(self.taught_at)))}
            told = _("%(school)s không dạy %(label)s. Chọn lớp khác hoặc chọn trường khác.")
            raise Refused(told % {**label, **school})
        if not chosen.fits(answers, taught):
            raise Refused(
                _("“%(label)s” không đi cùng các câu trả lời khác, hãy chọn lại.") % label
            )

    def _taught(self, answers: Answers) -> frozenset[str]:
        """The levels of the school that was chosen; empty where none was, or where nobody knows
        what it teaches.
        """
        school = str(answers.get(self.taught_at) or "")
        return authority_choices.taught_at(school) if self.taught_at else frozenset()
