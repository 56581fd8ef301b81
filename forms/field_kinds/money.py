"""An amount in đồng."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from forms import plain_answers
from forms.field_kinds.base import Compared, TypedField
from forms.field_kinds.number import example_numbers
from forms.inputs import Input, Typed, line_input
from forms.posted import typed_in
from foundation.languages import in_language


class MoneyField(TypedField):
    """An amount in đồng, stored as an integer; typed with or without thousands separators."""

    kind: Literal["money"]
    min: int = 0
    max: int | None = None

    examples_are_all: ClassVar[bool] = True
    is_told_alone: ClassVar[bool] = True

    def inputs(self, values: Typed, name: str) -> list[Input]:
        return [line_input(values, name, in_language(self.label), inputmode="numeric", short=True)]

    def read(self, posted: Typed, name: str) -> Any:
        typed = typed_in(posted, name)
        return plain_answers.money(typed, self.min, self.max) if typed else None

    def told(self, value: Any) -> str:
        return f"{number_format(value, force_grouping=True)} đ"

    def missing(self) -> str:
        return _("Nhập số tiền bằng đồng.")

    def examples(self, compared: Compared) -> list[Any]:
        return list(example_numbers(self.min, self.max, compared))
