"""No conditional expression stands in another: nobody reads which `else` belongs to which `if`."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def nested(source: str) -> list[int]:
    """Lines of the conditional expressions that hold another one."""
    choices = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.IfExp)]
    return [
        one.lineno
        for one in choices
        if sum(isinstance(node, ast.IfExp) for node in ast.walk(one)) > 1
    ]


def test_no_choice_stands_in_another() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    files = [ROOT / name for name in listed.stdout.split() if "/migrations/" not in name]
    assert len(files) > 1000
    found = [
        f"{file.relative_to(ROOT)}:{line}"
        for file in files
        if file.exists()
        for line in nested(file.read_text())
    ]
    assert not found


@pytest.mark.parametrize("text", ["a if b else c if d else e", "f(a if b else c) if d else e"])
def test_the_check_sees_one(text: str) -> None:
    assert nested(text) == [1]
