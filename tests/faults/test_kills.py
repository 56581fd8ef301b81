"""Kill -9 of everything while dossiers run from filing to the mail about the sealed copy (A1).

In `make test` each thing dies once, over a few dossiers on PostgreSQL; `make faults` kills 500 at
random over 2,000, and 200 on SQLite.
"""

from __future__ import annotations

import math
import os
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from scripts.services import postgres_programs
from tests import machine
from tests.faults.site import QUICK, Site, site

LONG = os.environ.get("FAULTS") == "long"
CLIENTS = 2
STUCK = 60.0  # seconds in which nothing that is owed was done
STARTING = 300.0  # the same, before anything was: programs start slowly on a busy machine
#: How often each is chosen. A program is killed whole or one of its processes is.
TARGETS = {
    "worker": 5,
    "web": 4,
    "database": 4,
    "broker": 4,
    "beat": 2,
    "client-0": 1,
    "client-1": 1,
}
#: What dies, in this order, where each dies once; True: one of its processes and not the whole.
ONCE_EACH = (
    *(("worker", True), ("client-0", False), ("web", True), ("database", False), ("worker", False)),
    *(("broker", False), ("web", False), ("beat", False)),
)
OWED = (
    "SELECT count(*) FROM workflows_effect WHERE state <> 'DONE'",
    "SELECT count(*) FROM notifications_delivery WHERE state <> 'SENT'",
)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("on_postgres", "kills", "dossiers"),
    [(True, 500, 2000), (False, 200, 400)] if LONG else [(True, 0, 12)],
    ids=["postgres", "sqlite"] if LONG else ["postgres"],
)
def test_nothing_is_lost_or_done_twice_however_often_things_die(
    on_postgres: bool, kills: int, dossiers: int
) -> None:
    if on_postgres and postgres_programs() is None:
        (pytest.fail if machine.required("postgres") else pytest.skip)(
            "no PostgreSQL on this machine"
        )
    with site(on_postgres=on_postgres, **QUICK) as running:
        start_all(running, dossiers)
        done = (
            killing_spree(running, kills, random.Random(20261123))
            if LONG
            else one_death_of_each(running)
        )
        last_restart = time.monotonic()
        wait_until_closed(running)
        report = wait_until_nothing_is_owed(running)
        settled = time.monotonic() - last_restart
        letters = Counter(running.letters.ids)
        twice = letters.total() - len(letters)
        figures = {
            **report,
            "kills": dict(done),
            "settled_s": round(settled),
            "letters_twice": twice,
        }
        sys.stdout.write(f"{figures}\n")  # pytest -s shows them; docs/reliability.md keeps them
        assert report["faults"] == [], "\n".join([*report["faults"], running.logs()])
        assert len(letters) == report["letters"]
        assert twice <= done["worker"], "only a killed worker may send the same letter again"


def start_all(running: Site, dossiers: int) -> None:
    """Fill in the drafts, start web, worker and beat, and the clients that act."""
    running.run("tests.faults.seeding", str(dossiers))
    for number in range(CLIENTS):
        running.add(f"client-{number}", "tests.faults.client", str(number), str(CLIENTS))
    for name in running.programs:
        running.start(name)
    running.wait_for_the_web()
    running.keep_up()


def killing_spree(running: Site, kills: int, chance: random.Random) -> Counter[str]:
    """Kill one thing after another; each comes back a little later, and meanwhile others may die
    too.
    """
    done: Counter[str] = Counter()
    away: dict[str, threading.Thread] = {}
    names = [name for name in TARGETS if name in running.programs or name in running.services]
    while done.total() < kills:
        name = chance.choices(names, [TARGETS[name] for name in names])[0]
        if name in away and away[name].is_alive():
            continue
        if name in running.programs and running.programs[name].is_done():
            continue  # it has finished its share
        whole = (
            name in running.services or chance.random() < 0.3 or not running.kill_one_child(name)
        )
        if whole:
            running.kill(name)
        if name in running.services:
            away[name] = threading.Thread(target=bring_back, args=(running, name, chance.random()))
            away[name].start()
        done[name] += 1
        time.sleep(chance.uniform(0.1, 1.0))
    for thread in away.values():
        thread.join()
    return done


def one_death_of_each(running: Site) -> Counter[str]:
    """One after the other, from the moment the clients were told of something; each is back before
    the next one dies.

    A client that has finished its share before it was to die would leave its kind out: that fails.
    """
    until(lambda: any(running.folder.glob("acknowledged-*")))
    done: Counter[str] = Counter()
    for name, only_a_child in ONCE_EACH:
        if name in running.services:
            running.kill(name)
            bring_back(running, name, 0.5)
        elif only_a_child:
            until(partial(running.kill_one_child, name))
        elif name in running.programs:
            assert not running.programs[name].is_done(), f"{name} had nothing left to do"
            until(running.programs[name].is_running)
            running.kill(name)
        else:
            continue  # SQLite has no server
        done[name] += 1
        time.sleep(0.3)
    return done


def until(come: Callable[[], Any]) -> None:
    """Wait until it is so; programs start slowly on a busy machine."""
    give_up = time.monotonic() + STARTING
    while not come():
        assert time.monotonic() < give_up
        time.sleep(0.1)


def bring_back(running: Site, name: str, pause: float) -> None:
    """A server comes back after a moment; the site's own programs are kept up by the site."""
    time.sleep(pause)
    running.start(name)


def wait_until_closed(running: Site) -> None:
    """The clients end when every dossier of theirs is closed."""
    give_up = time.monotonic() + (3600 if LONG else 900)  # only against one that hangs
    while not all(running.programs[f"client-{number}"].is_done() for number in range(CLIENTS)):
        assert time.monotonic() < give_up, running.logs()
        time.sleep(0.5)


def wait_until_nothing_is_owed(running: Site, *sums: str) -> dict:
    """The report as soon as no effect and no letter is owed, or once nothing of it was done for a
    minute.

    `sums` is what `tests.faults.sums` is told. How long it takes is the machine's: nothing here is
    timed.
    """
    least, since, patience = math.inf, time.monotonic(), STARTING
    while True:
        owed = sum(running.answer(question) for question in OWED)
        if owed < least:
            patience = STARTING if least == math.inf else STUCK
            least, since = owed, time.monotonic()
        if not owed or time.monotonic() - since > patience:
            return running.run("tests.faults.sums", *sums)
        time.sleep(0.3)
