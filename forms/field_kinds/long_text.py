"""Several lines of text."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field as About

from forms import plain_answers
from forms.field_kinds.base import Compared, TypedField
from forms.field_kinds.text import example_texts
from forms.inputs import Input, Typed
from forms.posted import typed_in
from foundation.languages import in_language


class LongTextField(TypedField):
    """Several lines of text."""

    kind: Literal["long_text"]
    max_length: Annotated[int, About(ge=1, le=20_000)] = 2000

    says_what: ClassVar[bool] = False
    is_told_alone: ClassVar[bool] = True

    def inputs(self, values: Typed, name: str) -> list[Input]:
        return [
            Input(
                "textarea",
                name,
                in_language(self.label),
                values.get(name, ""),
                max_length=self.max_length,
            )
        ]

    def read(self, posted: Typed, name: str) -> Any:
        return plain_answers.text(typed_in(posted, name), self.max_length) or None

    def examples(self, compared: Compared) -> list[Any]:
        return list(example_texts(compared))
