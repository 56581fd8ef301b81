"""A live site on PostgreSQL and Redis with gunicorn and worker: public checks and filings a second.
One JSON line.

The visitors run on the same two cores as the site, so a server of its own does better.
"""

from __future__ import annotations

import contextlib
import json
import os
import statistics
import subprocess
import sys
import time
import urllib.request
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"  # where a kept database lies, asks them

from scripts.services import free_port
from tests.faults.site import ROOT, Program, Site, site

SECONDS, VISITORS, ROUNDS = int(os.environ.get("BENCH_SECONDS", "10")), 4, 3


def load(running: Site, what: str, address: str = "") -> dict[str, Any]:
    """All visitors at once; what they saw together."""
    place = {"SITE_URL": address} if address else {}
    began = time.monotonic()
    visitors = [
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                "tests.bench.visitors",
                what,
                str(SECONDS),
                str(number),
                str(VISITORS),
            ],
            cwd=ROOT,
            env={**running.environment, **place},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(VISITORS)
    ]
    said = [visitor.communicate() for visitor in visitors]
    if any(visitor.returncode for visitor in visitors):
        raise SystemExit(said[0][1] + running.logs())
    took = sorted(one for output, _errors in said for one in json.loads(output.splitlines()[-1]))
    busy = min(SECONDS, time.monotonic() - began)
    return {
        "per_second": round(len(took) / busy, 1),
        "median_ms": round(statistics.median(took) * 1000, 1),
        "p95_ms": round(took[int(len(took) * 0.95) - 1] * 1000, 1),
        "answers": len(took),
    }


def checks(running: Site) -> dict[str, Any]:
    """The public check, and one SELECT by the code in a server of the same kind, in turns."""
    port = free_port()
    command = [*running.programs["web"].command]
    command[command.index("--bind") + 1] = f"127.0.0.1:{port}"
    given = {**running.environment, "DJANGO_SETTINGS_MODULE": "tests.bench.floor"}
    floor = Program("floor", command)
    floor.process = subprocess.Popen(command, cwd=ROOT, env=given)
    try:
        answers(port)
        ours, bare = [], []
        for _round in range(ROUNDS):
            ours.append(load(running, "check"))
            bare.append(load(running, "check", f"http://127.0.0.1:{port}"))
    finally:
        floor.process.terminate()
        floor.process.wait(60)
    pairs = zip(ours, bare, strict=True)
    ratio = statistics.median(one["per_second"] / other["per_second"] for one, other in pairs)
    middle = sorted(ours, key=lambda one: one["per_second"])[ROUNDS // 2]
    select = statistics.median(one["per_second"] for one in bare)
    return {"public_check": middle, "one_select_per_second": select, "ratio": round(ratio, 3)}


def answers(port: int) -> None:
    """Returns when the server does."""
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/"):
            return
        time.sleep(0.2)
    raise SystemExit("the peer does not answer")


def main() -> None:
    """A site with some issued documents and many drafts."""
    limits = {
        "CLIENT_ADDRESS_VARIABLE": "HTTP_X_REAL_IP",
        "UPLOADS_A_DAY": "1000000",
        "UPLOAD_BYTES_A_DAY": "1000000000000",
    }
    with site(on_postgres=True, **limits) as running:
        running.run("tests.faults.seeding", "2")
        running.add("client-0", "tests.faults.client", "0", "1")
        for name in running.programs:
            running.start(name)
        running.wait_for_the_web()
        running.programs["client-0"].process.wait(60)  # type: ignore[union-attr]
        figures = {"bench": "web", **checks(running)}
        running.run("tests.bench.drafts", "600")
        figures["filing_with_two_files"] = load(running, "file")
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
