"""Text to read."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from forms.conditions.blanks import is_blank
from forms.field_kinds.base import Answers, Compared, TypedField
from forms.inputs import Input, Typed


class InfoField(TypedField):
    """Text to read; asks nothing."""

    kind: Literal["info"]

    asks: ClassVar[bool] = False
    says_what: ClassVar[bool] = False

    def is_required(self, answers: Answers) -> bool:
        """False, whatever the definition says: there is nothing to answer."""
        return False

    def may_stand(self, value: Any, answers: Answers) -> bool:
        return is_blank(value)

    def inputs(self, values: Typed, name: str) -> list[Input]:
        return []

    def read(self, posted: Typed, name: str) -> Any:
        return None

    def examples(self, compared: Compared) -> list[Any]:
        return []
