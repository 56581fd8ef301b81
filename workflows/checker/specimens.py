"""Answers that stand for all answers to a field, as far as an expression can tell them apart: each
kind says its own.

Of a choice every value; of a number those around the numbers that the expressions compare with; of
a text one, and those that they name; of what is typed in several boxes the least that may be kept.
Nothing is read from a database.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from forms.conditions.blanks import is_blank
from forms.field_kinds import BaseField, GroupField
from forms.field_kinds.base import MOST, SOME_DAY, SOME_TEXT
from workflows.definition import expressions

__all__ = ["MOST", "SOME_DAY", "SOME_TEXT", "answers_to", "said"]


@dataclass(frozen=True)
class _Compared:
    """What these expressions compare an answer with."""

    expressions: Collection[str]

    def texts(self) -> set[str]:
        return set().union(*map(expressions.texts_in, self.expressions))

    def numbers(self) -> set[int]:
        return set().union(*map(expressions.numbers_in, self.expressions))


def answers_to(field: BaseField, read_by: Collection[str] = ()) -> list[Any]:
    """Answers as they are stored, the first one as good as any; `read_by`: the expressions that
    read the field.
    """
    return field.examples(_Compared(read_by))


def said(field: BaseField, value: Any) -> Any:
    """The answer as `shown` and `noted` have it: a text, "" for an empty one; of a group a list of
    items.
    """
    if is_blank(value):
        return ""
    if isinstance(field, GroupField):
        return [{one.id: said(one, item.get(one.id)) for one in field.fields} for item in value]
    return field.text_of(value) if field.is_told_alone else SOME_TEXT
