"""What two versions of a plan say differently, line by line, by the path of each word."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from admissions.models import PlanVersion


@dataclass(frozen=True)
class Difference:
    """A word, and what it said before and says now; "" where it was not there."""

    word: str
    before: str
    now: str


def differences(before: PlanVersion, now: PlanVersion) -> list[Difference]:
    """In the order of the words."""
    old, new = (dict(_flat("", json.loads(one.content))) for one in (before, now))
    return [
        Difference(word, old.get(word, ""), new.get(word, ""))
        for word in sorted({*old, *new})
        if old.get(word) != new.get(word)
    ]


def _flat(path: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _flat(f"{path}.{name}" if path else name, inner)
    elif isinstance(value, list) and any(isinstance(one, dict | list) for one in value):
        for number, inner in enumerate(value, 1):
            yield from _flat(f"{path}.{number}", inner)
    elif value is not None:
        yield path, ", ".join(map(str, value)) if isinstance(value, list) else str(value)
