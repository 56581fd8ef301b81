"""Each tutorial is followed word by word in a copy of the project, and what it ends with runs
there.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: What this run has set for itself: the copy is a site of its own.
OURS = {"MOTCUA_VAR", "DJANGO_SETTINGS_MODULE", "DATABASE_URL", "BROKER_URL"}
LEFT_OUT = shutil.ignore_patterns("var", ".venv", ".git", ".*_cache", ".hypothesis")
#: A fenced block: what to do, with which file, and the text.
BLOCK = re.compile(r"^```(python|text|after|run)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TUTORIALS = sorted((ROOT / "docs").glob("tutorial-*.md"))


@dataclass(frozen=True)
class Step:
    """`python`, `text`: a new file. `after`: in the file the second part comes behind the first.
    `run`: commands.
    """

    do: str
    file: str
    text: str


def steps_of(page: str) -> list[Step]:
    """The blocks of a tutorial, in order; others are for the eye."""
    return [Step(do, file, text) for do, file, text in BLOCK.findall(page)]


def follow(step: Step, copy: Path) -> None:
    """Do one step in the copy. Raises AssertionError where its place is not there exactly once."""
    if step.do == "run":
        for line in step.text.strip().splitlines():
            words = shlex.split(line)
            assert words[0] == "python"
            environment = {name: value for name, value in os.environ.items() if name not in OURS}
            ran = subprocess.run(
                [sys.executable, *words[1:]],
                cwd=copy,
                env=environment,
                capture_output=True,
                text=True,
            )
            assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-1000:]
    elif step.do == "after":
        before, _line, added = step.text.partition("---\n")
        text = (copy / step.file).read_text()
        assert text.count(before) == 1, f"{step.file} has {before!r} {text.count(before)} times"
        (copy / step.file).write_text(text.replace(before, before + added))
    else:
        assert not (copy / step.file).exists(), f"{step.file} is there already"
        (copy / step.file).write_text(step.text)


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.parametrize("page", TUTORIALS, ids=lambda page: page.stem)
def test_a_tutorial_works_when_it_is_followed(page: Path, tmp_path: Path) -> None:
    steps = steps_of(page.read_text())
    assert steps[-1].do == "run", "it ends with what shows that it worked"
    copy = tmp_path / "motcua"
    shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
    for step in steps:
        follow(step, copy)
    ruff = [sys.executable, "-m", "ruff"]
    subprocess.run([*ruff, "check", "-q", "."], cwd=copy, check=True)
    subprocess.run([*ruff, "format", "--check", "-q", "."], cwd=copy, check=True)


def test_there_is_a_tutorial() -> None:
    assert [page.stem for page in TUTORIALS] == [
        "tutorial-new-act",
        "tutorial-new-channel",
        "tutorial-procedure",
    ]
