"""The broker forgets, repeats and mixes up its messages: what is owed is done once all the same
(A3, A4).
"""

from __future__ import annotations

import os
import sys
import time

import pytest

from scripts.services import Redis
from tests.faults.site import Site, site
from tests.faults.test_kills import wait_until_nothing_is_owed

OWED = 1000 if os.environ.get("FAULTS") == "long" else 22


@pytest.mark.slow
def test_a_broker_that_lost_everything_and_then_repeats_itself_changes_nothing() -> None:
    with site(on_postgres=True) as running:
        running.redis.stop()
        running.redis = Redis(running.redis.folder, durable=False)
        running.redis.start()
        running.run("tests.faults.seeding", str(OWED * 10 // 11 + 1))
        owed = running.run("tests.faults.backlog", "file")
        assert owed >= OWED
        assert waiting(running) >= OWED  # the bell rang for each
        running.redis.kill()
        running.redis.start()
        assert waiting(running) == 0  # and all of it is forgotten

        began = time.monotonic()
        running.run("tests.faults.backlog", "double")
        running.start("worker")
        running.start("beat")
        report = wait_until_nothing_is_owed(running, "open")
        took = time.monotonic() - began
        assert report["faults"] == [], "\n".join([*report["faults"][:20], running.logs()])
        assert (
            report["letters"] == len(set(running.letters.ids)) == len(running.letters.ids) >= OWED
        )

        sent = running.run("tests.faults.backlog", "double")  # once more, after all is done
        while waiting(running):
            time.sleep(0.2)
        assert running.run("tests.faults.sums", "open") == report
        assert report["letters"] == len(running.letters.ids)
        sys.stdout.write(f"{owed} effects in {took:.0f} s, {sent} messages for nothing\n")


def waiting(running: Site) -> int:
    """Messages in the broker's queue."""
    return running.redis.length("celery")
