"""An entry of a register."""

from __future__ import annotations

from typing import Any, Literal

from django.utils.translation import gettext as _
from pydantic import Field as About

from forms.errors import Refused
from forms.field_kinds.base import SOME_ID, Compared, TypedField
from forms.inputs import Input, Typed
from forms.posted import typed_in
from foundation.numbers import row_id


class RegisterEntryField(TypedField):
    """An officer's choice among matching entries of a register, stored as the entry's id (text)."""

    kind: Literal["register_entry"]
    #: Name of the register; `register` itself is a method of the metaclass.
    register_name: str = About(alias="register")

    def inputs(self, values: Typed, name: str) -> list[Input]:
        """None: it is chosen from the register's matches, which the officer's page draws."""
        return []

    def read(self, posted: Typed, name: str) -> Any:
        typed = typed_in(posted, name)
        if typed and not row_id(typed):
            raise Refused(_("Chọn một dòng trong sổ."))
        return typed or None

    def missing(self) -> str:
        return _("Chọn một dòng trong sổ.")

    def examples(self, compared: Compared) -> list[Any]:
        return [SOME_ID]
