"""A PostgreSQL server for one test run: made from the programs on the machine, or the one that
DATABASE_URL names.

`python -m tests.postgres COMMAND …` runs a command on it and on a Redis; tests that need a database
use `server()`.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator

from scripts.services import NoServer, Postgres, Redis, running, temporary_folder
from tests import machine


@contextlib.contextmanager
def server() -> Iterator[str]:
    """URL of a PostgreSQL database whose user may create others; raises NoServer."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        yield given
        return
    with temporary_folder() as folder:
        postgres = Postgres(folder / "postgres", durable=False)
        with running(postgres):
            yield postgres.url


@contextlib.contextmanager
def broker() -> Iterator[str]:
    """URL of a Redis, made for this run or the one that BROKER_URL names; raises NoServer."""
    given = os.environ.get("BROKER_URL", "")
    if given.startswith("redis"):
        yield given
        return
    with temporary_folder() as folder:
        redis = Redis(folder / "redis", durable=False)
        with running(redis):
            yield redis.url


def main(command: list[str]) -> int:
    """Run `command` with DATABASE_URL and BROKER_URL set; its exit status, or 0 when a server is
    missing and none is required.
    """
    try:
        with server() as database, broker() as ring:
            given = {"DATABASE_URL": database, "BROKER_URL": ring}
            return subprocess.run(command, env={**os.environ, **given}).returncode
    except NoServer as missing:
        sys.stderr.write(f"Not run on PostgreSQL: {missing}\n")
        return 1 if machine.required("postgres") else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
