"""One line of text."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field as About

from forms import plain_answers
from forms.field_kinds.base import MOST, SOME_TEXT, Compared, TypedField
from forms.inputs import Input, Typed, line_input
from forms.posted import typed_in
from foundation.languages import in_language


class TextField(TypedField):
    """One line of text."""

    kind: Literal["text"]
    max_length: Annotated[int, About(ge=1, le=2000)] = 200
    default: str = ""

    is_told_alone: ClassVar[bool] = True

    def inputs(self, values: Typed, name: str) -> list[Input]:
        return [line_input(values, name, in_language(self.label), max_length=self.max_length)]

    def read(self, posted: Typed, name: str) -> Any:
        return plain_answers.line(typed_in(posted, name), self.max_length) or None

    def examples(self, compared: Compared) -> list[Any]:
        return example_texts(compared)


def example_texts(compared: Compared) -> list[str]:
    """One text, and those that the expressions name."""
    return [SOME_TEXT, *sorted(compared.texts() - {SOME_TEXT})][:MOST]
