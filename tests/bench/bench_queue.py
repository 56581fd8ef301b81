"""The officer's queue page with 200,000 dossiers in the database, beside the bare SQL of its rows,
in one run.

BENCH_ROWS shrinks it. Prints one JSON line; times are medians in milliseconds.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import statistics
import time
from collections.abc import Callable

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.people import World, draft_of, make_world
from workflows import actions
from workflows.models import Dossier, WorkItem
from workflows.reports import queues

ROWS = int(os.environ.get("BENCH_ROWS", "200000"))
WAITING = ROWS // 10  # one in ten waits in this queue; the others are with others or closed
PAGE = 50
REPEATS = 15
ADDRESS = "/mot-cua/hang-cho/ttpvhcc-daklak/receptionist/"


def fill(world: World) -> None:
    """Copies of one real dossier and its task: distinct codes, names and due times."""
    model = actions.submit(draft_of(world), world.huong)
    item = WorkItem.objects.get(process=model)
    start = Dossier.objects.latest("pk").pk + 1
    now = timezone.now()
    for first in range(0, ROWS, 5000):
        numbers = range(first, min(first + 5000, ROWS))
        Dossier.objects.bulk_create([_dossier(model, start + number, number) for number in numbers])
        WorkItem.objects.bulk_create(
            [_item(item, start + number, number, now) for number in numbers]
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _dossier(model: Dossier, pk: int, number: int) -> Dossier:
    copied = {
        field.attname: getattr(model, field.attname) for field in Dossier._meta.concrete_fields
    }
    return Dossier(
        **{**copied, "id": pk, "code": f"H15.50-260101-{number:06d}", "search": f"ho so {number}"}
    )


def _item(model: WorkItem, dossier: int, number: int, now: dt.datetime) -> WorkItem:
    copied = {
        field.attname: getattr(model, field.attname) for field in WorkItem._meta.concrete_fields
    }
    mine = number % (ROWS // WAITING) == 0
    due = now + dt.timedelta(minutes=number % 50_000 - 25_000)
    changes = {
        "id": None,
        "process_id": dossier,
        "due_at": due,
        "role": "receptionist" if mine else "expert",
    }
    return WorkItem(**{**copied, **changes, "finished": None if mine or number % 3 else now})


def median_ms(work: Callable[[], object]) -> float:
    work()
    times = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return round(statistics.median(times), 1)


def main() -> None:
    call_command("migrate", verbosity=0)
    world = make_world()
    fill(world)
    client = Client(SERVER_NAME="localhost")
    client.force_login(world.lan)
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(ADDRESS)
    if answer.status_code != 200:
        raise SystemExit(f"the queue page answered {answer.status_code}")
    queries = len(seen.captured_queries)
    queue = queues.waiting(world.lan, world.centre, "receptionist")

    def bare() -> object:
        with connection.cursor() as cursor:
            cursor.execute(BARE, [world.centre.pk])
            return cursor.fetchall()

    figures = {
        "bench": "queue",
        "database": connection.vendor,
        "dossiers": ROWS,
        "waiting_in_the_queue": WAITING,
        "page_ms": median_ms(lambda: client.get(ADDRESS)),
        "queries": queries,
        "rows_ms": median_ms(lambda: list(queue[:PAGE])),
        "counts_ms": median_ms(lambda: queues.queues(world.lan)),
        "bare_sql_ms": median_ms(bare),
        "plan": queue[:PAGE].explain(),
    }
    figures["rows_to_bare_sql"] = round(figures["rows_ms"] / max(figures["bare_sql_ms"], 0.1), 1)
    print(json.dumps(figures))


BARE = f"""SELECT * FROM workflows_workitem i JOIN workflows_dossier d ON d.id = i.process_id
WHERE i.finished IS NULL AND i.authority_id = %s AND i.role = 'receptionist' ORDER BY i.due_at, i.id LIMIT {PAGE}"""


if __name__ == "__main__":
    main()
