"""Work that never comes back is taken from its worker, in the embedded default too, and the rest is
done.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.site import site
from tests.faults.test_kills import wait_until_nothing_is_owed

KINDS = {"rendering", "conversion", "letter", "figures", "scan", "retention"}
#: What the timer would ask for at night.
AT_NIGHT = ("figures.tasks.sweep_figures", "privacy.tasks.apply_retention")
CELERY = [sys.executable, "-m", "celery", "--quiet", "--app", "config"]


@pytest.mark.slow
def test_one_of_each_kind_hangs_and_the_site_goes_on() -> None:
    with site(on_postgres=False, DJANGO_SETTINGS_MODULE="tests.faults.hanging") as running:
        running.programs["worker"].command = embedded_worker()
        running.run("tests.faults.seeding", "2")
        running.add("client-0", "tests.faults.client", "0", "1")
        for name in ("web", "worker", "client-0"):
            running.start(name)
        running.keep_up()
        for task in AT_NIGHT:
            subprocess.run(
                [*CELERY, "call", task], env=running.environment, check=True, capture_output=True
            )
        running.wait_for_the_web()
        assert running.programs["client-0"].process.wait(300) == 0, running.logs()
        wait_until_nothing_is_owed(running, "open")
        report = running.run("tests.faults.sums")
        assert report["faults"] == [], "\n".join([*report["faults"], running.logs()])
        assert report["documents"] == 4
        hung = {path.name.removeprefix("hung-") for path in Path(running.folder).glob("hung-*")}
        assert hung == KINDS, running.logs()
        assert running.programs["worker"].restarts == 2, (
            "only what held Python's lock cost the worker its life"
        )


def embedded_worker() -> list[str]:
    """As the Procfile starts it: one process for all tasks, the timer beside it."""
    options = [
        "--beat",
        "--pool",
        "solo",
        "--loglevel",
        "WARNING",
        "--without-gossip",
        "--without-mingle",
    ]
    return [*CELERY, "worker", *options, "--without-heartbeat"]
