"""The officer's pages over a million dossiers on PostgreSQL: queue, search, one dossier; beside
bare SQL of the rows.

`python -m tests.postgres python -m tests.bench.bench_pages`; BENCH_ROWS changes the million,
DATABASE_URL the database (SQLite too). Prints one JSON line; times in milliseconds, over pages
chosen at random with a fixed seed.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.models import Document
from organisations.models import Authority, RoleAssignment
from tests.bench import filling
from tests.people import World, draft_of, make_world, officer
from workflows import actions
from workflows.journal import outbox
from workflows.models import Dossier, Effect, WorkItem

ROWS = int(os.environ.get("BENCH_ROWS", "1000000"))
REPEATS = int(os.environ.get("BENCH_REPEATS", "100"))
QUEUE = "/mot-cua/hang-cho/{}/{}/"
#: The acts a model dossier has behind it, and its share of the million: most are long done.
STAGES = ((0, 0.02), (1, 0.03), (2, 0.02), (4, 0.93))


def models_of(world: World) -> Iterator[tuple[Dossier, float]]:
    """A dossier at each stage, as the engine made it."""
    route = [
        (world.lan, "accept", {}),
        (world.binh, "found", {"match": str(world.diploma.pk)}),
        (world.dung, "approve", {}),
        (world.anh, "seal", {}),
    ]
    for acts, share in STAGES:
        dossier = actions.submit(draft_of(world), world.huong)
        for person, outcome, values in route[:acts]:
            item = WorkItem.objects.get(process=dossier, finished__isnull=True)
            actions.decide(item, person, outcome, values)
        for pk in Effect.objects.filter(state="PENDING").values_list("pk", flat=True):
            outbox.run(pk)
        yield Dossier.objects.get(pk=dossier.pk), share


def fill(world: World) -> float:
    """Seconds it took to fill the database."""
    began = time.perf_counter()
    filling.units()
    first = 1
    for model, share in list(models_of(world)):
        count = round(ROWS * share)
        filling.fill(model, first, count)
        first += count
    filling.finish()
    return time.perf_counter() - began


def measured(client: Client, addresses: list[str]) -> dict[str, Any]:
    """Median and 95th percentile of the pages, and the most queries one needed."""
    client.get(addresses[0])
    times, queries = [], 0
    for address in addresses:
        began = time.perf_counter()
        answer = client.get(address)
        times.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code}")
    for address in addresses[:10]:
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        queries = max(queries, len(seen.captured_queries))
    times.sort()
    return {
        "median_ms": round(statistics.median(times), 1),
        "p95_ms": round(times[int(len(times) * 0.95) - 1], 1),
        "queries": queries,
    }


def bare_ms(sql: str, given: list[Any]) -> float:
    """Median of the bare statement."""

    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, given)
            cursor.fetchall()

    return statistics.median(timed(ask) for _ in range(10)) * 1000


def timed(work: Callable[[], None]) -> float:
    """Seconds."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def visiting(person: Any) -> Client:
    """A browser in which the officer is signed in."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(person)
    return client


def main() -> None:
    """Fill, look, print."""
    call_command("migrate", verbosity=0)
    world = make_world()
    seconds = fill(world)
    chance = random.Random(1)
    lan, binh = visiting(world.lan), visiting(world.binh)
    small_unit = Authority.objects.filter(slug="xa-bench-7").get()
    in_commune = visiting(officer("xa", "Xã Bảy", "expert", small_unit, "Chuyên viên"))
    RoleAssignment.objects.get_or_create(
        user=world.lan, role_id="expert", authority=world.department
    )
    total = Dossier.objects.count()
    low = Dossier.objects.order_by("pk").values_list("pk", flat=True)[0]

    def anywhere(count: int = REPEATS) -> list[Dossier]:
        found = []
        while len(found) < count:
            some = Dossier.objects.filter(pk=chance.randrange(low, low + total)).first()
            found += [some] if some else []
        return found

    words = [" ".join(dossier.holder_name.split()[-2:]) for dossier in anywhere()]
    figures: dict[str, Any] = {
        "bench": "pages",
        "database": connection.vendor,
        "dossiers": total,
        "documents": Document.objects.count(),
        "filled_in_s": round(seconds),
        "rows": _rows(),
        "row_kb": _row_kb(total),
        "queue_large": measured(lan, [QUEUE.format("ttpvhcc-daklak", "receptionist")] * REPEATS),
        "queue_small": measured(in_commune, [QUEUE.format("xa-bench-7", "expert")] * REPEATS),
        "search_name": measured(lan, [f"/mot-cua/tim/?q={word}" for word in words]),
        "search_code_part": measured(
            lan, [f"/mot-cua/tim/?q={one.code[-6:]}" for one in anywhere()]
        ),
        "search_nothing": measured(lan, ["/mot-cua/tim/?q=zyxwv"] * 10),
        "search_name_commune": measured(in_commune, [f"/mot-cua/tim/?q={word}" for word in words]),
        "dossier": measured(lan, [f"/mot-cua/ho-so/{one.code}/" for one in anywhere()]),
        "work": measured(binh, _tasks(world)),
    }
    figures["bare_queue_ms"] = round(bare_ms(BARE_QUEUE, [world.centre.pk]), 2)
    figures["bare_dossier_ms"] = round(
        bare_ms("SELECT * FROM workflows_dossier WHERE code = %s", [anywhere(1)[0].code]), 2
    )
    sys.stdout.write(json.dumps(figures, ensure_ascii=False) + "\n")


def _tasks(world: World) -> list[str]:
    items = WorkItem.objects.filter(
        finished__isnull=True, authority=world.department, role="expert"
    )
    return [f"/mot-cua/viec/{pk}/" for pk in items.values_list("pk", flat=True)[:REPEATS]]


def _rows() -> int:
    return (
        sum(part.model._default_manager.count() for part in filling.PARTS) + Dossier.objects.count()
    )


def _row_kb(dossiers: int) -> float:
    """What a dossier takes in the database, its indexes too."""
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return round(cursor.fetchone()[0] / dossiers / 1000, 1)


BARE_QUEUE = """SELECT * FROM workflows_workitem i JOIN workflows_dossier d ON d.id = i.process_id
WHERE i.finished IS NULL AND i.authority_id = %s AND i.role = 'receptionist' ORDER BY i.due_at, i.id LIMIT 25"""


if __name__ == "__main__":
    main()
