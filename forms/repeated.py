"""A repeated group: how many items a page has, what was typed in each, what is kept of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from forms import answers as reading
from forms import language as fl
from forms.faults import FieldError, Refused
from forms.field_view import FieldView, draw, missing
from forms.offers import offered
from forms.typed import typed

Item = dict[str, Any]
Data = Mapping[str, str]


def kept_items(one: fl.GroupField, value: Any) -> list[Item]:
    """The stored items; [] for whatever else is stored there."""
    if not isinstance(value, list):
        return []
    return [item for item in value if isinstance(item, dict)]


def posted_items(one: fl.GroupField, data: Data) -> list[tuple[str, Data]]:
    """What the inputs of each item begin with, and what was typed in them, after “add” or “remove” was pressed.

    Numbers run from 0 without a gap: the page that is drawn next posts only how many items there are.
    """
    more = 1 if data.get("add_item") == one.id else 0
    were = [f"{one.id}.{number}" for number in range(min(_posted_count(one, data) + more, one.max_items))]
    stay = [name for name in were if data.get("remove_item") != name]
    return [(f"{one.id}.{number}", _renamed(data, was, f"{one.id}.{number}")) for number, was in enumerate(stay)]


def _renamed(data: Data, was: str, name: str) -> Data:
    return {name + key.removeprefix(was): text for key, text in data.items() if key.startswith(f"{was}.")}


def _posted_count(one: fl.GroupField, data: Data) -> int:
    try:
        return max(int(data.get(f"{one.id}.count", "1")), 1)
    except ValueError:
        return 1


def draw_kept(one: fl.GroupField, value: Any, answers: Mapping[str, Any]) -> list[list[FieldView]]:
    """The stored items, and empty ones up to the least number."""
    items = kept_items(one, value)
    items += [{}] * (max(one.min_items, 1) - len(items))
    return [_views(one, _as_posted(one, item, f"{one.id}.{number}"), f"{one.id}.{number}", {**answers, **item})
            for number, item in enumerate(items)]  # fmt: skip


def take(
    one: fl.GroupField, data: Data, name: str, answers: Mapping[str, Any]
) -> tuple[Item, list[FieldView], list[FieldError]]:
    """One posted item: what may be kept, its fields as drawn, its faults. An item left empty has none."""
    values, refusals = _read(one, data, name, answers)
    views = _views(one, data, name, {**answers, **values})
    errors = [error for view in views if view.field.id in refusals for error in view.show(refusals[view.field.id])]
    return values, views, errors


def check(one: fl.GroupField, value: Any, answers: Mapping[str, Any], required: bool) -> None:
    """Raise Refused for the first fault of the stored items."""
    items = kept_items(one, value)
    if value and not items:
        raise Refused(_("Điền lại các mục."))
    if len(items) > one.max_items:
        raise Refused(_("Điền không quá %(count)d mục.") % {"count": one.max_items})
    for number, item in enumerate(items, start=1):
        _values, refusals = _read(one, _as_posted(one, item, one.id), one.id, answers)
        for refused in refusals.values():
            raise Refused(_("Mục %(number)d: %(message)s") % {"number": number, "message": refused.message})
    enough(one, items, required)


def enough(one: fl.GroupField, items: list[Item], required: bool) -> None:
    """Raise Refused when fewer items are filled in than are asked for."""
    least = max(one.min_items, 1 if required else 0)
    if len(filled(items)) < least:
        raise Refused(_("Điền ít nhất %(count)d mục.") % {"count": least})


def filled(items: list[Item]) -> list[Item]:
    """The items in which something was answered."""
    return [item for item in items if any(value is not None for value in item.values())]


def _read(one: fl.GroupField, data: Data, name: str, answers: Mapping[str, Any]) -> tuple[Item, dict[str, Refused]]:
    values: Item = {}
    refusals: dict[str, Refused] = {}
    for sub in one.fields:
        if sub.is_shown({**answers, **values}):
            try:
                values[sub.id] = reading.read(sub, data, f"{name}.{sub.id}")
                reading.meet(sub, values[sub.id], {**answers, **values})
            except Refused as refused:
                values[sub.id], refusals[sub.id] = refused.kept, refused
    if filled([values]) or refusals:
        refusals |= {sub.id: refused for sub, refused in _absent(one, values, answers) if sub.id not in refusals}
    return values, refusals


def _absent(one: fl.GroupField, values: Item, answers: Mapping[str, Any]) -> Iterator[tuple[fl.SimpleField, Refused]]:
    for sub in one.fields:
        if sub.id in values and values[sub.id] is None and sub.is_required({**answers, **values}):
            yield sub, Refused(missing(sub), draw(sub, {}, sub.id, True).first_part)


def _views(one: fl.GroupField, posted: Data, name: str, answers: Mapping[str, Any]) -> list[FieldView]:
    views = [
        draw(offered(sub, answers), posted, f"{name}.{sub.id}", sub.is_required(answers))
        for sub in one.fields
        if sub.is_shown(answers)
    ]
    deciding = one.deciding()
    for view in views:
        for each in view.inputs if view.field.id in deciding else ():
            each.reloads = True
    return views


def _as_posted(one: fl.GroupField, item: Item, name: str) -> dict[str, str]:
    texts: dict[str, str] = {}
    for sub in one.fields:
        texts |= typed(sub, item.get(sub.id), f"{name}.{sub.id}")
    return texts
