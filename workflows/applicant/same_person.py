"""Whether two people whom a form names are one, by what it says of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms.field_kinds.person import PASSPORT
from foundation.text import fold
from organisations.models import User
from protection import blind_index


def number_of(person: Mapping[str, Any]) -> str:
    """The index of their identity number, or of their passport's; "" where none is stated."""
    number = person.get("identity") or ""
    kind = blind_index.passport if person.get("document") == PASSPORT else blind_index.identity
    return kind(number)


def is_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """One number, or one name (however it is spelt) and one birth date.

    Numbers that differ prove nothing here: one of them is easily made up.
    """
    number, name = number_of(one), fold(one.get("name") or "")
    if number and number == number_of(other):
        return True
    born = one.get("birth_date") or ""
    same_name = bool(name) and name == fold(other.get("name") or "")
    return same_name and bool(born) and born == (other.get("birth_date") or "")


def of_account(user: User) -> dict[str, str]:
    """What an account says of its owner, as a form would."""
    born = user.birth_date.isoformat() if user.birth_date else ""
    return {"name": user.full_name, "birth_date": born, "identity": user.identity_number}
