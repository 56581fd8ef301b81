"""From what is kept to what stands in the inputs: the reverse of `forms.answers.read`."""

from __future__ import annotations

from typing import Any

from forms import language as fl


def typed(field: fl.Field | fl.SimpleField, value: Any, name: str) -> dict[str, str]:
    """Input name → text, for a stored value (None: empty inputs)."""
    if value is None:
        return {}
    if isinstance(field, fl.DateField):
        return _day(value, name)
    if isinstance(field, fl.YesNoField):
        return {name: "yes" if value else "no"}
    if isinstance(field, fl.PersonField):
        return _person(value, name)
    if isinstance(field, fl.AddressField):
        return {f"{name}.{part}": str(text) for part, text in value.items()}
    return {name: str(value)}


def _person(value: dict[str, Any], name: str) -> dict[str, str]:
    plain = {f"{name}.{part}": str(value.get(part) or "") for part in ("name", "sex", "identity")}
    return plain | _day(value.get("birth_date") or "", f"{name}.birth_date")


def _day(value: str, name: str) -> dict[str, str]:
    if not value:
        return {}
    year, month, day = value.split("-")
    return {f"{name}.day": str(int(day)), f"{name}.month": str(int(month)), f"{name}.year": year}
