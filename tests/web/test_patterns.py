"""No regular expression of the code can be made to run away (I10): each is driven by repeats of
what it looks for.
"""

from __future__ import annotations

import ast
import re
import time
from collections.abc import Iterator
from pathlib import Path
from re import _constants as tokens  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from forms.conditions.evaluation import Condition

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = (
    "config",
    "portal",
    "notifications",
    "workflows",
    "assessment",
    "forms",
    "documents",
    "registers",
    "payments",
    "organisations",
    "privacy",
    "protection",
)
CALLS = {"compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"}
MOST_SECONDS = 1.0  # a linear pattern takes a ten thousandth
# letters: one that tries every pair of places takes a tenth of that, every three of them minutes
LONG = 2000


def patterns() -> Iterator[tuple[str, str]]:
    """(place, pattern) of every text given to `re`."""
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text())):
                if not (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and node.func.attr in CALLS
                ):
                    continue
                named = isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
                if named and node.args and isinstance(node.args[0], ast.Constant):
                    text = node.args[0].value
                    yield (
                        f"{file.relative_to(ROOT)}:{node.lineno}",
                        text if isinstance(text, str) else text.decode("latin-1"),
                    )


def signs(tree: Any) -> set[str]:
    """A sign for every place of a parsed pattern."""
    found: set[str] = set()
    for kind, value in tree:
        if kind in (tokens.LITERAL, tokens.NOT_LITERAL):
            found.add(chr(value) if kind is tokens.LITERAL else "~")
        elif kind is tokens.ANY:
            found.add("a")
        elif kind is tokens.IN:
            found |= {
                chr(v) if k is tokens.LITERAL else chr(v[0])
                for k, v in value
                if k in (tokens.LITERAL, tokens.RANGE)
            }
            found |= {
                {"DIGIT": "1", "SPACE": " ", "WORD": "a"}.get(str(v).split("_")[-1], "~")
                for k, v in value
                if k is tokens.CATEGORY
            }
        elif kind is tokens.BRANCH:
            for branch in value[1]:
                found |= signs(branch)
        elif kind is tokens.SUBPATTERN:
            found |= signs(value[3])
        elif kind in (tokens.MAX_REPEAT, tokens.MIN_REPEAT, tokens.POSSESSIVE_REPEAT):
            found |= signs(value[2])
        elif kind in (tokens.ASSERT, tokens.ASSERT_NOT):
            found |= signs(value[1])
    return found


def slowest(pattern: str, length: int) -> float:
    """Seconds that the worst of the attacks takes."""
    compiled, used = re.compile(pattern), sorted(signs(parser.parse(pattern)))[:12]
    worst = 0.0
    for unit in [*used, *(a + b for a in used[:5] for b in used[:5] if a != b)]:
        text = (unit * length)[:length] + "\x00"
        for driven in (compiled.match, compiled.fullmatch, compiled.search):
            began = time.process_time()
            driven(text)
            worst = max(worst, time.process_time() - began)
            if worst > MOST_SECONDS:
                return worst
    return worst


def test_no_pattern_runs_away() -> None:
    found = list(patterns())
    assert len(found) >= 30
    slow = [
        place
        for place, pattern in found
        if slowest(pattern, 26) > MOST_SECONDS or slowest(pattern, LONG) > MOST_SECONDS
    ]
    assert not slow, slow


@pytest.mark.parametrize("pattern", [r"(a+)+$", r"(a|a)*b", r"(\d+)*x"])
def test_the_check_sees_one_that_does(pattern: str) -> None:
    assert slowest(pattern, 26) > MOST_SECONDS


def test_a_pattern_that_an_administrator_types_in_a_condition_is_linear() -> None:
    """CEL's `matches` is the only place for one; its engine does not backtrack."""
    began = time.process_time()
    assert not Condition('text.matches("^(a+)+$")').holds({"text": "a" * 5000 + "!"})
    assert time.process_time() - began < MOST_SECONDS
