"""The question who read one person's data, on a million entries of the read log. Prints one JSON
line.

A thousand dossiers, two hundred people; BENCH_ROWS shrinks the log.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import statistics
import sys
import time

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"

import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from privacy import reads
from privacy.models import ReadEntry
from tests.bench import filling
from tests.people import draft_of, make_world
from workflows import actions
from workflows.models import Dossier

ROWS = int(os.environ.get("BENCH_ROWS", "1000000"))
DOSSIERS, PEOPLE, ROUNDS = 1000, 200, 20
NUMBER = "066198001234"


def main() -> None:
    """Fill, ask one person's entries of the whole time and of one day, print milliseconds."""
    call_command("migrate", verbosity=0, skip_checks=True)
    world = make_world()
    first = actions.submit(draft_of(world), world.huong)
    filling.units()
    filling.fill(first, 1, DOSSIERS - 1)
    for number, pk in enumerate(Dossier.objects.order_by("pk").values_list("pk", flat=True)):
        if number % PEOPLE:
            Dossier.objects.filter(pk=pk).update(
                applicant_index=f"{number % PEOPLE:032}", holder_index=""
            )
    numbers = list(Dossier.objects.order_by("pk").values_list("pk", flat=True))
    now, began = timezone.now(), time.perf_counter()
    for start in range(0, ROWS, 10_000):
        with transaction.atomic():
            ReadEntry.objects.bulk_create(
                ReadEntry(
                    at=now - dt.timedelta(seconds=start + step),
                    reader=world.lan,
                    reader_name="Hoàng Thị Lan",
                    dossier_id=numbers[(start + step) * 7919 % DOSSIERS],
                    what="work",
                )
                for step in range(10_000)
            )
    filled = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    long_ago, soon = now - dt.timedelta(days=3650), now + dt.timedelta(days=1)
    figures = {
        "entries": ReadEntry.objects.count(),
        "filled_s": round(filled, 1),
        "found": reads.of_person(NUMBER, long_ago, soon).count(),
        "person_all_ms": _asked(long_ago, soon),
        "person_one_day_ms": _asked(now - dt.timedelta(days=1), soon),
    }
    sys.stdout.write(json.dumps({"database": connection.vendor, **figures}) + "\n")


def _asked(start: dt.datetime, end: dt.datetime) -> float:
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        list(reads.of_person(NUMBER, start, end))
        times.append((time.perf_counter() - began) * 1000)
    return round(statistics.median(times), 1)


if __name__ == "__main__":
    main()
