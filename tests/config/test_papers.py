"""What the papers for newcomers say is so: the floors, every path they name, the tests of what is
changed.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts import changed_tests, floors

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("CONTRIBUTING.md", "README.md", "docs/README.md", "docs/architecture.md")
NAMED = re.compile(r"`((?:[a-z_]+/)+[a-z_]+\.py)`|\]\(([^)#:]+)\)")


def test_the_floors_are_those_of_the_contract() -> None:
    text = floors.PAGE.read_text()
    assert text == floors.with_drawings(text), "python scripts/floors.py"
    assert floors.floors(floors.contracts()[0])[0] == ["config"] and "workflows" in text


@pytest.mark.parametrize("page", PAGES)
def test_every_path_that_a_page_names_is_there(page: str) -> None:
    """Links from the page's own folder, code from the project's."""
    path = ROOT / page
    named = [
        (code, link)
        for code, link in NAMED.findall(path.read_text())
        if not link.startswith(("http", "mailto"))
    ]
    missing = [
        code or link
        for code, link in named
        if not ((ROOT / code).exists() if code else (path.parent / link).exists())
    ]
    assert named and missing == []


def test_the_index_names_every_page_of_the_folder() -> None:
    index = (ROOT / "docs" / "README.md").read_text()
    pages = [path.name for path in (ROOT / "docs").glob("*.md") if path.name != "README.md"]
    assert [name for name in pages if f"({name})" not in index] == []


@pytest.mark.parametrize(
    ("changed", "test"),
    [
        ("filestore/sealed.py", "tests/filestore/test_sealed.py"),
        ("workflows/reading_rights/__init__.py", "tests/workflows/test_reading_table.py"),
        ("portal/templates/portal/office/work.html", "tests/portal/test_files.py"),
        ("tests/config/test_circles.py", "tests/config/test_circles.py"),
    ],
)
def test_the_tests_of_a_change_are_found(changed: str, test: str) -> None:
    assert Path(test) in changed_tests.tests_of({Path(changed)})


def test_a_page_of_the_docs_asks_for_no_test() -> None:
    assert changed_tests.tests_of({Path("docs/README.md"), Path("README.md")}) == []


def test_whatever_has_a_long_form_is_tried_by_make_faults() -> None:
    """A test that is told apart by FAULTS and that the command does not name would never run in
    full.
    """
    (line,) = re.findall(
        r"^LONG_FORMS = ((?:.*\\\n)*.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE
    )
    named = [ROOT / name for name in re.findall(r"tests/[\w/.]+", line)]
    asks = 'os.environ.get("FAULTS")'  # not as this line has it
    long = [
        path for path in (ROOT / "tests").rglob("test_*.py") if f"{asks} ==" in path.read_text()
    ]
    assert [
        str(path) for path in long if not any(path.is_relative_to(place) for place in named)
    ] == []
    assert len(long) > 10
