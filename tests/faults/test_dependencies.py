"""Each thing the site leans on is away in turn: people file and read on, what waits drains by
itself (J5).

The database: test_full_disk.py and test_kills.py; a broker that hangs: test_hanging_broker.py; the
scanner, away, slow or lying: tests/forms/test_quarantine.py and test_scanning.py.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from aiosmtpd.controller import Controller

from tests.faults.client import Browser
from tests.faults.site import QUICK, Site, site
from tests.faults.test_full_disk import until
from tests.faults.test_kills import wait_until_nothing_is_owed

SOON, DRAINED = 30.0, 90.0  # seconds


@pytest.mark.slow
def test_each_dependency_may_be_away_and_nothing_waits_for_long_when_it_is_back() -> None:
    with site(on_postgres=False, **QUICK) as running:
        running.run("tests.faults.seeding", "3")
        for name in ("web", "worker", "beat"):
            running.start(name)
        running.wait_for_the_web()
        running.keep_up()
        citizen = Browser(f"http://127.0.0.1:{running.port}")
        citizen.post("/dang-nhap/", {"username": "huong", "password": "mat-khau-rat-dai"})
        without(running, citizen, 0, *mail(running), waits=letters_wait)
        without(running, citizen, 1, *seal(running), waits=papers_wait)
        without(running, citizen, 2, *broker(running), waits=effects_wait)
        report = wait_until_nothing_is_owed(running)
        assert report["faults"] == [], "\n".join([*report["faults"], running.logs()])
        assert report["dossiers"] == 3


Switch = Callable[[], object]


def without(
    running: Site,
    citizen: Browser,
    number: int,
    away: Switch,
    back: Switch,
    *,
    waits: Callable[[Site], bool],
) -> None:
    """One dossier goes its way while something is away: filed and read at once, finished when it is
    back.
    """
    away()
    name = f"client-{number}"
    running.add(name, "tests.faults.client", str(number), "3")
    running.start(name)
    until(lambda: running.answer("SELECT count(*) FROM workflows_dossier") == number + 1, SOON)
    assert citizen.ask("GET", "/ho-so/")[0] == 200 and citizen.ask("GET", "/")[0] == 200
    until(lambda: waits(running), SOON)
    back()
    until(running.programs[name].is_done, DRAINED)
    until(lambda: not waits(running), DRAINED)


def mail(running: Site) -> tuple[Switch, Switch]:
    """The mail server."""

    def back() -> None:
        running.post = Controller(running.letters, hostname="127.0.0.1", port=running.post.port)
        running.post.start()

    return running.post.stop, back


def broker(running: Site) -> tuple[Switch, Switch]:
    """Redis, with all it held."""
    return lambda: running.kill("broker"), lambda: running.start("broker")


def seal(running: Site) -> tuple[Switch, Switch]:
    """The key that seals; workers that have read it are started anew."""
    key = running.folder / "keys" / "demo-seal.p12"
    hidden = key.with_suffix(".away")

    def away() -> None:
        key.rename(hidden)
        key.write_bytes(b"torn")  # a demo site would make itself another one in an empty place
        running.kill("worker")  # keep_up starts it again

    return away, lambda: hidden.replace(key)


def letters_wait(running: Site) -> bool:
    """A letter was tried and did not leave."""
    tried = (
        "SELECT count(*) FROM notifications_delivery WHERE state = 'PENDING' AND last_error <> ''"
    )
    return running.answer(tried) > 0


def papers_wait(running: Site) -> bool:
    """A paper has its number and no seal, and the officer's page can say since when it is tried."""
    tried = "SELECT count(*) FROM workflows_effect WHERE state = 'PENDING' AND last_error <> ''"
    return running.answer(tried) > 0


def effects_wait(running: Site) -> bool:
    """Something is owed."""
    return running.answer("SELECT count(*) FROM workflows_effect WHERE state = 'PENDING'") > 0
