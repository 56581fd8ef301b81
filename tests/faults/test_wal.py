"""PostgreSQL's log archived, and a standby, by the shipped commands on real servers: what is lost
with the machine.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from scripts.services import NoServer, Postgres, temporary_folder
from tests import machine

WAL = Path(__file__).parents[2] / "deploy/wal"
LONG = os.environ.get("FAULTS") == "long"
ARCHIVE_SECONDS = 60 if LONG else 2
WRITING = 150.0 if LONG else 5.0  # seconds
UNDONE = 5.0  # seconds of a busy machine beside the archive's own


class Machine:
    """One machine: a folder with a server, its archive and its settings."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.archive = folder, folder / "archive"
        self.server = Postgres(folder / "server")

    @property
    def data(self) -> Path:
        return self.server.folder / "data"

    def run(
        self, command: str, *given: str | Path, root: bool = False, **more: str
    ) -> subprocess.CompletedProcess:
        """One of the shipped commands, as PostgreSQL's own user."""
        environment = {
            "PATH": "/usr/bin:/bin",
            "LC_ALL": "C.UTF-8",
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.server.port),
            "PGUSER": "motcua",
            "MOTCUA_ENVIRONMENT": str(self.folder / "environment"),
            "PG_CONF": str(self.data),
            "MOTCUA_LIBRARY": str(self.folder / "library"),
            "TMPDIR": "/tmp",
            **more,
        }
        who = {} if root else self.server.identity()
        return subprocess.run(
            [WAL / command, *given],
            cwd="/",
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
            **who,
        )

    def ask(self, sql: str) -> list[Any]:
        with psycopg.connect(self.server.url, autocommit=True) as connection:
            return connection.execute(sql).fetchall()

    def do(self, sql: str) -> None:
        with psycopg.connect(self.server.url, autocommit=True) as connection:
            connection.execute(sql)

    def restart(self) -> None:
        self.server.stop()
        self.server.start()


@pytest.fixture
def first() -> Iterator[Machine]:
    """A server whose log is archived, by the shipped command."""
    with temporary_folder() as folder:
        made = Machine(folder)
        try:
            made.server.start()
        except NoServer as missing:
            (pytest.fail if machine.required("postgres") else pytest.skip)(str(missing))
        try:
            settings = f"WAL_ARCHIVE={made.archive}\nWAL_SECONDS={ARCHIVE_SECONDS}\n"
            (folder / "environment").write_text(settings)
            enabled = made.run("enable", root=True)
            assert enabled.returncode == 0, enabled.stderr
            again = made.run("enable", root=True)
            written = (made.data / "postgresql.conf").read_text()
            assert again.returncode == 0 and len(re.findall(r"(?m)^include_dir", written)) == 1
            made.restart()
            made.do("CREATE TABLE told (at timestamptz PRIMARY KEY)")
            yield made
        finally:
            made.server.kill()


def write(site: Machine, seconds: float) -> list[dt.datetime]:
    """One change after the other; the moments that were told as done."""
    told, end = [], time.monotonic() + seconds
    with psycopg.connect(site.server.url, autocommit=True) as connection:
        while time.monotonic() < end:
            row = connection.execute(
                "INSERT INTO told VALUES (clock_timestamp()) RETURNING at"
            ).fetchone()
            assert row is not None
            told.append(row[0])
            time.sleep(0.02)
    return told


def recovered(site: Machine, *moment: str) -> tuple[list[dt.datetime], str]:
    """The rows after a recovery on another machine, and what the command said."""
    other = Machine(site.folder / f"other{len(moment)}")
    other.server.folder.mkdir(parents=True)
    shutil.chown(other.server.folder, "postgres") if os.geteuid() == 0 else None
    done = other.run("recover", site.archive, other.data, *moment)
    assert done.returncode == 0, done.stderr
    other.server.start()
    try:
        rows = [row[0] for row in other.ask("SELECT at FROM told ORDER BY at")]
        other.do("INSERT INTO told VALUES (now())")  # it is a whole server again
        return rows, done.stderr
    finally:
        other.server.kill()


