"""One moment of the database as a stream of bytes, taken while everybody works, and put into an
empty one.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

from django.db import connection

PIECE = 1 << 20


class CannotCopy(RuntimeError):
    """The database's own program failed, or the place is not empty: the text says which."""


def copy() -> Iterator[bytes]:
    """All rows as they were at one moment: `pg_dump` in one snapshot, or SQLite's Online Backup
    API.
    """
    return _postgres_copy() if connection.vendor == "postgresql" else _sqlite_copy()


def fill(pieces: Iterable[bytes]) -> None:
    """Put a copy into this database. Raises CannotCopy where it has tables, and leaves it empty
    when it fails.
    """
    if connection.introspection.table_names():
        raise CannotCopy("the database has tables: a backup is brought back into an empty one")
    connection.close()
    (_postgres_fill if connection.vendor == "postgresql" else _sqlite_fill)(pieces)


def _postgres_copy() -> Iterator[bytes]:
    command = ["pg_dump", "--format=custom", "--compress=1", "--no-owner", "--no-privileges"]
    with subprocess.Popen(command, env=_postgres_environment(), stdout=subprocess.PIPE) as dump:  # noqa: S603
        while dump.stdout and (piece := dump.stdout.read(PIECE)):
            yield piece
    if dump.returncode:
        raise CannotCopy(f"pg_dump ended with {dump.returncode}")


def _postgres_fill(pieces: Iterable[bytes]) -> None:
    name = connection.settings_dict["NAME"]
    command = [
        "pg_restore",
        "--no-owner",
        "--no-privileges",
        "--single-transaction",
        "--exit-on-error",
        "-d",
        name,
    ]
    with subprocess.Popen(command, env=_postgres_environment(), stdin=subprocess.PIPE) as load:  # noqa: S603
        try:
            for piece in pieces:
                cast(BinaryIO, load.stdin).write(piece)
            cast(BinaryIO, load.stdin).close()
        except BaseException:
            load.kill()  # its transaction is rolled back
            raise
    if load.returncode:
        raise CannotCopy(f"pg_restore ended with {load.returncode}")


def _postgres_environment() -> dict[str, str]:
    """How PostgreSQL's programs find the database: no password on a command line."""
    known = connection.settings_dict
    given = {
        "PGHOST": "HOST",
        "PGPORT": "PORT",
        "PGUSER": "USER",
        "PGPASSWORD": "PASSWORD",
        "PGDATABASE": "NAME",
    }
    return {
        **os.environ,
        **{name: str(known[key]) for name, key in given.items() if known.get(key)},
    }


def _sqlite_copy() -> Iterator[bytes]:
    source = Path(connection.settings_dict["NAME"])
    # where the data lies anyway
    with tempfile.TemporaryDirectory(dir=source.parent, prefix=".backup-") as folder:
        place = Path(folder) / "copy.sqlite3"
        reading, writing = sqlite3.connect(source, timeout=60), sqlite3.connect(place)
        try:
            reading.backup(writing)
            writing.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        finally:
            writing.close()
            reading.close()
        with place.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece


def _sqlite_fill(pieces: Iterable[bytes]) -> None:
    target = Path(connection.settings_dict["NAME"])
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".restoring-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        for ending in ("-wal", "-shm"):
            target.with_name(target.name + ending).unlink(missing_ok=True)
        Path(name).replace(target)
    finally:
        Path(name).unlink(missing_ok=True)
