"""What a procedure may say otherwise of a block's question: other words, and what makes it
stricter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from forms.field_kinds import BaseField
from workflows.definition.findings import Finding, Path
from workflows.definition.shared_blocks.faults import BLOCKS
from workflows.definition.shared_blocks.words import Narrowing

_WORDING = frozenset({"label", "help", "show_when"})  # show_when is joined to the block's own
_ADDED = frozenset({"must", "must_message", "ask_if", "ask"})
_FEWER = frozenset({"choices", "types"})


def refused(
    block: str, field: BaseField, words: Mapping[str, Any], path: Path
) -> Iterator[Finding]:
    """A fault for each of `words`, written at `path`, that this question of the block cannot
    take.
    """
    for word, value in words.items():
        if word not in type(field).model_fields:
            continue  # no word for such a question at all: the language says so
        said = getattr(field, word)
        names = {"block": block, "field": field.id, "word": word}
        if word not in Narrowing.model_fields or (word in _ADDED and said):
            yield BLOCKS.found("block_fixed", (*path, word), **names)
        elif not _is_stricter(word, said, value):
            yield BLOCKS.found(
                "block_looser",
                (*path, word),
                **names,
                said=_shown(word, said),
                value=_shown("", value),
            )


def narrowed(question: Mapping[str, Any], words: Mapping[str, Any]) -> dict[str, Any]:
    """The question as it is written in the block, with what the procedure says otherwise."""
    made = {**question, **words}
    if "show_when" in words:
        made["show_when"] = both(question.get("show_when", ""), words["show_when"])
    if "choices" in words and "choices" in question:
        made["choices"] = [one for one in question["choices"] if one["value"] in words["choices"]]
    return made


def both(first: Any, second: Any) -> Any:
    """The condition that holds where both do."""
    is_joined = first and second and isinstance(first, str) and isinstance(second, str)
    return f"({first}) && ({second})" if is_joined else second or first


def _is_stricter(word: str, said: Any, value: Any) -> bool:
    if word in _WORDING | _ADDED or value == said:
        return True
    if value is None:
        return False
    if word == "required":
        return value is True or (said is False and bool(value))
    if word in _FEWER:
        return set(value) <= set(_values(said))
    if isinstance(said, bool):
        return value is True
    return said is None or (
        _is_number(said)
        and _is_number(value)
        and (value <= said if "max" in word else value >= said)
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _values(said: Any) -> list[str]:
    return [getattr(one, "value", one) for one in said]


def _shown(word: str, value: Any) -> str:
    if word in _FEWER:
        value = _values(value)
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else f"{value}"
