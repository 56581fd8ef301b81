"""Papers of a sheet as papers of a case, and the uploads that receive them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from organisations.text import fold
from workflows.sheets.reading import PaperRow, Said

_DATABASE = re.compile(r"(?:CSDL|Cơ sở dữ liệu) quốc gia về\s+(?:CSDL quốc gia về\s+)?([^,.;()]{3,60}?)\s+để thay thế")
_ASIDE = re.compile(r"\s*\(Cơ quan giải quyết TTHC khai thác.*$", re.DOTALL)
_CONDITION = re.compile(r"\b(neu co|truong hop|doi voi)\b")
NAME_LENGTH = 1000


@dataclass
class Found:
    """Papers and form fields as plain data, and (text, place) of each doubt."""

    papers: list[dict[str, Any]] = field(default_factory=list)
    fields: list[dict[str, Any]] = field(default_factory=list)
    doubts: list[tuple[str, Said]] = field(default_factory=list)


def papers_of(rows: list[PaperRow]) -> Found:
    """Each row with a count is a paper; one that is asked only "if …" is not required, and is a doubt."""
    found = Found()
    names: dict[str, int] = {}
    for row in rows:
        if not row.originals and not row.copies:
            found.doubts.append((f"no count, so it was left out: {row.name.text[:120]!r}", row.name))
            continue
        name = _ASIDE.sub("", row.name.text).lstrip("- ").rstrip(" ;.")
        if fold(name) in names:
            found.doubts.append((f"the paper of line {names[fold(name)]} again, so it was left out", row.name))
            continue
        names[fold(name)] = row.name.line
        _add(found, row, name)
    if not found.papers:
        found.doubts.append(("which papers are asked", rows[0].name if rows else Said("", 0)))
    return found


def _add(found: Found, row: PaperRow, name: str) -> None:
    number = len(found.papers) + 1
    conditional = bool(_CONDITION.search(fold(name)))
    if conditional:
        found.doubts.append((f"paper_{number} is asked only of some; say of whom by a case", row.name))
    if len(name) > NAME_LENGTH:
        found.doubts.append((f"the name of paper_{number} was cut after {NAME_LENGTH} letters", row.name))
    paper = {
        "id": f"paper_{number}",
        "name": name[:NAME_LENGTH],
        "originals": row.originals,
        "copies": row.copies,
        "field": f"paper_{number}",
    }
    if database := _DATABASE.search(row.name.text):
        paper["replaceable_by"] = f"Cơ sở dữ liệu quốc gia về {database[1].strip()}"
    found.papers.append(paper)
    found.fields.append(
        {
            "id": f"paper_{number}",
            "kind": "attachment",
            "label": {"vi": name[:NAME_LENGTH]},
            "required": not conditional,
            "types": ["pdf", "image"],
        }
    )
