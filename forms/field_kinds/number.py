"""A whole number."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import StringConstraints

from forms import plain_answers
from forms.field_kinds.base import MOST, Compared, TypedField
from forms.inputs import Input, Typed, line_input
from forms.posted import typed_in
from foundation.languages import in_language

#: A number, or the year that it is in Việt Nam when the answer is read: "this_year", "this_year -
#: 5", "this_year + 1".
Bound = int | Annotated[str, StringConstraints(pattern=r"^this_year( ?[+-] ?[0-9]{1,3})?$")]
THIS_YEAR = "this_year"
#: More than any number that a condition compares with.
_MUCH = 10**9


class NumberField(TypedField):
    """A whole number, stored as an integer. The last year there can be is `this_year`, which is
    never out of date.
    """

    kind: Literal["number"]
    min: Bound | None = None
    max: Bound | None = None
    default: int | None = None

    examples_are_all: ClassVar[bool] = True
    is_told_alone: ClassVar[bool] = True

    def bounds(self, this_year: int) -> tuple[int | None, int | None]:
        """The least and the greatest number in the year `this_year`; None: there is no such
        bound.
        """
        return _number(self.min, this_year), _number(self.max, this_year)

    def inputs(self, values: Typed, name: str) -> list[Input]:
        return [line_input(values, name, in_language(self.label), inputmode="numeric", short=True)]

    def read(self, posted: Typed, name: str) -> Any:
        typed = typed_in(posted, name)
        return plain_answers.number(typed, *self._now()) if typed else None

    def _now(self) -> tuple[int | None, int | None]:
        return self.bounds(timezone.localdate().year)

    def missing(self) -> str:
        return _("Nhập một số.")

    def examples(self, compared: Compared) -> list[Any]:
        return list(example_numbers(*self._now(), compared))


def _number(bound: Bound | None, this_year: int) -> int | None:
    if not isinstance(bound, str):
        return bound
    return this_year + int(bound.removeprefix(THIS_YEAR).replace(" ", "") or "0")


def example_numbers(low: int | None, high: int | None, compared: Compared) -> list[int]:
    """The ends, and those around the numbers that the expressions compare with."""
    ends = {low or 0, _MUCH if high is None else high}
    around = sorted(number + step for number in compared.numbers() for step in (-1, 0, 1))[
        : 3 * MOST
    ]
    allowed = {
        one for one in around if (low is None or one >= low) and (high is None or one <= high)
    }
    return sorted(ends | allowed)
