"""No browser test reads the page in the statement after a press: what comes then may be on its way
still.

Playwright's `expect` waits; `count`, `is_visible`, `all` and `content` answer at once, with what is
there.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

BROWSER = Path(__file__).resolve().parent.parent / "browser"
PRESSES = {"click", "dblclick", "press", "submit"}
AT_ONCE = {
    "count",
    "is_visible",
    "is_checked",
    "all",
    "all_inner_texts",
    "all_text_contents",
    "content",
    "evaluate",
}


def hasty_lines(source: str) -> Iterator[int]:
    """Lines of assertions that stand straight behind a press and ask what does not wait."""
    for node in ast.walk(ast.parse(source)):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            for before, after in itertools.pairwise(body):
                if (
                    isinstance(after, ast.Assert)
                    and _called(before) & PRESSES
                    and _called(after) & AT_ONCE
                ):
                    yield after.lineno


def _called(statement: ast.stmt) -> set[str]:
    if not isinstance(statement, ast.Expr | ast.Assert):
        return set()
    return {node.attr for node in ast.walk(statement) if isinstance(node, ast.Attribute)}


@pytest.mark.parametrize("path", sorted(BROWSER.glob("*.py")), ids=lambda path: path.name)
def test_no_assertion_reads_at_once_what_a_press_brings(path: Path) -> None:
    assert list(hasty_lines(path.read_text())) == []


def test_a_hasty_assertion_is_found() -> None:
    hasty = 'def test(page):\n    way.click()\n    assert page.locator(".step").count() == 9\n'
    waiting = (
        'def test(page):\n    way.click()\n    expect(page.locator(".step")).to_have_count(9)\n'
    )
    assert list(hasty_lines(hasty)) == [3]
    assert list(hasty_lines(waiting)) == []
