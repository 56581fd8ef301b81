"""From what is kept to what stands in the inputs: the reverse of `forms.answers.read`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms import language as fl
from forms import looked_up
from organisations import known_dates


def typed(field: fl.Field | fl.SimpleField, value: Any, name: str) -> dict[str, str]:
    """Input name → text, for a stored value (None, or a value of another kind of field: empty inputs)."""
    if value is None:
        return {}
    if isinstance(field, fl.DateField):
        return _day(value, name)
    if isinstance(field, fl.YesNoField):
        return {name: "yes" if value else "no"} if isinstance(value, bool) else {}
    if isinstance(field, fl.PersonField | fl.AddressField):
        return _parts(field, value, name) if isinstance(value, Mapping) else {}
    if isinstance(field, fl.GrantField):
        return {name: looked_up.name(field.kind, str(value))}
    return {name: str(value)} if isinstance(value, str | int) else {}


def _parts(field: fl.PersonField | fl.AddressField, value: Mapping[str, Any], name: str) -> dict[str, str]:
    plain = {f"{name}.{part}": str(text or "") for part, text in value.items() if part != "birth_date"}
    return plain | _day(value.get("birth_date"), f"{name}.birth_date")


def _day(value: Any, name: str) -> dict[str, str]:
    day, month, year = known_dates.boxes(value)
    return {f"{name}.day": day, f"{name}.month": month, f"{name}.year": year} if year else {}
