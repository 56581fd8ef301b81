"""A backup restored for a try, beside the site that works: a scratch database, scratch folders,
every sum checked.

The restore itself runs as it would on the day it is needed: the same command, in a process of its
own whose settings name the scratch places and nobody's mail server, broker or bucket.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection

from operation.database import CannotCopy
from operation.models import TrialRestore
from operation.restoring import CannotRestore, read_manifest

MARK = "_trial_"
FOLDER = "trial-"
#: What would reach out of the scratch places: a bucket, a broker, a mail server.
REACHING = ("S3_BUCKET", "BROKER_URL", "EMAIL_HOST", "OWNER_DATABASE_URL")
LAST_WORDS = 2000


def try_restore(place: Path) -> TrialRestore:
    """Restore the backup in folder `place` beside the site, and keep that it came back.

    The database's role must be allowed to make databases. Raises CannotRestore (also where a sum
    does not hold, and while another trial runs), CannotCopy where no scratch database can be made,
    CannotOpen, NoKey.
    """
    manifest = read_manifest(place)
    with _alone(), _scratch() as surroundings:
        begun = time.monotonic()
        line = [sys.executable, "manage.py", "restore", str(place)]
        run = subprocess.run(  # noqa: S603 - our own command
            line,
            cwd=settings.BASE_DIR,
            env=surroundings,
            capture_output=True,
            text=True,
            check=False,
        )
        seconds = round(time.monotonic() - begun)
    if run.returncode:
        raise CannotRestore((run.stdout + run.stderr).strip()[-LAST_WORDS:])
    taken_at = dt.datetime.fromisoformat(manifest["taken_at"])
    return TrialRestore.objects.create(backup=place.name, taken_at=taken_at, seconds=seconds)


@contextmanager
def _alone() -> Iterator[None]:
    """One trial at a time: each drops what an earlier one left behind when it was killed."""
    with (settings.VAR / "trial.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CannotRestore("another trial is at work") from error
        yield


@contextmanager
def _scratch() -> Iterator[dict[str, str]]:
    """The settings of a site beside this one, whose database is empty; both go at the end."""
    folder = settings.VAR / f"{FOLDER}{secrets.token_hex(4)}"
    _remove_folders()
    folder.mkdir(mode=0o700)
    surroundings = {name: value for name, value in os.environ.items() if name not in REACHING}
    surroundings |= {
        "MOTCUA_VAR": str(folder),
        "LETTERS_INTO_FILES": "1",
        "BACKUP_KEY": settings.BACKUP_KEY,
    }
    surroundings |= {"FIELD_KEY": ",".join(settings.FIELD_KEYS), "INDEX_KEY": settings.INDEX_KEY}
    try:
        with _database(folder) as url:
            yield surroundings | {"DATABASE_URL": url}
    finally:
        _remove_folders()


def _remove_folders() -> None:
    for left in settings.VAR.glob(f"{FOLDER}*"):
        shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _database(folder: Path) -> Iterator[str]:
    """DATABASE_URL of an empty database."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder / 'trial.sqlite3'}"
        return
    own = connection.settings_dict["NAME"]
    name = f"{own}{MARK}{secrets.token_hex(4)}"
    _drop_databases(own)
    try:
        _do(f"CREATE DATABASE {connection.ops.quote_name(name)}")
    except DatabaseError as error:
        role = connection.settings_dict["USER"]
        raise CannotCopy(
            f"{role} may make no scratch database; as a superuser: ALTER ROLE {role} CREATEDB"
        ) from error
    try:
        yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    finally:
        _drop_databases(own)


def _drop_databases(own: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [f"{own}{MARK}"]
        )
        left = [row[0] for row in cursor.fetchall()]
    for name in left:
        _do(f"DROP DATABASE IF EXISTS {connection.ops.quote_name(name)}")


def _do(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
