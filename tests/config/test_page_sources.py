"""Templates and style sheets read like the code: lines of 120 columns, one declaration a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
LONGEST = 120  # columns, as ruff's line-length
#: What may stand before a rule's brace on its line, and between two lines of a rule nothing but one
#: declaration.
CROWDED = re.compile(r";\s*\S|\{\s*\S|\S\s*\}")


def sources(suffix: str) -> Iterator[Path]:
    """Ours: what was installed and what tests hold is none."""
    ours = sorted({app.split(".")[0] for app in settings.INSTALLED_APPS} | {"config"})
    for app in ours:
        yield from (ROOT / app).rglob(f"*{suffix}")


def crowded(style: str) -> Iterator[str]:
    """The lines of a style sheet that hold more than one declaration, or a declaration beside a
    brace.
    """
    bare = re.sub(r"/\*.*?\*/", lambda comment: "\n" * comment[0].count("\n"), style, flags=re.S)
    for line in re.sub(r"\"[^\"\n]*\"|'[^'\n]*'|url\([^)\n]*\)", "_", bare).splitlines():
        if CROWDED.search(line.strip()):
            yield line


@pytest.mark.parametrize("suffix", [".html", ".css"])
def test_no_line_is_longer_than_the_codes(suffix: str) -> None:
    found = list(sources(suffix))
    assert len(found) > 7
    lines = [
        (path, line)
        for path in found
        for line in path.read_text().splitlines()
        if len(line) > LONGEST
    ]
    assert not lines, [f"{path.relative_to(ROOT)}: {line.strip()[:60]}…" for path, line in lines]


def test_a_style_sheet_has_one_declaration_a_line() -> None:
    assert not {path.name: line for path in sources(".css") for line in crowded(path.read_text())}


@pytest.mark.parametrize(
    ("style", "found"),
    [
        ("a {\n  color: red;\n}\n", 0),
        ("a { color: red; }\n", 1),
        ("a {\n  color: red; margin: 0;\n}\n", 1),
        ('a::before {\n  content: "{;}" / "";\n}\n', 0),
        ("a { /* why; so */\n  background: url(data:image/png;base64,AA);\n}\n", 0),
    ],
)
def test_crowded_lines_are_seen(style: str, found: int) -> None:
    assert len(list(crowded(style))) == found
