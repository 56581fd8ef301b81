"""Acts per second through the whole engine, beside plain viewflow, django-fsm with an audit row and
the bare SQL of the same rows, in one run.

Interleaved rounds on the same database, so that a noisy machine disturbs all alike. Prints one JSON
line.
"""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Callable

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"

import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from foundation import broker
from tests.bench import plain
from tests.bench.models import FsmAudit, FsmDossier
from tests.people import World, answers, draft_of, make_world
from workflows import actions
from workflows.models import Dossier, Draft, WorkItem

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "8"))
DOSSIERS = int(os.environ.get("BENCH_DOSSIERS", "25"))
ON_POSTGRES = connection.vendor == "postgresql"
RANDOM_TEXT = "md5(random()::text)" if ON_POSTGRES else "hex(randomblob(16))"
RANDOM_NUMBER = "(random() * 1e9)::int" if ON_POSTGRES else "abs(random() % 1000000000)"
ACTS = 5  # submit or start, then four decisions


def ours(world: World, drafts: list[Draft]) -> None:
    """File, accept, match, sign, seal: with journal, clock, slips, numbers and outbox."""
    route = [
        (world.lan, "accept", {}),
        (world.binh, "found", {"match": str(world.diploma.pk)}),
        (world.dung, "approve", {}),
        (world.anh, "seal", {}),
    ]
    for draft in drafts:
        dossier = actions.submit(draft, world.huong)
        for officer, outcome, values in route:
            item = WorkItem.objects.get(process=dossier, finished__isnull=True)
            actions.decide(item, officer, outcome, values)


def steps_only(world: World, dossiers: list[Dossier]) -> None:
    """One plain act each (forward, no document): what an ordinary decision costs."""
    for dossier in dossiers:
        item = WorkItem.objects.get(process=dossier, finished__isnull=True)
        actions.decide(item, world.binh, "found", {"match": str(world.diploma.pk)})


def peer(world: World) -> None:
    """The same route in plain viewflow: no journal, no clock, no documents."""
    for _ in range(DOSSIERS):
        process = plain.start(answers())
        for step, outcome in (
            ("receive", "accept"),
            ("check", "found"),
            ("sign", "approve"),
            ("seal", "seal"),
        ):
            plain.decide(process, step, outcome, world.lan)


def fsm(dossiers: list[FsmDossier], actor: int) -> None:
    """The row read under its lock, moved, saved; an audit row; one commit."""
    for one in dossiers:
        with transaction.atomic():
            dossier = FsmDossier.objects.select_for_update().get(pk=one.pk)
            dossier.found()
            dossier.save()
            FsmAudit.objects.create(dossier=dossier, act="found", actor=actor)


def bare(statements: list[list[str]]) -> None:
    """The engine's own writes replayed as SQL, one transaction an act, with no Python around
    them.
    """
    for act in statements:
        with transaction.atomic(), connection.cursor() as cursor:
            for sql in act:
                cursor.execute(sql)


def timed(work: Callable[..., None], *given: object) -> float:
    began = time.perf_counter()
    work(*given)
    return time.perf_counter() - began


def within(ours: str, peer: str, times: dict[str, list[float]]) -> float:
    """The median of the ratios of speed within each round."""
    pairs = zip(times[ours], times[peer], strict=True)
    return round(statistics.median(theirs / mine for mine, theirs in pairs), 3)


def copies_of_one_forward(world: World) -> tuple[int, list[str]]:
    """How many statements an ordinary act runs, and SQL that writes rows like its own."""
    dossier = actions.submit(draft_of(world), world.huong)
    item = WorkItem.objects.get(process=dossier, finished__isnull=True)
    actions.decide(item, world.lan, "accept")
    item = WorkItem.objects.get(process=dossier, finished__isnull=True)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        actions.decide(item, world.binh, "found", {"match": str(world.diploma.pk)})
    statements = [query["sql"] for query in seen.captured_queries]
    last = {table: _last_id(table) for table in ("workflows_workitem", "workflows_effect")}
    item_sql = _copy("workflows_workitem", last["workflows_workitem"])
    effect_sql = _copy("workflows_effect", last["workflows_effect"], key=RANDOM_TEXT)
    update = (
        "UPDATE workflows_dossier SET office = office, entry_hash = entry_hash WHERE id ="
        f" {dossier.pk}"
    )
    close = f"UPDATE workflows_workitem SET status = 'DONE' WHERE id = {item.pk}"
    entry = _copy(
        "workflows_entry",
        _last_id("workflows_entry"),
        sequence=RANDOM_NUMBER,
        key=RANDOM_TEXT,
    )
    return len(statements), [close, item_sql, entry, effect_sql, update]


def _last_id(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max(id) FROM {table}")
        return int(cursor.fetchone()[0])


def _copy(table: str, pk: int, **changed: str) -> str:
    with connection.cursor() as cursor:
        columns = [
            column.name for column in connection.introspection.get_table_description(cursor, table)
        ]
    names = [f'"{name}"' for name in columns if name != "id"]
    values = [changed.get(name, f'"{name}"') for name in columns if name != "id"]
    return (
        f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} FROM {table} WHERE id"
        f" = {pk}"
    )


def main() -> None:
    call_command("migrate", verbosity=0, run_syncdb=True)
    broker._quiet_until = float("inf")  # nobody listens
    world = make_world()
    count, sql = copies_of_one_forward(world)
    names = ("whole", "forward", "viewflow", "fsm", "sql")
    times: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(ROUNDS):
        drafts = [draft_of(world) for _ in range(DOSSIERS)]
        waiting = [actions.submit(draft_of(world), world.huong) for _ in range(DOSSIERS * ACTS)]
        for dossier in waiting:
            item = WorkItem.objects.get(process=dossier, finished__isnull=True)
            actions.decide(item, world.lan, "accept")
        times["whole"].append(timed(ours, world, drafts))
        times["viewflow"].append(timed(peer, world))
        times["forward"].append(timed(steps_only, world, waiting))
        moved = [FsmDossier.objects.create() for _ in range(DOSSIERS * ACTS)]
        times["fsm"].append(timed(fsm, moved, world.binh.pk))
        times["sql"].append(timed(bare, [sql] * DOSSIERS * ACTS))
    rate = {name: DOSSIERS * ACTS / statistics.median(values) for name, values in times.items()}
    print(
        json.dumps(
            {
                "bench": "engine",
                "database": connection.vendor,
                "acts_per_second": round(rate["whole"], 1),
                "forward_acts_per_second": round(rate["forward"], 1),
                "statements_of_a_forward_act": count,
                "fsm_acts_per_second": round(rate["fsm"], 1),
                "viewflow_acts_per_second": round(rate["viewflow"], 1),
                "bare_sql_acts_per_second": round(rate["sql"], 1),
                "forward_to_bare_sql": within("forward", "sql", times),
                "forward_to_fsm": within("forward", "fsm", times),
                "forward_to_viewflow": within("forward", "viewflow", times),
                "whole_to_viewflow": within("whole", "viewflow", times),
            }
        )
    )


if __name__ == "__main__":
    main()
