"""How long a new master key takes on a hundred thousand dossiers while the site goes on filing.
Prints one JSON line.

`python -m tests.postgres python -m tests.bench.bench_rotation`; BENCH_ROWS shrinks the site. Not in
CI: run when the rotation or the envelope changes.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from protection import rotation
from tests.bench import filling
from tests.people import World, draft_of, make_world
from workflows import actions
from workflows.models import Dossier

ROWS = int(os.environ.get("BENCH_ROWS", "100000"))
QUIET = 100  # dossiers filed before, to compare with


def main() -> None:
    """Fill, file in peace, rotate while another process files, print seconds and milliseconds."""
    call_command("migrate", verbosity=0, skip_checks=True)
    world = make_world()
    first = actions.submit(draft_of(world), world.huong)
    filling.units()
    filling.fill(first, 1, ROWS - 1)
    filling.finish()
    before = [filing(world) for _number in range(QUIET)]
    settings.FIELD_KEYS = ["0b" * 32, *settings.FIELD_KEYS]
    reader, child = file_meanwhile(world)
    started = time.perf_counter()
    rewrapped = sum(sum(rotation.rewrap(model)) for model in rotation.keyed_models())
    took = time.perf_counter() - started
    os.kill(child, 15)
    during = [float(line) for line in os.fdopen(reader).read().split()]
    os.waitpid(child, 0)
    left = sum(rotation.stale(model) for model in rotation.keyed_models())
    opened = {dossier.answers["phone"] for dossier in Dossier.objects.order_by("-pk")[:200]}
    found = {
        "dossiers": ROWS,
        "keys": rewrapped,
        "seconds": round(took, 1),
        "keys_a_second": round(rewrapped / took),
        "left": left,
        "filed_meanwhile": len(during),
        "all_open": opened == {"0905123456"},
        "filing_ms_quiet": round(1000 * statistics.median(before), 1),
        "filing_ms_meanwhile": round(1000 * statistics.median(during), 1),
        "filing_ms_meanwhile_p95": round(1000 * statistics.quantiles(during, n=20)[-1], 1),
    }
    sys.stdout.write(json.dumps(found) + "\n")


def filing(world: World) -> float:
    """One application filed; seconds."""
    draft = draft_of(world)
    started = time.perf_counter()
    actions.submit(draft, world.huong)
    return time.perf_counter() - started


def file_meanwhile(world: World) -> tuple[int, int]:
    """Another process that files until it is told to stop; where its times are read, and its id."""
    reader, writer = os.pipe()
    connections.close_all()
    child = os.fork()
    if child:
        os.close(writer)
        return reader, child
    with os.fdopen(writer, "w", buffering=1) as told:
        while True:
            told.write(f"{filing(world)}\n")


if __name__ == "__main__":
    main()
