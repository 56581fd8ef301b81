"""What published texts said before the language had a better word: their bytes stay, only the
reading is mended.

docs/decisions/0015 tells why. A text is frozen by its hash, and dossiers and drafts stay on it for
years.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from forms.field_kinds.number import THIS_YEAR

#: A number that may be no smaller is a year.
FIRST_YEAR = 1900


def read_as_meant(part: Any, years: Collection[int]) -> Any:
    """`part` of a published text, with the last year that stood still replaced: it was the year of
    publication.

    `years`: those in which the text was published or came into force. Until the language knew
    `this_year`, a question for a year could only name the present one as the last.
    """
    if isinstance(part, list):
        return [read_as_meant(each, years) for each in part]
    if not isinstance(part, dict):
        return part
    read = {key: read_as_meant(value, years) for key, value in part.items()}
    return read | {"max": THIS_YEAR} if _ends_with_its_own_year(part, years) else read


def _ends_with_its_own_year(part: dict[str, Any], years: Collection[int]) -> bool:
    least = part.get("min")
    is_year = part.get("kind") == "number" and isinstance(least, int) and least >= FIRST_YEAR
    return is_year and part.get("max") in years


#: What the words of published outcomes and answers promised before the language could keep it:
#: procedure → step → outcome ("" for the step itself) → what is added to it.
PROMISES: dict[str, dict[str, dict[str, dict[str, Any]]]] = {
    **{
        key: {
            "respond": {"answered": {"tells": ["taken", "kept"]}},
            "draft": {"send": {"encloses": {}}},
        }
        for key in ("1.000288", "1.000691")
    },
    "2.002854": {
        "ask_release": {
            "": {"encloses": {"when": 'handed_over == "electronic"', "stands_for": "record"}}
        }
    },
}


def with_promises_kept(text: dict[str, Any]) -> dict[str, Any]:
    """The published text, each outcome or answer that promises something with what keeps it;
    changes `text`.
    """
    steps = {step.get("id"): step for step in text.get("steps", [])}
    for step, parts in PROMISES.get(text.get("code", ""), {}).items():
        found = steps.get(step, {})
        outcomes = {outcome["id"]: outcome for outcome in found.get("outcomes", [])} | {"": found}
        for part, added in parts.items():
            kept = outcomes.get(part)
            if kept and _has_fields(found, added):
                kept.update({name: value for name, value in added.items() if not kept.get(name)})
    return text


def _has_fields(step: dict[str, Any], added: dict[str, Any]) -> bool:
    """An office's own text may have other fields than the shipped one."""
    fields = {field["id"] for field in step.get("fields", [])}
    read = {"handed_over"} if added.get("encloses", {}).get("when") else set()
    return fields >= read | set(added.get("tells", ()))
