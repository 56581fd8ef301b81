"""How many entries a second the journal's check reads and proves: one process, and all cores.
Prints one JSON line.

BENCH_DOSSIERS whole journals that verify; rounds interleaved.
"""

from __future__ import annotations

import json
import os
import statistics
import time

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"

import django

django.setup()

from django.core.management import call_command
from django.db import connection

from tests.bench.copied import dossiers_like
from tests.people import make_world
from tests.workflows.many import at_step
from workflows.journal import checking
from workflows.models import Dossier, Entry

DOSSIERS = int(os.environ.get("BENCH_DOSSIERS", "10000"))
ROUNDS = 5


def main() -> None:
    """Fill, check, print."""
    call_command("migrate", verbosity=0)
    (item,) = at_step(make_world(), "sign", 1)
    model = Dossier.objects.get(pk=item.process_id)
    for _part in range(DOSSIERS // 500):
        dossiers_like(model, 500)
    count = Entry.objects.count()
    cores = os.cpu_count() or 1
    rates: dict[int, list[float]] = {1: [], cores: []}
    worked = []
    for _round in range(ROUNDS):
        for processes, found in rates.items():
            began, work = time.perf_counter(), time.process_time()
            assert checking.verify(processes=processes) is None
            found.append(count / (time.perf_counter() - began))
            if processes == 1:
                worked.append((time.process_time() - work) * 1e6 / count)
    figures = {
        "bench": "journal",
        "database": connection.vendor,
        "entries": count,
        "entries_per_second": round(statistics.median(rates[cores])),
        "by_one_process": round(statistics.median(rates[1])),
        "microseconds_of_processor": round(min(worked), 1),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
