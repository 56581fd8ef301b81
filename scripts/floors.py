"""Draws the floors of the house from the contracts that the imports are checked by: `python
scripts/floors.py`.

Writes the drawings into docs/architecture.md, between its two marks; `--check` only compares (a
test does).
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- floors -->\n", "<!-- /floors -->\n"


def contracts() -> list[dict[str, Any]]:
    """The contracts as pyproject.toml has them: that of the whole house first."""
    found: list[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"][
        "importlinter"
    ]["contracts"]
    return found


def floors(contract: dict[str, Any]) -> list[list[str]]:
    """The rooms of each floor, the topmost first."""
    return [[room.strip() for room in layer.split("|")] for layer in contract["layers"]]


def drawing(contract: dict[str, Any]) -> str:
    """The floors as a diagram that GitHub and most editors show (Mermaid)."""
    levels = floors(contract)
    lines = ["flowchart TB"]
    for number, rooms in enumerate(levels):
        lines.append(f'  subgraph floor{number}[" "]')
        lines += [f"    {room}" for room in rooms]
        lines.append("  end")
    lines += [f"  floor{number} --> floor{number + 1}" for number in range(len(levels) - 1)]
    return "```mermaid\n" + "\n".join(lines) + "\n```\n"


def drawings() -> Iterator[str]:
    """Every contract under its name."""
    for contract in contracts():
        yield f"{contract['name']}:\n\n{drawing(contract)}"


def with_drawings(page: str) -> str:
    """The page with today's drawings between its marks."""
    before, _begin, rest = page.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    return before + BEGIN + "\n".join(drawings()) + END + after


if __name__ == "__main__":
    text = PAGE.read_text()
    if "--check" in sys.argv:
        sys.exit(text != with_drawings(text))
    PAGE.write_text(with_drawings(text))
