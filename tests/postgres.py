"""A PostgreSQL server for one test run: made from the programs on the machine, or the one that DATABASE_URL names.

`python -m tests.postgres COMMAND …` runs a command on it; tests that need a second database use `server()`.
The server refuses to run as root, so root starts it as the user `postgres` whom Debian's package makes.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests import machine

SPEED = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"  # the data is thrown away
SIZE = "-c max_connections=200 -c shared_buffers=64MB"


class NoServer(RuntimeError):
    """Neither DATABASE_URL nor server programs: the text says how to get them."""


@contextlib.contextmanager
def server() -> Iterator[str]:
    """URL of a PostgreSQL database whose user may create others; raises NoServer."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        yield given
        return
    programs = machine.postgres_programs()
    if programs is None:
        raise NoServer(machine.NO_POSTGRES)
    with _temporary_cluster(programs) as url:
        yield url


@contextlib.contextmanager
def _temporary_cluster(programs: Path) -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="motcua-postgres-"))
    port = machine.free_port()
    data, options = folder / "data", f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} {SPEED} {SIZE}"
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        _call([programs / "initdb", "-D", data, "-U", "motcua", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"])
        _call([programs / "pg_ctl", "-D", data, "-l", folder / "log", "-w", "-t", "60", "-o", options, "start"])
        try:
            yield f"postgres://motcua@127.0.0.1:{port}/postgres"
        finally:
            _call([programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _call(command: list[str | Path]) -> None:
    """Run a server program as a user it accepts; its output is shown only when it fails."""
    account = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
    done = subprocess.run(
        command,
        cwd="/",
        user=account.pw_uid if account else None,
        group=account.pw_gid if account else None,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"{Path(command[0]).name} failed:\n{done.stdout}")


def main(command: list[str]) -> int:
    """Run `command` with DATABASE_URL set; its exit status, or 0 when there is no server and none is required."""
    try:
        with server() as url:
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}).returncode
    except NoServer as missing:
        sys.stderr.write(f"PostgreSQL tests {missing}\n")
        return 1 if machine.required("postgres") else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
