"""Memory of the embedded default's worker while it seals documents and sends mail. Prints one JSON
line.

A real worker process, started as the Procfile starts it, on an empty site of its own; its peak
resident memory as the kernel counts it (VmHWM), without the timer process beside it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOSSIERS = int(os.environ.get("BENCH_DOSSIERS", "40"))
LIMIT_MB = 250
PATIENCE = 300  # seconds until every document must be sealed


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        os.environ.update(MOTCUA_VAR=folder, DJANGO_SETTINGS_MODULE="config.settings")
        os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        with subprocess.Popen(
            _worker(), shell=True, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as worker:
            try:
                seconds = _work()
                peak = _peak_mb(worker.pid)
            finally:
                worker.terminate()
        documents = DOSSIERS * 2  # a receipt and a certified copy each
        print(
            json.dumps(
                {
                    "bench": "worker",
                    "documents": documents,
                    "seconds": seconds,
                    "peak_mb": peak,
                    "limit_mb": LIMIT_MB,
                }
            )
        )


def _worker() -> str:
    """The Procfile's own line."""
    lines = dict(
        line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines() if line
    )
    return lines["worker"]


def _work() -> float:
    """Take dossiers through every act, then wait until the worker has sealed and returned them
    all.
    """
    from tests.people import draft_of, make_world
    from workflows import actions
    from workflows.lifecycle import Status
    from workflows.models import Dossier, WorkItem

    world = make_world()
    steps = [
        (world.lan, "accept", {}),
        (world.binh, "found", {"match": str(world.diploma.pk)}),
        (world.dung, "approve", {}),
        (world.anh, "seal", {}),
    ]
    started = time.monotonic()
    for _ in range(DOSSIERS):
        dossier = actions.submit(draft_of(world), world.huong)
        for actor, outcome, values in steps:
            item = WorkItem.objects.select_related("process", "authority").get(
                process=dossier, finished__isnull=True
            )
            actions.decide(item, actor, outcome, values)
    while Dossier.objects.exclude(legal_status=Status.RETURNED).exists():
        if time.monotonic() - started > PATIENCE:
            raise TimeoutError("the worker did not seal every document")
        time.sleep(0.5)
    return round(time.monotonic() - started, 1)


def _peak_mb(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
    return round(int(kilobytes) / 1024)


if __name__ == "__main__":
    main()
