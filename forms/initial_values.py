"""From what is kept to what stands in the inputs: the reverse of `forms.answers.read`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms import field_kinds as fk
from forms.lists import look_ups
from foundation import known_dates


def typed(field: fk.Field | fk.SimpleField, value: Any, name: str) -> dict[str, str]:
    """Input name → text, for a stored value (None, or a value of another kind of field: empty inputs)."""
    if value is None:
        return {}
    if isinstance(field, fk.DateField):
        return _day(value, name)
    if isinstance(field, fk.YesNoField):
        return {name: "yes" if value else "no"} if isinstance(value, bool) else {}
    if isinstance(field, fk.PersonField | fk.AddressField):
        return _parts(field, value, name) if isinstance(value, Mapping) else {}
    if isinstance(field, fk.GrantField):
        return {name: look_ups.name(field.kind, str(value))}
    return {name: str(value)} if isinstance(value, str | int) else {}


def _parts(field: fk.PersonField | fk.AddressField, value: Mapping[str, Any], name: str) -> dict[str, str]:
    plain = {f"{name}.{part}": str(text or "") for part, text in value.items() if part != "birth_date"}
    return plain | _day(value.get("birth_date"), f"{name}.birth_date")


def _day(value: Any, name: str) -> dict[str, str]:
    day, month, year = known_dates.boxes(value)
    return {f"{name}.day": day, f"{name}.month": month, f"{name}.year": year} if year else {}
