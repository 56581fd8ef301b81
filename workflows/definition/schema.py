"""The language as JSON Schema: for editors that complete procedure.yaml, and for telling which
words fit where.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from workflows.definition.findings import Path
from workflows.definition.shared_blocks.files import block_files
from workflows.definition.shared_blocks.words import TakenBlock
from workflows.definition.whole import Definition

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of procedure.yaml, with the blocks there are."""
    return _made(tuple(block_files()))


@cache
def _made(blocks: tuple[str, ...]) -> dict[str, Any]:
    made = _taking(blocks, Definition.model_json_schema())
    return {
        "$schema": _DIALECT,
        "title": "procedure.yaml",
        "description": Definition.__doc__,
        **_without_titles(made),
    }


def _taking(blocks: tuple[str, ...], made: dict[str, Any]) -> dict[str, Any]:
    """The schema where a section may also be the taking of a block: what is read, before blocks are
    written out.
    """
    taken = TakenBlock.model_json_schema(ref_template="#/$defs/{model}")
    made["$defs"] |= {**taken.pop("$defs"), TakenBlock.__name__: taken}
    taken["properties"]["block"] |= {"enum": list(blocks)}
    sections = made["$defs"]["Form"]["properties"]["sections"]
    sections["items"] = {"anyOf": [sections["items"], {"$ref": f"#/$defs/{TakenBlock.__name__}"}]}
    return made


def schema_text() -> str:
    """The schema as it is committed in docs/procedure.schema.json."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def words_at(data: Any, path: Path) -> set[str]:
    """The keys the language knows for the mapping at `path` of `data`."""
    places = [schema()]
    for part in path:
        places = [deeper for place in places for deeper in _descend(place, part, data)]
        data = data[part]
    return {
        word
        for place in places
        for branch in _branches(place, data)
        for word in branch.get("properties", {})
    }


def _descend(place: dict[str, Any], part: str | int, data: Any) -> Iterator[dict[str, Any]]:
    for branch in _branches(place, data):
        if isinstance(part, int):
            yield branch.get("items", {})
        else:
            yield branch.get("properties", {}).get(part) or _of_any_name(branch)


def _of_any_name(branch: dict[str, Any]) -> dict[str, Any]:
    """What stands behind names that the writer chooses."""
    others = [*branch.get("patternProperties", {}).values(), branch.get("additionalProperties")]
    return next((one for one in others if isinstance(one, dict)), {})


def _branches(place: dict[str, Any], data: Any) -> list[dict[str, Any]]:
    """What may stand here: references followed, alternatives spread, those of another `kind` left
    out.
    """
    if "$ref" in place:
        name = place["$ref"].rsplit("/", 1)[-1]
        return _branches(schema()["$defs"][name], data)
    alternatives = place.get("oneOf") or place.get("anyOf")
    if not alternatives:
        return [place]
    spread = [branch for alternative in alternatives for branch in _branches(alternative, data)]
    return [branch for branch in spread if _is_meant(branch, data)] or spread


def _is_meant(branch: dict[str, Any], data: Any) -> bool:
    """By its kind; a section by whether it takes a block."""
    if not isinstance(data, dict):
        return False
    words = branch.get("properties", {})
    if "const" in words.get("kind", {}):
        return bool(words["kind"]["const"] == data.get("kind", words["kind"].get("default")))
    return (
        "block" in data
        if "block" in words
        else "block" not in data and {"title", "fields"} <= words.keys()
    )


def _without_titles(part: Any) -> Any:
    """pydantic gives every key a title made of its name; an editor shows the key anyway."""
    if isinstance(part, list):
        return [_without_titles(item) for item in part]
    if not isinstance(part, dict):
        return part
    return {
        key: (
            {name: _without_titles(value) for name, value in inner.items()}
            if key in ("properties", "$defs")
            else _without_titles(inner)
        )
        for key, inner in part.items()
        if key != "title" or not isinstance(inner, str)
    }
