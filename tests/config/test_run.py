"""`make run` that cannot start says why in one line and leaves nothing behind."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / "scripts" / "run.py"],
        env={**os.environ, "MOTCUA_VAR": str(folder / "var"), **environment},
        capture_output=True,
        text=True,
        timeout=30,
    )


def test_a_taken_port_is_one_clear_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = run(tmp_path, PORT=port)
    assert done.returncode != 0
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert port in done.stderr and "PORT=8123 make run" in done.stderr
    assert not (tmp_path / "var").exists(), "nothing was prepared"


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1"])
def test_a_port_that_is_none_is_one_clear_line(tmp_path: Path, port: str) -> None:
    done = run(tmp_path, PORT=port)
    assert done.returncode != 0
    assert done.stderr.count("\n") == 1
    assert "from 1 to 65535" in done.stderr
