"""Prints the test files of what is changed here: `python scripts/changed_tests.py [SINCE]`, one
path a line.

Changed are files that git sees other than at SINCE (default: where this branch left origin/main;
HEAD without one). A test file is its own; a module's are those that name it; a procedure's or
template's those of its app's folder.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def changed_files(since: str) -> set[Path]:
    """Paths below the project's folder, those that git does not know yet too."""
    listed = [
        _git("diff", "--name-only", since),
        _git("ls-files", "--others", "--exclude-standard"),
    ]
    return {Path(line) for text in listed for line in text.splitlines()}


def tests_of(changed: set[Path], root: Path = ROOT) -> list[Path]:
    """The test files to run, in order."""
    tests = {
        path.relative_to(root): path.read_text()
        for path in sorted((root / "tests").rglob("test_*.py"))
    }
    return sorted({test for path in changed for test in _tests_of(path, tests)})


def _tests_of(path: Path, tests: dict[Path, str]) -> Iterator[Path]:
    if path in tests:
        yield path
    elif path.suffix == ".py" and path.parts[0] != "tests":
        named = _naming(path)
        yield from (test for test, text in tests.items() if named.search(text))
    elif path.parts[0] not in ("tests", "docs") and len(path.parts) > 1:
        yield from (test for test in tests if test.parts[1] == path.parts[0])


def _naming(path: Path) -> re.Pattern[str]:
    """What a test says that imports the module, or patches something in it."""
    package, name = ".".join(path.parts[:-1]), path.stem
    if name == "__init__":
        package, name = ".".join(path.parts[:-2]), path.parts[-2]
    whole = re.escape(f"{package}.{name}".lstrip("."))
    return re.compile(rf"\b{whole}\b|from {re.escape(package)} import [^\n]*\b{re.escape(name)}\b")


def _git(*arguments: str) -> str:
    command = ["git", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout


def _start() -> str:
    return _git("merge-base", "HEAD", "origin/main").strip() or "HEAD"


if __name__ == "__main__":
    since = sys.argv[1] if len(sys.argv) > 1 else _start()
    sys.stdout.writelines(f"{test}\n" for test in tests_of(changed_files(since)))
