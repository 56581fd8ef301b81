"""What a provider states of a person, as the portal's forms keep it (the claim map of settings).

A claim that a form would not take is left out: the person is asked for it as everybody is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone

from forms import phones, plain_answers
from forms.errors import Refused
from foundation.text import clean_line
from portal.account.provider.configured import Provider

LONGEST = 150  # letters of a name or a street
SEXES = {"F": "F", "M": "M", "female": "F", "male": "M", "Nữ": "F", "Nam": "M"}


def facts_of(provider: Provider, claims: Mapping[str, Any], level: str) -> dict[str, str]:
    """Part → text. No identity number where the provider says no level: it was proved by nobody."""
    found = {}
    for part, claim in provider.claims.items():
        said = _at(claims, claim)
        if isinstance(said, str) and said.strip():
            found[part] = READ[part](said)
    if not level:
        found.pop("identity", None)
    return {part: text for part, text in found.items() if text}


def _at(claims: Mapping[str, Any], path: str) -> object:
    """A claim, by its name as it is or as a way into others ("address.region")."""
    if path in claims:
        return claims[path]
    here: object = claims
    for name in path.split("."):
        here = here.get(name) if isinstance(here, Mapping) else None
    return here


def _line(said: str) -> str:
    line = clean_line(said)
    return line if len(line) <= LONGEST else ""


def _day(said: str) -> str:
    """YYYY-MM-DD (Core 1.0, 5.1), or as identity cards write it."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            day = dt.datetime.strptime(said.strip(), form).date()  # noqa: DTZ007 - a day
        except ValueError:
            continue
        return day.isoformat() if day.year > 1890 and day <= timezone.localdate() else ""
    return ""


def _sex(said: str) -> str:
    return SEXES.get(said.strip(), "")


def _taken_by(read: Callable[[str], str]) -> Callable[[str], str]:
    def taken(said: str) -> str:
        try:
            return read(said)
        except Refused:
            return ""

    return taken


READ: dict[str, Callable[[str], str]] = {
    "name": _line,
    "birth_date": _day,
    "sex": _sex,
    "identity": _taken_by(plain_answers.identity),
    "phone": _taken_by(phones.phone),
    "province": _line,
    "ward": _line,
    "street": _line,
}
