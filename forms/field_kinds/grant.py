"""A licence or certificate that was issued."""

from __future__ import annotations

from typing import Any, Literal

from django.utils.translation import gettext as _
from pydantic import Field as About

from forms.errors import Refused
from forms.field_kinds.base import SOME_ID, Compared, Id, TypedField
from forms.inputs import Input, Typed, line_input
from forms.lists import look_ups
from forms.posted import line_of
from foundation.languages import in_language

_MOST_TOLD = 5


class GrantField(TypedField):
    """A licence or certificate, typed by its number and looked up; stored as the grant's id (text).

    Two of one number (they begin anew each year) are told apart by the day: "12/QĐ-SGDĐT ngày
    05/02/2026".
    """

    kind: Literal["grant"]
    books: tuple[Id, ...] = About((), description="Books it must stand in; empty: any.")

    def inputs(self, values: Typed, name: str) -> list[Input]:
        help = _("Số, ký hiệu của quyết định đã cấp, ví dụ: 12/QĐ-SGDĐT.")
        return [line_input(values, name, in_language(self.label), max_length=200, help=help)]

    def read(self, posted: Typed, name: str) -> Any:
        text = line_of(posted, name, "", 200)
        if not text:
            return None
        found = look_ups.find(self.kind, text, self.books)
        if not found:
            raise Refused(_("Không có giấy phép, quyết định số này trong sổ công khai."))
        if len(found) > 1:
            told = "; ".join(called for _id, called in found[:_MOST_TOLD])
            raise Refused(
                _("Có nhiều quyết định cùng số, hãy ghi cả ngày: %(names)s.") % {"names": told}
            )
        return found[0][0]

    def typed(self, value: Any, name: str) -> dict[str, str]:
        return {} if value is None else {name: look_ups.name(self.kind, str(value))}

    def told(self, value: Any) -> str:
        return look_ups.name(self.kind, value)

    def missing(self) -> str:
        return _("Nhập số của giấy phép, quyết định.")

    def examples(self, compared: Compared) -> list[Any]:
        return [SOME_ID]
