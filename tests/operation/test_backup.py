"""A site backed up while it works, lost, and brought back on an empty machine: J1 and J2."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from scripts.services import Postgres, postgres_programs, temporary_folder
from tests import machine
from tests.faults.site import Site, site

LONG = os.environ.get("FAULTS") == "long"
DOSSIERS = 200 if LONG else 6
GAP = 50
KEY = {
    "BACKUP_KEY": "k" * 40,
    "FIELD_KEY": "f" * 40,
    "INDEX_KEY": "i" * 40,
    "JOURNAL_KEY": "j" * 40,
}


@pytest.mark.slow
@pytest.mark.parametrize(
    "on_postgres", [True, False] if LONG else [True], ids=["postgres", "sqlite"][: 1 + LONG]
)
def test_a_lost_site_comes_back_whole_and_gives_no_number_twice(on_postgres: bool) -> None:
    if on_postgres and postgres_programs() is None:
        (pytest.fail if machine.required("postgres") else pytest.skip)(
            "no PostgreSQL on this machine"
        )
    with temporary_folder() as backups:
        with site(on_postgres=on_postgres, **KEY) as old:
            begin(old)
            wait_for_acts(old, DOSSIERS)
            first = old.run("django", "backup", str(backups))
            let_work_pile_up(old)
            promised = {path.name: path.read_text() for path in old.folder.glob("acknowledged-*")}
            began = time.monotonic()
            backup = old.run("django", "backup", str(backups))
            took = time.monotonic() - began
            letters = let_it_leave_the_house(old)
            before = old.run("tests.operation.after")
        assert backup["files"] >= first["files"]
        assert_nothing_readable(backups)
        with empty_machine(on_postgres) as new:
            for name, text in promised.items():
                (new.folder / name).write_text(text)
            began = time.monotonic()
            report = new.run("django", "restore", backup["place"], "--gap", str(GAP))
            sys.stdout.write(
                f"backup {took:.1f} s, restore {time.monotonic() - began:.1f} s, {report['held']}\n"
            )
            after = new.run("tests.operation.after")
            assert report["held"]["effects"] > 0
            assert (report["faults"], after["faults"], after["lost"]) == ([], [], [])
            assert (after["owed"], after["sessions"]) == (0, 0)
            no_old_letter_leaves(new, letters)
            issued = new.run("tests.operation.after", "issue")["new"]
            assert not set(issued) & {*before["numbers"], *before["codes"]}, "given twice"
            assert len(report["passed_over"]) == len(issued)


def begin(running: Site) -> None:
    """Drafts, and one of two clients that file and decide them."""
    running.run("tests.faults.seeding", str(DOSSIERS))
    for number in range(2):
        running.add(f"client-{number}", "tests.faults.client", str(number), "2")
    for name in ("web", "worker", "beat", "client-0"):
        running.start(name)
    running.wait_for_the_web()
    running.keep_up()


def let_work_pile_up(running: Site) -> None:
    """Once a document is sealed the worker stops, and more people come: what the next backup has is
    owed.
    """
    give_up = time.monotonic() + 600
    while not any((running.folder / "documents").rglob("*.pdf")) and time.monotonic() < give_up:
        time.sleep(0.1)
    for name in ("worker", "beat"):
        running.end(name)
    running.start("client-1")
    wait_for_acts(running, 3, "acknowledged-1")


def let_it_leave_the_house(running: Site) -> set[str]:
    """After the backup the letters go out and numbers are given; the letters."""
    sent = len(running.letters.ids)
    for name in ("worker", "beat"):
        running.start(name)
    give_up = time.monotonic() + 600
    while len(running.letters.ids) < sent + 2 and time.monotonic() < give_up:
        time.sleep(0.1)
    return set(running.letters.ids)


def wait_for_acts(running: Site, acts: int, ledgers: str = "acknowledged-*") -> None:
    """Until the clients were told of so many."""
    give_up = time.monotonic() + 600
    while time.monotonic() < give_up:
        if sum(len(path.read_text().splitlines()) for path in running.folder.glob(ledgers)) >= acts:
            return
        time.sleep(0.1)
    raise RuntimeError(running.logs())


def assert_nothing_readable(backups: Path) -> None:
    """Neither a name nor the mark of a PDF or a database is anywhere in the backup.

    A mark has six bytes or more: shorter ones stand in megabytes of cipher text by chance.
    """
    marks = (b"SQLite format", b"PGDMP\x01", b"%PDF-1.", "Hường".encode())
    for path in backups.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            found = {mark: content.index(mark) for mark in marks if mark in content}
            assert not found, f"{path.name}, {len(content)} bytes: {found}"


class empty_machine:
    """A new site whose services run and whose database is empty."""

    def __init__(self, on_postgres: bool) -> None:
        self.on_postgres = on_postgres

    def __enter__(self) -> Site:
        self.folder = temporary_folder()
        folder = self.folder.__enter__()
        self.site = Site(folder, Postgres(folder / "postgres") if self.on_postgres else None, KEY)
        for service in self.site.services.values():
            service.start()
        self.site.post.start()
        return self.site

    def __exit__(self, *_error: object) -> None:
        self.site.close()
        self.folder.__exit__(None, None, None)


def no_old_letter_leaves(running: Site, letters: set[str]) -> None:
    """Worker and beat find nothing to send."""
    for name in ("worker", "beat"):
        running.start(name)
    time.sleep(8)  # three sweeps
    assert running.letters.ids == [], letters & set(running.letters.ids)
