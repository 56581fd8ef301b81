"""An e-mail address."""

from __future__ import annotations

from typing import Any, Literal

from django.utils.translation import gettext as _

from forms import plain_answers
from forms.field_kinds.base import SOME_ID, Compared, TypedField
from forms.inputs import Input, Typed, line_input
from forms.posted import typed_in
from foundation.languages import in_language


class EmailField(TypedField):
    """An e-mail address."""

    kind: Literal["email"]

    def inputs(self, values: Typed, name: str) -> list[Input]:
        label = in_language(self.label)
        return [
            line_input(values, name, label, inputmode="email", autocomplete="email", max_length=254)
        ]

    def read(self, posted: Typed, name: str) -> Any:
        typed = typed_in(posted, name)
        return plain_answers.email(typed) if typed else None

    def missing(self) -> str:
        return _("Nhập địa chỉ thư điện tử.")

    def examples(self, compared: Compared) -> list[Any]:
        return [SOME_ID]
