"""What `make run` starts in the background ends within seconds of being asked, all of it, whenever
and however.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: Two programs: one ends when asked, one is deaf and has a child; each writes down its number.
STARTER = """
import sys
from scripts.together import Together
programs = Together(patience=1.0)
programs.add_process("polite", f"{sys.argv[2]} echo $$ >>{sys.argv[1]}; exec sleep 600")
child = f"sleep 600 & echo $! >>{sys.argv[1]}"
programs.add_process("deaf", f"trap '' TERM HUP; echo $$ >>{sys.argv[1]}; {child}; wait; sleep 600")
programs.loop()
"""


def started(folder: Path, polite: str = "") -> subprocess.Popen[bytes]:
    """As `setsid make run &` starts it: no terminal, a session of its own."""
    command = [sys.executable, "-c", STARTER, folder / "numbers", polite]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def left(folder: Path) -> list[int]:
    """The programs that still live."""
    numbers = folder / "numbers"
    found = [int(line) for line in numbers.read_text().split()] if numbers.exists() else []
    return [number for number in found if lives(number)]


def lives(number: int) -> bool:
    state = Path(f"/proc/{number}/stat")
    try:
        return state.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def all_began(folder: Path) -> None:
    give_up = time.monotonic() + 120
    while len(left(folder)) < 3:
        assert time.monotonic() < give_up
        time.sleep(0.02)


def all_end(folder: Path, within: float) -> None:
    give_up = time.monotonic() + within
    while left(folder):
        assert time.monotonic() < give_up, left(folder)
        time.sleep(0.05)


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_asked_to_end_all_end_within_seconds(tmp_path: Path, asked: signal.Signals) -> None:
    starter = started(tmp_path)
    all_began(tmp_path)
    os.kill(starter.pid, asked)
    starter.wait(20)
    all_end(tmp_path, 5)


def test_where_none_listens_all_are_killed(tmp_path: Path) -> None:
    starter = started(tmp_path, polite="trap '' TERM;")
    all_began(tmp_path)
    starter.terminate()
    starter.wait(20)
    all_end(tmp_path, 5)


@pytest.mark.parametrize("after", [0.05, 0.2, 0.3, 0.4, 0.6])
def test_asked_while_they_begin_nothing_stays(tmp_path: Path, after: float) -> None:
    starter = started(tmp_path)
    time.sleep(after)
    starter.terminate()
    starter.wait(20)
    all_end(tmp_path, 5)


def test_a_starter_that_is_killed_takes_them_along(tmp_path: Path) -> None:
    starter = started(tmp_path)
    all_began(tmp_path)
    starter.kill()
    starter.wait(20)
    give_up = time.monotonic() + 120
    while left(tmp_path):
        assert time.monotonic() < give_up
        time.sleep(0.1)


HANGING = """
import sys
from scripts import together
together.WORKED, together.PATIENCE = float(sys.argv[2]), 1.0
programs = together.Together(patience=1.0)
programs.add_process("beside", f"echo $$ >>{sys.argv[1]}; exec sleep 600")
again = f"test -e {sys.argv[1]}-again && exec sleep 600; touch {sys.argv[1]}-again"
behind = f"sleep 600 & echo $! >>{sys.argv[1]}"
programs.add_process("worker", f"echo $$ >>{sys.argv[1]}; {again}; {behind}; sleep 1; exit 1")
programs.loop()
"""


@pytest.mark.parametrize("worked", [0.5, 60], ids=["it had worked", "it could not begin"])
def test_a_program_that_ended_with_an_error_is_started_again_if_it_had_worked(
    tmp_path: Path, worked: float
) -> None:
    command = [sys.executable, "-c", HANGING, str(tmp_path / "numbers"), str(worked)]
    starter = subprocess.Popen(
        command,
        cwd=ROOT,
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        if worked > 1:
            starter.wait(30)
        else:
            give_up = time.monotonic() + 120
            numbers = tmp_path / "numbers"
            while (
                not numbers.exists()
                or len(numbers.read_text().split()) < 4
                or len(left(tmp_path)) > 2
            ):
                assert time.monotonic() < give_up, (
                    "began again, and what the first one left behind is gone"
                )
                time.sleep(0.05)
            assert starter.poll() is None
    finally:
        starter.terminate()
        starter.wait(20)
    all_end(tmp_path, 10)
