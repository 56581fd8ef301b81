"""Answers that stand for all answers to a field, as far as an expression can tell them apart.

Of a choice every value; of a number those around the numbers that the expressions compare with; of a text one, and
those that they name; of what is typed in several boxes the least that may be kept. Nothing is read from a database.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping
from typing import Any

from django.utils import timezone

from forms import field_kinds as fk
from forms.conditions.blanks import is_blank
from forms.summary import text_of
from workflows.definition import expressions

SOME_TEXT, SOME_DAY, SOME_ID = "x", "2026-01-05", "1"
#: So many texts, numbers and items stand for a field at most.
MOST = 8
#: More than any number that a condition compares with.
MUCH = 10**9
#: Kinds whose words can be said without asking a register or a list of places.
_SAID = fk.TextField | fk.LongTextField | fk.NumberField | fk.MoneyField | fk.DateField | fk.ChoiceField | fk.YesNoField


def answers_to(field: Any, read_by: Collection[str] = ()) -> list[Any]:
    """Answers as they are stored, the first one as good as any; `read_by`: the expressions that read the field."""
    if isinstance(field, fk.ChoiceField):
        return [one.value for one in field.choices]
    if isinstance(field, fk.YesNoField):
        return [True, False]
    if isinstance(field, fk.NumberField | fk.MoneyField):
        return _numbers(field, read_by)
    if isinstance(field, fk.GroupField):
        return [_items(field, read_by)]
    if isinstance(field, fk.TextField | fk.LongTextField):
        return [SOME_TEXT, *_texts(read_by)][:MOST]
    return _whole(field)


def _whole(field: Any) -> list[Any]:
    if isinstance(field, fk.PersonField):
        person = {"name": SOME_TEXT, "birth_date": SOME_DAY, "sex": "F", "identity": SOME_ID}
        return [person] if field.identity_required else [person, {**person, "identity": ""}]
    if isinstance(field, fk.AddressField):
        return [{"province": SOME_ID, "ward": SOME_ID, "detail": SOME_TEXT, "old_place": ""}]
    if isinstance(field, fk.DateField):
        return [SOME_DAY]
    if isinstance(field, fk.AttachmentField):
        return [[SOME_ID]]
    return [] if isinstance(field, fk.InfoField) else [SOME_ID]


def _texts(read_by: Collection[str]) -> list[str]:
    return sorted(set().union(*(expressions.texts_in(text) for text in read_by)) - {SOME_TEXT})


def _numbers(field: fk.NumberField | fk.MoneyField, read_by: Collection[str]) -> list[int]:
    low, high = (field.min, field.max) if isinstance(field, fk.MoneyField) else field.bounds(timezone.localdate().year)
    said = set().union(*(expressions.numbers_in(text) for text in read_by)) if read_by else set()
    ends = {low or 0, MUCH if high is None else high}
    around = sorted(number + step for number in said for step in (-1, 0, 1))[: 3 * MOST]
    allowed = {one for one in around if (low is None or one >= low) and (high is None or one <= high)}
    return sorted(ends | allowed)


def are_all(field: Any) -> bool:
    """True where the answers that are tried let every comparison turn each way it can."""
    return isinstance(field, fk.ChoiceField | fk.YesNoField | fk.NumberField | fk.MoneyField)


def _items(field: fk.GroupField, read_by: Collection[str]) -> list[dict[str, Any]]:
    """An item for each turn its questions can take, with as little in it as may be."""
    every = [[None, *answers_to(one, read_by)] for one in field.fields]
    turns = [number for number, one in enumerate(field.fields) if isinstance(one, fk.ChoiceField | fk.YesNoField)]
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for values in itertools.islice(itertools.product(*every), 5000):
        item = {one.id: value for one, value in zip(field.fields, values, strict=True)}
        known = {name: value for name, value in item.items() if value is not None}
        turn = tuple(values[number] for number in turns)
        if known and turn not in found and all(may_stand(one, item[one.id], known) for one in field.fields):
            found[turn] = item
    return list(found.values())[:50]


def may_stand(field: Any, value: Any, known: Mapping[str, Any]) -> bool:
    """False for an empty answer where one must be given. What is not asked may be empty, or left from before."""
    if isinstance(field, fk.InfoField):
        return is_blank(value)
    least = isinstance(field, fk.GroupField) and field.min_items > 0
    return not is_blank(value) or not field.is_shown(known) or not (field.is_required(known) or least)


def said(field: Any, value: Any) -> Any:
    """The answer as `shown` and `noted` have it: a text, "" for an empty one; of a group a list of items."""
    if is_blank(value):
        return ""
    if isinstance(field, fk.GroupField):
        return [{one.id: said(one, item.get(one.id)) for one in field.fields} for item in value]
    return text_of(field, value) if isinstance(field, _SAID) else SOME_TEXT
