"""A telephone number."""

from __future__ import annotations

from typing import Any, Literal

from django.utils.translation import gettext as _

from forms import phones
from forms.field_kinds.base import SOME_ID, Abroad, Compared, TypedField
from forms.inputs import Input, Typed, line_input
from forms.posted import typed_in
from foundation.languages import in_language


class PhoneField(TypedField):
    """A telephone number: a Vietnamese one is stored as 0xxxxxxxxx, one abroad by ITU-T E.164 as
    +12025550123.
    """

    kind: Literal["phone"]
    abroad: Abroad = False

    def inputs(self, values: Typed, name: str) -> list[Input]:
        help = _("Ở nước ngoài thì ghi cả mã nước, ví dụ +1 202 555 0123.") if self.abroad else ""
        label = in_language(self.label)
        return [
            line_input(
                values, name, label, inputmode="tel", autocomplete="tel", max_length=25, help=help
            )
        ]

    def read(self, posted: Typed, name: str) -> Any:
        typed = typed_in(posted, name)
        return phones.phone(typed, self.abroad) if typed else None

    def missing(self) -> str:
        return _("Nhập số điện thoại.")

    def examples(self, compared: Compared) -> list[Any]:
        return [SOME_ID]
