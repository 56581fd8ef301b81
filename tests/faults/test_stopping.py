"""SIGTERM under load: what was begun is finished, nothing is refused by half, and it does not take
long (A10).
"""

from __future__ import annotations

import os

import pytest

from tests.faults.site import site
from tests.faults.test_kills import start_all, until, wait_until_closed, wait_until_nothing_is_owed

LONG = os.environ.get("FAULTS") == "long"
TIMES, DRAFTS = (10, 24) if LONG else (2, 8)
# seconds a process may take to end: what the units and containers give it (TimeoutStopSec)
WITHIN = 60.0


@pytest.mark.slow
def test_stopping_web_and_worker_under_load_fails_nothing() -> None:
    with site(on_postgres=True) as running:
        start_all(running, DRAFTS)
        took = []
        for number in range(TIMES):
            name = ("web", "worker")[number % 2]
            until(running.takes_tasks)
            status, seconds = running.end(name)
            assert status == 0, running.logs()
            took.append(seconds)
            running.start(name)
            if name == "web":
                running.wait_for_the_web()
        assert max(took) < WITHIN
        wait_until_closed(running)
        report = wait_until_nothing_is_owed(running)
        assert report["faults"] == [], "\n".join([*report["faults"], running.logs()])
        assert report["letters"] == len(running.letters.ids), "an orderly stop sends nothing twice"
        assert "Traceback" not in (running.folder / "web.log").read_text()
