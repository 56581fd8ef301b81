"""Yes or no."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from django.utils.translation import gettext as _

from forms.field_kinds.base import Compared, TypedField
from forms.inputs import Input, Typed
from forms.posted import typed_in
from foundation.languages import in_language


class YesNoField(TypedField):
    """Yes or no, stored as true or false."""

    kind: Literal["yes_no"]

    is_chosen: ClassVar[bool] = True
    examples_are_all: ClassVar[bool] = True
    is_told_alone: ClassVar[bool] = True

    def inputs(self, values: Typed, name: str) -> list[Input]:
        options = (("yes", _("Có")), ("no", _("Không")))
        return [
            Input("radios", name, in_language(self.label), values.get(name, ""), options=options)
        ]

    def read(self, posted: Typed, name: str) -> Any:
        return {"yes": True, "no": False}.get(typed_in(posted, name))

    def typed(self, value: Any, name: str) -> dict[str, str]:
        if not isinstance(value, bool):
            return {}
        return {name: "yes" if value else "no"}

    def told(self, value: Any) -> str:
        return _("Có") if value else _("Không")

    def missing(self) -> str:
        return _("Chọn có hoặc không.")

    def examples(self, compared: Compared) -> list[Any]:
        return [True, False]
