"""A repeated group: how many items a page has, what was typed in each, what is kept of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from forms import field_kinds as fk
from forms.errors import FieldError, Refused
from forms.field_view import FieldView, draw, lost

Item = dict[str, Any]
Data = Mapping[str, str]


def is_sent(data: Data, name: str) -> bool:
    """Whether the page sent anything for the field whose inputs begin with `name`."""
    return any(key == name or key.startswith(f"{name}.") for key in data)


def kept_items(one: fk.GroupField, value: Any) -> list[Item]:
    """The stored items; [] for whatever else is stored there."""
    if not isinstance(value, list):
        return []
    return [item for item in value if isinstance(item, dict)]


def posted_items(one: fk.GroupField, data: Data, known: Any = None) -> list[tuple[Data, str, Item]]:
    """Of each item what was typed in it, what its inputs begin with, and its answers in the draft
    (`known`).

    This is after “add” or “remove” was pressed. Numbers run from 0 without a gap: the page that is
    drawn next posts only how many items there are.
    """
    more = 1 if data.get("add_item") == one.id else 0
    places = range(min(_posted_count(one, data) + more, one.max_items))
    stay = [place for place in places if data.get("remove_item") != f"{one.id}.{place}"]
    before = dict(enumerate(kept_items(one, known)))
    return [
        (_renamed(data, f"{one.id}.{was}", name), name, before.get(was, {}))
        for was, name in ((was, f"{one.id}.{place}") for place, was in enumerate(stay))
    ]


def _renamed(data: Data, was: str, name: str) -> Data:
    return {
        name + key.removeprefix(was): text
        for key, text in data.items()
        if key.startswith(f"{was}.")
    }


def _posted_count(one: fk.GroupField, data: Data) -> int:
    try:
        return max(int(data.get(f"{one.id}.count", "1")), 1)
    except ValueError:
        return 1


def draw_kept(one: fk.GroupField, value: Any, answers: Mapping[str, Any]) -> list[list[FieldView]]:
    """The stored items, and empty ones up to the least number."""
    items = kept_items(one, value)
    items += [{}] * (max(one.min_items, 1) - len(items))
    return [
        _views(
            one, _as_posted(one, item, f"{one.id}.{number}"), f"{one.id}.{number}", item, answers
        )
        for number, item in enumerate(items)
    ]


def take(
    one: fk.GroupField, data: Data, name: str, before: Item, answers: Mapping[str, Any]
) -> tuple[Item, list[FieldView], list[FieldError]]:
    """One posted item: what may be kept, its fields as drawn, its faults. An item left empty has
    none.

    `before` are its answers in the draft: what the page did not ask stays as it was, in case it is
    asked again.
    """
    data = _with_unasked(one, data, name, before)
    values, refusals = _read(one, data, name, answers)
    views = _views(one, data, name, values, answers)
    errors: list[FieldError] = []
    for view in views:
        if refused := refusals.get(view.field.id):
            errors += view.show(refused)
            view.unkept = lost(view, refused, data)
    hidden = {
        key: value for key, value in before.items() if key not in values and value is not None
    }
    return values | hidden, views, errors


def _with_unasked(one: fk.GroupField, data: Data, name: str, before: Item) -> Data:
    """What was typed, and what was kept of the questions that the page did not send."""
    unasked = [sub for sub in one.fields if not is_sent(data, f"{name}.{sub.id}")]
    return {
        key: text
        for sub in unasked
        for key, text in sub.typed(before.get(sub.id), f"{name}.{sub.id}").items()
    } | dict(data)


def check(one: fk.GroupField, value: Any, answers: Mapping[str, Any], required: bool) -> None:
    """Raise Refused for the first fault of the stored items."""
    items = kept_items(one, value)
    if value and not items:
        raise Refused(_("Điền lại các mục."))
    if len(items) > one.max_items:
        raise Refused(_("Điền không quá %(count)d mục.") % {"count": one.max_items})
    for number, item in enumerate(items, start=1):
        _values, refusals = _read(one, _as_posted(one, item, one.id), one.id, answers)
        for refused in refusals.values():
            raise Refused(
                _("Mục %(number)d: %(message)s") % {"number": number, "message": refused.message}
            )
    enough(one, items, required)


def enough(one: fk.GroupField, items: list[Item], required: bool) -> None:
    """Raise Refused when fewer items are filled in than are asked for."""
    least = max(one.min_items, 1 if required else 0)
    if len(filled(items)) < least:
        raise Refused(_("Điền ít nhất %(count)d mục.") % {"count": least})


def filled(items: list[Item]) -> list[Item]:
    """The items in which something was answered."""
    return [item for item in items if any(value is not None for value in item.values())]


def kept(items: list[Item]) -> list[Item] | None:
    """The items as a draft keeps them: an empty one between others stays, so that each is found at
    its place again.
    """
    filled_up_to = max(
        (place for place, item in enumerate(items, start=1) if filled([item])), default=0
    )
    return items[:filled_up_to] or None


def _read(
    one: fk.GroupField, data: Data, name: str, answers: Mapping[str, Any]
) -> tuple[Item, dict[str, Refused]]:
    values: Item = {}
    refusals: dict[str, Refused] = {}
    for sub in one.fields:
        try:
            values[sub.id] = sub.read(data, f"{name}.{sub.id}")
        except Refused as refused:
            values[sub.id], refusals[sub.id] = refused.kept, refused
    values = one.counted(values, answers)
    for sub in one.fields:
        if sub.id in values and sub.id not in refusals:
            try:
                sub.meet(values[sub.id], {**answers, **values})
            except Refused as refused:
                values[sub.id], refusals[sub.id] = refused.kept, refused
    refusals = {name: refused for name, refused in refusals.items() if name in values}
    if filled([values]) or refusals:
        refusals |= {
            sub.id: refused
            for sub, refused in _absent(one, values, answers)
            if sub.id not in refusals
        }
    return values, refusals


def _absent(
    one: fk.GroupField, values: Item, answers: Mapping[str, Any]
) -> Iterator[tuple[fk.SimpleField, Refused]]:
    for sub in one.fields:
        if sub.id in values and values[sub.id] is None and sub.is_required({**answers, **values}):
            yield sub, Refused(sub.missing(), draw(sub, {}, sub.id, True).first_part)


def _views(
    one: fk.GroupField, posted: Data, name: str, item: Item, answers: Mapping[str, Any]
) -> list[FieldView]:
    said = {**answers, **one.counted(item, answers)}
    views = [
        draw(sub.offered(said), posted, f"{name}.{sub.id}", sub.is_required(said))
        for sub in one.fields
        if sub.is_shown(said)
    ]
    deciding = one.deciding()
    for view in views:
        for each in view.inputs if view.field.id in deciding else ():
            each.reloads = True
    return views


def _as_posted(one: fk.GroupField, item: Item, name: str) -> dict[str, str]:
    texts: dict[str, str] = {}
    for sub in one.fields:
        texts |= sub.typed(item.get(sub.id), f"{name}.{sub.id}")
    return texts
