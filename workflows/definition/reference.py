"""The language on one page, for people: every word of procedure.yaml, what it takes and what it
means, from the schema.

What a word means stands in the code beside it (docstrings, descriptions, the comment of its line);
this page is never written by hand.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import BaseModel

from workflows.definition.schema import schema
from workflows.definition.shared_blocks.block import Block, read_block
from workflows.definition.shared_blocks.files import block_files
from workflows.definition.whole import Definition

_BEGIN = """# The language of procedures

Generated from the code by `manage.py definition_schema`; do not edit. A word in **bold** must be
there. Editors complete by [procedure.schema.json](procedure.schema.json); `manage.py
check_procedures` says what is wrong with a definition and how to mend it; `workflows/procedures/`
has those that are shipped.
"""
_BLOCKS = """## Blocks

Sections that several procedures share, in `workflows/blocks/`, each with its version. A form
takes one by name and may leave questions out, make them stricter, say them in other words, and
ask its own before and after ([TakenBlock](#takenblock), [Narrowing](#narrowing)); anything else
is refused with a sentence that names the block and the question.

```yaml
- block: contact@1
  without: [email]
  narrow: {address: {label: {vi: Nơi ở hiện nay của học sinh}}}
```

The block is written out before a definition is checked and published: the published version is
whole and stays as it is. The editor of the administration keeps the text as it was written, with
the block's name. A block that was shipped is never changed; what is to be otherwise is its next
version (`contact.v2.yaml`, contact@2), and a procedure follows when its own text says so. A
question in **bold** must be answered.

| Block | Section | What for | Questions |
|---|---|---|---|"""
_SIMPLE = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "null": "nothing",
}


def reference_text() -> str:
    """The page as it is committed in docs/procedure-language.md."""
    # another app may have a model of the same name
    classes = {each.__name__: each for each in _below(BaseModel) if _is_of_the_language(each)}
    parts = [_BEGIN, *_part("procedure.yaml", schema(), Definition)]
    for name, part in sorted(schema()["$defs"].items()):
        parts += _part(name, part, classes.get(name))
    parts += [_BLOCKS, *(_block(read_block(name, path)) for name, path in block_files().items())]
    return "\n".join(parts) + "\n"


def _below(base: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for each in base.__subclasses__():
        yield each
        yield from _below(each)


def _is_of_the_language(model: type) -> bool:
    return model.__module__.split(".")[0] in ("workflows", "forms")


@cache
def _remarks(model: type[BaseModel]) -> dict[str, str]:
    """Word → what the comment of its line, or the one above it, says, of the class and of those it
    comes from.
    """
    ours = [each for each in reversed(model.__mro__) if _is_of_the_language(each)]
    return {word: remark for each in ours for word, remark in _said(inspect.getsource(each))}


def _said(source: str) -> Iterator[tuple[str, str]]:
    """(word, comment) of each field in the text of a class that has one."""
    above: list[str] = []
    for line in source.splitlines():
        if own := re.match(r"    # (.+)", line):
            above.append(own[1])
            continue
        if field := re.match(r"    (\w+): ", line):
            beside = re.search(r"  # (?!noqa|type:)(.+)$", line)
            if remark := beside[1] if beside else " ".join(above):
                yield field[1], remark
        above = []


def _part(name: str, part: dict[str, Any], model: type[BaseModel] | None) -> Iterator[str]:
    yield f"## {name}\n"
    if part.get("description"):
        yield _plain(part["description"]) + "\n"
    words = part.get("properties", {})
    if not words:
        yield _takes(part) + "\n"
        return
    yield "| Word | Takes | Without it | Meaning |\n|---|---|---|---|"
    needed, remarks = set(part.get("required", ())), _remarks(model) if model else {}
    for word, takes in words.items():
        shown = f"**{word}**" if word in needed else word
        default = "" if word in needed else _default(takes)
        meaning = _plain(takes.get("description") or remarks.get(word, "")).replace("\n", " ")
        yield f"| {shown} | {_takes(takes)} | {default} | {meaning} |"
    yield ""


def _block(block: Block) -> str:
    asked = ", ".join(
        f"{f'**{one.id}**' if one.required is True else one.id} ({one.kind})"
        for one in block.section.fields
    )
    return f"| {block.name} | {block.section.id} | {_plain(block.about)} | {asked} |"


def _takes(part: dict[str, Any]) -> str:
    """What may stand there, in words; other parts of the language are links."""
    if "$ref" in part:
        name = part["$ref"].rsplit("/", 1)[-1]
        return f"[{name}](#{name.lower()})"
    if "const" in part:
        return f"`{part['const']}`"
    if "enum" in part:
        return ", ".join(f"`{each}`" for each in part["enum"] if each != "")
    if alternatives := part.get("oneOf") or part.get("anyOf"):
        return " or ".join(dict.fromkeys(_takes(each) for each in alternatives))
    if part.get("type") == "array":
        return "list of " + _takes(part["items"]) if "items" in part else "list"
    if part.get("type") == "object":
        return _mapping(part)
    return str(part.get("format") or _SIMPLE.get(part.get("type", ""), "anything"))


def _mapping(part: dict[str, Any]) -> str:
    if languages := part.get("properties"):
        return "{" + ", ".join(languages) + "}"
    inner = [*part.get("patternProperties", {}).values()]
    if isinstance(part.get("additionalProperties"), dict):
        inner.append(part["additionalProperties"])
    return "name → " + _takes(inner[0]) if inner else "mapping"


def _default(part: dict[str, Any]) -> str:
    default = part.get("default")
    return "" if default in (None, "", [], {}) else f"`{json.dumps(default, ensure_ascii=False)}`"


def _plain(text: str) -> str:
    """As a cell or a paragraph takes it: braces, bars and angles are no Markdown and no HTML."""
    return text.replace("|", "\\|").replace("<", "&lt;").strip()
