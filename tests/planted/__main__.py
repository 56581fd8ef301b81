"""Try planted bugs: `python -m tests.planted [words …]` takes those whose goal or name contains a
word; all without.

Each is planted in a copy of the project and its test run there: green before the bug, red with it.
Exit status 1 when one was not noticed. The copy keeps this machine's services for the run.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import tests.planted as package
from tests import postgres
from tests.planted import Planted

ROOT = Path(__file__).resolve().parent.parent.parent
LEFT_OUT = shutil.ignore_patterns(
    "var", ".venv", ".git", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"
)


def all_planted() -> list[Planted]:
    """Every bug of every group's file, in order."""
    names = [
        found.name
        for found in pkgutil.iter_modules(package.__path__)
        if not found.name.startswith(("_", "test_"))
    ]
    modules = (importlib.import_module(f"tests.planted.{name}") for name in names)
    return [planted for module in modules for planted in module.PLANTED]


def changed(planted: Planted, root: Path = ROOT) -> str:
    """The text of the file with the bug in it; raises ValueError where the place is not there
    exactly once.
    """
    text = (root / planted.file).read_text()
    if text.count(planted.old) != 1:
        raise ValueError(
            f"{planted.goal} {planted.name}: {planted.file} has the place {text.count(planted.old)} times"
        )
    return text.replace(planted.old, planted.new)


def noticed(planted: Planted, servers: dict[str, str]) -> bool:
    """Plant the bug in a fresh copy and see whether its test fails (pytest's status 1; any other is
    our mistake).
    """
    with tempfile.TemporaryDirectory(prefix="motcua-planted-") as folder:
        copy = Path(folder) / "motcua"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        (copy / planted.file).write_text(changed(planted))
        environment = {
            **os.environ,
            "PLANTED": planted.name,
            **(servers if planted.postgres else {}),
        }
        environment.pop("MOTCUA_VAR", None)
        run = subprocess.run(
            [
                sys.executable,
                "-m",
                "pytest",
                "-q",
                "-x",
                "-p",
                "no:cacheprovider",
                *planted.test.split(),
            ],
            cwd=copy,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    if run.returncode not in (0, 1):
        raise RuntimeError(
            f"{planted.name}: pytest ended with {run.returncode}\n{run.stdout[-2000:]}"
        )
    return run.returncode == 1


def main(words: list[str]) -> int:
    """Try those that `words` choose; print one line each."""
    chosen = [
        one
        for one in all_planted()
        if not words or any(word in f"{one.goal} {one.name}" for word in words)
    ]
    missed = 0
    with postgres.server() as database, postgres.broker() as broker:
        for planted in chosen:
            started = time.monotonic()
            red = noticed(planted, {"DATABASE_URL": database, "BROKER_URL": broker})
            missed += not red
            took = time.monotonic() - started
            print(
                f"{'red' if red else 'NOT NOTICED':12}{planted.goal:5}{planted.name} ({took:.0f} s)",
                flush=True,
            )
    print(f"{len(chosen) - missed} of {len(chosen)} planted bugs noticed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
