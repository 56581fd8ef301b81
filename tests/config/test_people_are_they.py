"""People of whom nobody knows whether they are women or men are "they" in our comments and
docstrings (issue 14).
"""

from __future__ import annotations

import ast
import io
import re
import subprocess
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ONE_SEX = re.compile(r"\b(?:he|his|him|himself|she|hers?|herself)\b", re.IGNORECASE)
#: Stories of people who have a name.
NAMED = {"portal/demo/stories.py"}
MAY_HAVE_ONE = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def notes(source: str) -> Iterator[str]:
    """Comments and docstrings of a program."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.string
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, MAY_HAVE_ONE):
            yield ast.get_docstring(node) or ""


def said(source: str) -> list[str]:
    """The lines of them that say of what sex somebody is."""
    if not ONE_SEX.search(source):
        return []
    return [
        line.strip() for note in notes(source) for line in note.splitlines() if ONE_SEX.search(line)
    ]


def test_nobody_is_taken_for_a_man_or_a_woman() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    ours = [
        name
        for name in listed.stdout.split()
        if not name.startswith("tests/") and "/migrations/" not in name
    ]
    assert len(ours) > 600
    found = {
        name: said((ROOT / name).read_text(encoding="utf-8"))
        for name in ours
        if (ROOT / name).exists()
    }
    assert {name for name, lines in found.items() if lines} == NAMED, {
        name: lines for name, lines in found.items() if lines and name not in NAMED
    }


@pytest.mark.parametrize(
    "text",
    [
        "x = 1  # as he wrote it",
        '"""One line.\n\nHis own role goes first."""',
        'def f():\n    """Nobody grants himself."""',
        "class A:\n    #: What she may read.\n    x = 1",
    ],
)
def test_the_check_sees_one(text: str) -> None:
    assert len(said(text)) == 1


@pytest.mark.parametrize(
    "text", ['x = "he"', "his = 1", "x = 1  # the sheet, this one, there", '"""They sign."""']
)
def test_the_check_leaves_code_and_other_words(text: str) -> None:
    assert said(text) == []
