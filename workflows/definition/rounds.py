"""A question for the admissions round offers the rounds of the procedure that asks it."""

from __future__ import annotations

from typing import Any


def of_own_rounds(data: Any) -> Any:
    """The definition as it was written, with its own slug at each field of kind `round` that says
    no other.
    """
    if not isinstance(data, dict) or not isinstance(data.get("slug"), str) or "form" not in data:
        return data
    return data | {"form": _told(data["form"], data["slug"])}


def _told(part: Any, slug: str) -> Any:
    if isinstance(part, list):
        return [_told(each, slug) for each in part]
    if not isinstance(part, dict):
        return part
    own = {"procedure": slug} if part.get("kind") == "round" else {}
    return own | {key: _told(value, slug) for key, value in part.items()}
