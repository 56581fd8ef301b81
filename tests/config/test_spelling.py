"""Our Vietnamese texts put the tone where the law texts do: "Ủy ban", "khóa", "hòa", on the first
of two open vowels.

People write both and the search takes both (`foundation.text.fold`); what we print is written in
one way.
"""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
SUFFIXES = {".py", ".html", ".yaml", ".md", ".txt", ".po", ".js", ".css", ".json", ".toml"}
NOT_OURS = {"var", "node_modules", "vendor"}
#: A syllable that ends in its two vowels and has the tone on the second; "quý" is "qu" and "y".
OTHER_WAY = re.compile(r"(?:(?<![qQ])[uU][ỳýỷỹỵỲÝỶỸỴ]|[oO][àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ])(?![^\W\d_])")
#: Here both are needed: the fold and its tests, and invented registers, which are as mixed as real
#: ones.
BOTH = {
    "foundation/text.py",
    "workflows/procedure/publishing.py",
    "docs/contracts.md",
    "forms/labels.py",
    "organisations/committees.py",
    "registers/grants.py",
    "registers/invented.py",
    "tests/organisations/test_text.py",
    "tests/registers/test_grants.py",
    "tests/registers/test_lookup.py",
}


def texts() -> dict[str, str]:
    found = {}
    for top in ROOT.iterdir():
        if top.name.startswith(".") or top.name in NOT_OURS:
            continue
        for path in [top] if top.is_file() else top.rglob("*"):
            if path.suffix in SUFFIXES and path.is_file():
                found[path.relative_to(ROOT).as_posix()] = path.read_text(encoding="utf-8")
    return found


def test_the_tone_stands_where_the_law_puts_it() -> None:
    read = texts()
    assert len(read) > 1000
    found = {name: OTHER_WAY.findall(text) for name, text in read.items() if OTHER_WAY.search(text)}
    assert set(found) == BOTH, {name: said for name, said in found.items() if name not in BOTH}


def test_what_is_looked_for_is_the_open_syllable() -> None:
    for wrong in ("U\u1ef7 ban", "kho\u00e1 học", "HO\u00c0 BÌNH", "kho\u1ebb"):
        assert OTHER_WAY.search(wrong), wrong
    for right in ("Ủy ban", "quý", "hoàn", "thoái", "loại", "khuỷu", "xoèn", "hóa"):
        assert not OTHER_WAY.search(right), right
