"""Papers of a sheet as papers of a case, and the uploads that receive them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from foundation.text import fold
from workflows.sheets.reading import PaperRow, Said

_DATABASE = re.compile(
    r"(?:CSDL|Cơ sở dữ liệu) quốc gia về\s+(?:CSDL quốc gia về\s+)?([^,.;()]{3,60}?)\s+để thay thế"
)
_ASIDE = re.compile(r"\s*\(Cơ quan giải quyết TTHC khai thác.*$", re.DOTALL)
_SAYS_IF_ANY = re.compile(r"\s*\(nếu có\)", re.IGNORECASE)
_IF_ANY = re.compile(r"\bneu co\b")
_CONDITION = re.compile(r"\b(truong hop|doi voi)\b")
NAME_LENGTH = 1000


@dataclass
class Found:
    """Papers and form fields as plain data, and (text, place) of each doubt."""

    papers: list[dict[str, Any]] = field(default_factory=list)
    fields: list[dict[str, Any]] = field(default_factory=list)
    doubts: list[tuple[str, Said]] = field(default_factory=list)


def papers_of(rows: list[PaperRow]) -> Found:
    """Each row with a count is a paper; "if there is one" is not required, "in the case of" gets a
    question.
    """
    found = Found()
    names: dict[str, int] = {}
    for row in rows:
        if not row.originals and not row.copies:
            found.doubts.append(
                (f"no count, so it was left out: {row.name.text[:120]!r}", row.name)
            )
            continue
        name = _ASIDE.sub("", row.name.text).lstrip("- ").rstrip(" ;.")
        if fold(name) in names:
            found.doubts.append(
                (f"the paper of line {names[fold(name)]} again, so it was left out", row.name)
            )
            continue
        names[fold(name)] = row.name.line
        _add(found, row, name)
    if not found.papers:
        found.doubts.append(("which papers are asked", rows[0].name if rows else Said("", 0)))
    return found


def _add(found: Found, row: PaperRow, name: str) -> None:
    number = len(found.papers) + 1
    field = f"paper_{number}"
    if len(name) > NAME_LENGTH:
        found.doubts.append((f"the name of {field} was cut after {NAME_LENGTH} letters", row.name))
    paper = {
        "id": field,
        "name": name[:NAME_LENGTH],
        "originals": row.originals,
        "copies": row.copies,
        "field": field,
    }
    if database := _DATABASE.search(row.name.text):
        paper["replaceable_by"] = f"Cơ sở dữ liệu quốc gia về {database[1].strip()}"
    found.papers.append(paper)
    found.fields += _fields(found, row, name, field)


def _fields(found: Found, row: PaperRow, name: str, field: str) -> list[dict[str, Any]]:
    """The upload; before it, where the paper is asked only of some, the question whether it is
    asked of this one.
    """
    plain = fold(name.split(". ")[0])  # what follows says how it is handed in
    label = {"vi": name[:NAME_LENGTH]}
    upload = {
        "id": field,
        "kind": "attachment",
        "label": label,
        "required": True,
        "types": ["pdf", "image"],
    }
    if _IF_ANY.search(plain):  # the page itself marks what need not be answered
        said = _SAYS_IF_ANY.sub("", name).strip()[:NAME_LENGTH]
        return [{**upload, "label": {"vi": said}, "required": False}]
    if not _CONDITION.search(plain):
        return [upload]
    found.doubts.append(
        (f"{field} is asked only of some; {field}_asked was made from its words", row.name)
    )
    asked = {"vi": f"Hồ sơ của bạn có cần giấy tờ này không: {name[:300]}?"}
    question = {"id": f"{field}_asked", "kind": "yes_no", "label": asked, "required": True}
    return [question, {**upload, "show_when": f"{field}_asked == true"}]
