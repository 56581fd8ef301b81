"""The same questions several times. It is no typed answer: `forms.repeated` takes and keeps the
items.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection
from typing import Annotated, Any, Literal

from pydantic import Field as About

from forms.conditions.evaluation import Condition
from forms.field_kinds.base import Answers, BaseField, Compared
from forms.field_kinds.repeatable import SimpleField
from forms.inputs import Input, Typed

#: So many combinations of answers are tried, and so many items kept, at most.
_MOST_TRIED, _MOST_KEPT = 5000, 50


class GroupField(BaseField):
    """The same questions several times, stored as a list of objects. Papers are asked outside: they
    hang on a case.
    """

    kind: Literal["group"]
    fields: Annotated[tuple[SimpleField, ...], About(min_length=1)]
    min_items: Annotated[int, About(ge=0, le=50)] = 0
    max_items: Annotated[int, About(ge=1, le=50)] = 10

    def deciding(self) -> set[str]:
        """Ids of the questions of an item whose answers decide whether others of the item are
        asked.
        """
        return names_read_by(self.fields) & {one.id for one in self.fields}

    def counted(self, item: Answers, answers: Answers) -> dict[str, Any]:
        """An item's answers less those to questions that are not asked in it, `answers` being those
        outside.
        """
        kept = dict(item)
        while True:
            asked = {one.id for one in self.fields if one.is_shown({**answers, **kept})}
            if kept.keys() <= asked:
                return kept
            kept = {name: value for name, value in kept.items() if name in asked}

    def inputs(self, values: Typed, name: str) -> list[Input]:
        """None: its items bring their own."""
        return []

    def told(self, value: Any) -> str:
        items = ([one.text_of(item.get(one.id)) for one in self.fields] for item in value)
        return "; ".join(", ".join(text for text in texts if text) for texts in items)

    def may_stand(self, value: Any, answers: Answers) -> bool:
        return super().may_stand(value, answers) and (
            bool(value) or not self.is_shown(answers) or not self.min_items
        )

    def examples(self, compared: Compared) -> list[Any]:
        """One list, with an item for each turn its questions can take, and as little in it as may
        be.
        """
        every = [[None, *one.examples(compared)] for one in self.fields]
        turns = [number for number, one in enumerate(self.fields) if one.is_chosen]
        found: dict[tuple[Any, ...], dict[str, Any]] = {}
        for values in itertools.islice(itertools.product(*every), _MOST_TRIED):
            item = {one.id: value for one, value in zip(self.fields, values, strict=True)}
            known = {name: value for name, value in item.items() if value is not None}
            turn = tuple(values[number] for number in turns)
            if (
                known
                and turn not in found
                and all(one.may_stand(item[one.id], known) for one in self.fields)
            ):
                found[turn] = item
        return [list(found.values())[:_MOST_KEPT]]


def names_read_by(fields: Collection[BaseField]) -> set[str]:
    """What the conditions of these fields read."""
    conditions = [
        text for each in fields for text in (each.show_when, each.required) if isinstance(text, str)
    ]
    offered = {name for each in fields for name in each.conditions()}
    return offered | {name for text in conditions if text for name in Condition(text).references}
