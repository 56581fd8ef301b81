"""The shipped procedure as text, and changes of it: what the tests of the language break on
purpose.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from workflows import checker
from workflows.definition import DefinitionFaults, Finding, load

FOLDER = Path(__file__).resolve().parents[2] / "workflows" / "procedures" / "diploma-copy"
TEXT = (FOLDER / "procedure.yaml").read_text(encoding="utf-8")
ROLES = {"receptionist", "expert", "head", "clerk"}
AUTHORITIES = {"sgddt-daklak", "ttpvhcc-daklak"}


def changed(*changes: tuple[str, str]) -> str:
    """The procedure with the first occurrence of each old text replaced."""
    text = TEXT
    for old, new in changes:
        assert old in text, f"the shipped procedure no longer says {old!r}"
        text = text.replace(old, new, 1)
    return text


def copied(place: Path) -> Path:
    """A copy of the procedure's folder in `place`, for a test to change."""
    return shutil.copytree(FOLDER, place / FOLDER.name)


def faults_of(text: str) -> list[Finding]:
    """What loading the text complains about."""
    try:
        load(text)
    except DefinitionFaults as faults:
        return faults.findings
    return []


def findings_of(text: str) -> dict[str, Finding]:
    """Rule → the first thing the checker finds by it in a text that can be read (templates
    apart).
    """
    found = checker.check(load(text), None, ROLES, AUTHORITIES)
    return {finding.rule: finding for finding in reversed(found)}


def line_of(text: str, part: str) -> int:
    """Number of the line in which `part` first stands."""
    return text[: text.index(part)].count("\n") + 1