@pytest.mark.slow
def test_the_lost_machine_comes_back_to_the_last_archived_second(first: Machine) -> None:
    """Killed while it is written to; the disk is gone but for the archive."""
    told = write(first, 0.5)
    based = first.run("base", first.archive)
    assert based.returncode == 0, based.stderr
    told += write(first, WRITING)
    lost_at = told[-1]
    first.server.kill()
    shutil.rmtree(first.data)
    rows, said = recovered(first)
    assert rows == told[: len(rows)], "no hole, nothing that was never told"
    lost = (lost_at - rows[-1]).total_seconds()
    sys.stdout.write(
        f"lost: {lost:.2f} s of changes, {len(told) - len(rows)} of {len(told)} (archived every"
        f" {ARCHIVE_SECONDS} s)\n"
    )
    assert len(rows) > 30 and lost <= ARCHIVE_SECONDS + UNDONE
    stamp = re.search(r"last change it has: ([\d-]+ [\d:.]+\+00)", said)
    assert stamp is not None, said
    assert abs(dt.datetime.fromisoformat(stamp[1]) - rows[-1]) < dt.timedelta(seconds=1), (
        "it says what it has"
    )
    if not LONG:
        return
    middle = told[len(rows) // 2]
    earlier, _said = recovered(first, middle.isoformat())
    assert (
        earlier[-1] < middle + dt.timedelta(milliseconds=1) and len(earlier) >= len(rows) // 2 - 1
    )


@pytest.mark.slow
def test_a_standby_has_all_that_was_told(first: Machine) -> None:
    with (first.folder / "environment").open("a") as settings:
        settings.write("STANDBY=hai\n")
    assert first.run("enable", root=True).returncode == 0
    second = Machine(first.folder / "second")
    second.server.folder.mkdir(parents=True)
    if os.geteuid() == 0:
        shutil.chown(second.server.folder, "postgres")
    made = first.run("standby", "hai", second.data)
    assert made.returncode == 0, made.stderr
    second.server.start()
    try:
        first.restart()
        first.do("INSERT INTO told VALUES (now())")  # told when the standby is there again
        told = write(first, 1)
        assert first.ask("SELECT application_name, sync_state FROM pg_stat_replication") == [
            ("hai", "sync")
        ]
        first.server.kill()
        promoted = [f"{second.server.programs}/pg_ctl", "promote", "-w", "-D", second.data]
        subprocess.run(
            promoted, cwd="/", check=True, capture_output=True, **second.server.identity()
        )
        rows = [row[0] for row in second.ask("SELECT at FROM told ORDER BY at")]
        sys.stdout.write(f"lost with a standby: {len(told) + 1 - len(rows)} of {len(told) + 1}\n")
        assert rows[1:] == told and len(told) > 10
        second.do("INSERT INTO told VALUES (now())")
    finally:
        second.server.kill()


@pytest.mark.slow
def test_old_bases_and_their_log_go_and_the_rest_recovers(first: Machine) -> None:
    for _base in range(3):
        assert first.run("base", first.archive).returncode == 0
        first.do("INSERT INTO told VALUES (clock_timestamp())")
        first.do("SELECT pg_switch_wal()")
        time.sleep(1.1)  # a base is named by its second
    bases = sorted(path.name for path in (first.archive / "base").iterdir())
    assert len(bases) == 2
    segments = sorted(
        path.name for path in (first.archive / "log").iterdir() if len(path.name) == 24
    )
    label = (first.archive / "base" / bases[0] / "backup_label").read_text()
    assert segments[0] in label, "no segment from before the older one"
    assert len(recovered(first)[0]) == 3


def keep(folder: Path, content: bytes, name: str = "000000010000000000000001") -> int:
    (folder / "segment").write_bytes(content)
    (folder / "log").mkdir(exist_ok=True)
    return subprocess.run(
        [WAL / "keep", folder / "segment", name, folder / "log"], capture_output=True
    ).returncode


def test_a_segment_is_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    assert keep(tmp_path, b"a" * 1000) == 0
    assert keep(tmp_path, b"a" * 1000) == 0, "told twice: PostgreSQL died before it noted it"
    assert keep(tmp_path, b"b" * 1000) == 1, "two servers in one folder"
    assert (tmp_path / "log/000000010000000000000001").read_bytes() == b"a" * 1000
    full = tmp_path / "full/log"
    full.mkdir(parents=True)
    (full / "x.part").symlink_to("/dev/full")
    broken = subprocess.run([WAL / "keep", tmp_path / "away", "x", full], capture_output=True)
    assert broken.returncode != 0 and not (full / "x").exists()


def test_nothing_is_overwritten_and_what_lacks_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/PG_VERSION").write_text("15")
    for command in (
        ["recover", tmp_path, tmp_path / "data"],
        ["standby", "hai", tmp_path / "data"],
    ):
        done = subprocess.run([WAL / command[0], *command[1:]], capture_output=True, text=True)
        assert done.returncode == 1 and "not empty" in done.stderr
    (tmp_path / "base").mkdir()
    done = subprocess.run(
        [WAL / "recover", tmp_path, tmp_path / "new"], capture_output=True, text=True
    )
    assert (
        done.returncode == 1 and "no base backup" in done.stderr and not (tmp_path / "new").exists()
    )
    (tmp_path / "environment").write_text("PRODUCTION=1\n")
    environment = {
        **os.environ,
        "MOTCUA_ENVIRONMENT": str(tmp_path / "environment"),
        "PG_CONF": str(tmp_path),
    }
    done = subprocess.run([WAL / "enable"], env=environment, capture_output=True, text=True)
    assert done.returncode == 1 and "WAL_ARCHIVE is not set" in done.stderr
