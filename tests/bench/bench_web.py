"""A live site on PostgreSQL and Redis with gunicorn and worker: public checks and filings a second.
One JSON line.

The visitors run on the same two cores as the site, so a server of its own does better.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from typing import Any

from tests.faults.site import ROOT, Site, site

SECONDS, VISITORS = 10, 4


def load(running: Site, what: str) -> dict[str, Any]:
    """All visitors at once; what they saw together."""
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
            env=running.environment,
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
        figures = {"bench": "web", "public_check": load(running, "check")}
        running.run("tests.bench.drafts", "600")
        figures["filing_with_two_files"] = load(running, "file")
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
