"""The web server as `deploy/systemd` starts it: without preloading, in a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from scripts.services import free_port

ROOT = Path(__file__).parents[2]


def test_every_worker_counts_in_the_folder_of_its_own_site(tmp_path: Path) -> None:
    """An earlier start's counters are gone; those of the site that started this process stay."""
    stale, foreign = tmp_path / "metrics" / "counter_1.db", tmp_path / "other" / "counter_1.db"
    for file in (stale, foreign):
        file.parent.mkdir()
        file.touch()
    port = free_port()
    surroundings = {
        **os.environ,
        "MOTCUA_VAR": str(tmp_path),
        "PROMETHEUS_MULTIPROC_DIR": str(foreign.parent),
    }
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "config.wsgi",
        "--config",
        "python:config.gunicorn",
    ]
    server = subprocess.Popen([*command, "--bind", f"127.0.0.1:{port}"], cwd=ROOT, env=surroundings)
    try:
        assert answered(f"http://127.0.0.1:{port}/healthz")
    finally:
        server.terminate()
        server.wait(30)
    assert list((tmp_path / "metrics").glob("histogram_*.db"))
    assert foreign.exists() and not stale.exists()


def test_each_process_listens_by_itself(tmp_path: Path) -> None:
    """So that the kernel shares a proxy's kept connections out among them."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "wsgiref.simple_server:demo_app"]
    command += ["--config", "python:config.gunicorn", "--bind", f"127.0.0.1:{port}"]
    surroundings = {**os.environ, "MOTCUA_VAR": str(tmp_path)}
    server = subprocess.Popen([*command, "--workers", "2"], cwd=ROOT, env=surroundings)
    try:
        assert answered(f"http://127.0.0.1:{port}/")
        give_up = time.monotonic() + 60
        while listening(port) < 2 and time.monotonic() < give_up:
            time.sleep(0.1)
        assert listening(port) == 2
    finally:
        server.terminate()
        server.wait(30)


def listening(port: int) -> int:
    """How many sockets take new connections to it (proc(5): 0A is LISTEN)."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return sum(row[3] == "0A" and int(row[1].rpartition(":")[2], 16) == port for row in rows)


def answered(address: str) -> bool:
    """Once the server is up, within a minute."""
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up:
        try:
            return urllib.request.urlopen(address, timeout=120).status == 200
        except OSError:
            time.sleep(0.2)
    return False
