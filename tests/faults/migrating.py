"""`python -m tests.faults.migrating DOSSIERS`: a filled site goes back to the oldest schema that a
site may come from, and forward again.

Prints JSON: what of the schema or the data is not as before (`faults`), and the slowest statement
in seconds.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import time
from collections.abc import Collection
from pathlib import Path
from typing import Any

import django

django.setup()

from django.apps import apps  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.db.migrations.loader import MigrationLoader  # noqa: E402

from documents import demo_seal  # noqa: E402
from protection.fields import SealedField  # noqa: E402
from tests import stepping  # noqa: E402
from tests.bench import filling  # noqa: E402
from tests.people import draft_of, make_world  # noqa: E402
from workflows import actions  # noqa: E402
from workflows.models import WorkItem  # noqa: E402

#: The apps whose tables are ours.
OWN = tuple(
    app.label
    for app in apps.get_app_configs()
    if Path(app.path, "migrations").is_dir() and Path(app.path).parent == Path(settings.BASE_DIR)
)
CONSTRAINT = re.compile(r'CONSTRAINT "(\w+)" (CHECK|UNIQUE)')
Checksums = dict[str, str]


def fill(dossiers: int) -> None:
    """People, a procedure, and that many dossiers with all that hangs on them."""
    world = make_world()
    demo_seal.ensure()
    model = actions.submit(draft_of(world), world.huong)
    actions.decide(WorkItem.objects.get(process=model), world.lan, "accept")
    draft_of(world)
    filling.units()
    filling.fill(model, 1, dossiers)
    filling.finish()


#: What describes a schema, a text a row; no question depends on the order of columns.
SQLITE = (
    """SELECT kept.name || '.' || col.name || ' ' || col.type || ' ' || col."notnull" || ifnull(col.dflt_value, '')
       FROM sqlite_master AS kept, pragma_table_info(kept.name) AS col
       WHERE kept.type = 'table' AND kept.name NOT LIKE 'sqlite_%'""",
    """SELECT kept.name || '.' || ref."from" || ' to ' || ref."table" FROM sqlite_master AS kept,
       pragma_foreign_key_list(kept.name) AS ref WHERE kept.type = 'table'""",
    "SELECT sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL",
)
# whose named constraints are in the text
SQLITE_TABLES = "SELECT name, sql FROM sqlite_master WHERE type = 'table'"
POSTGRESQL = (
    """SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' '
       || coalesce(column_default, '') || coalesce(character_maximum_length::text, '')
       FROM information_schema.columns WHERE table_schema = 'public'""",
    "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    (
        "SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM"
        " pg_constraint"
    ),
    "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
)


def schema() -> set[str]:
    """Columns, constraints, indexes and triggers, a line each."""
    found = set()
    with connection.cursor() as cursor:
        for question in SQLITE if connection.vendor == "sqlite" else POSTGRESQL:
            cursor.execute(question)
            found |= {" ".join(row[0].split()) for row in cursor.fetchall() if row[0]}
        if connection.vendor == "sqlite":
            cursor.execute(SQLITE_TABLES)
            for table, text in cursor.fetchall():
                found |= {f"{table} {name} {kind}" for name, kind in CONSTRAINT.findall(text or "")}
    return found


def opened() -> Checksums:
    """One for each encrypted column, over what it holds: sealed again it has other bytes."""
    found = {}
    for model in _models():
        for field in model._meta.concrete_fields:
            if isinstance(field, SealedField):
                total = hashlib.sha256()
                for row in model._base_manager.order_by("pk").iterator(chunk_size=500):
                    total.update(
                        json.dumps(getattr(row, field.attname), sort_keys=True).encode() + b"\n"
                    )
                found[f"{model._meta.db_table}.{field.column}"] = total.hexdigest()
    return found


def _models() -> list[type[models.Model]]:
    return [
        model
        for label in OWN
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    ]


def checksums(passed_over: Collection[str]) -> Checksums:
    """One for each column of each of our tables but those, over the rows in their order."""
    found = {}
    keys = {model._meta.db_table: model._meta.pk.column for model in _models()}
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        for table in sorted(present & keys.keys()):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} LIMIT 0")
            names = [
                column[0]
                for column in cursor.description
                if f"{table}.{column[0]}" not in passed_over
            ]
            sums = [hashlib.sha256() for _ in names]
            quoted = ", ".join(connection.ops.quote_name(name) for name in names)
            cursor.execute(
                f"SELECT {quoted} FROM {connection.ops.quote_name(table)} ORDER BY {keys[table]}"
            )
            while rows := cursor.fetchmany(2000):
                for row in rows:
                    for total, value in zip(sums, row, strict=True):
                        total.update(
                            repr(bytes(value) if isinstance(value, memoryview) else value).encode()
                            + b"\n"
                        )
            found |= {
                f"{table}.{name}": total.hexdigest()
                for name, total in zip(names, sums, strict=True)
            }
    return found


def one_way() -> list[str]:
    """Migrations of ours that cannot be undone."""
    known = MigrationLoader(connection).disk_migrations
    return [
        f"{label}.{name} cannot be undone: {operation.describe()}"
        for (label, name), migration in known.items()
        if label in OWN
        for operation in migration.operations
        if not operation.reversible
    ]


class Slowest:
    """The statement that took longest: on PostgreSQL it holds its locks at least as long."""

    def __init__(self) -> None:
        self.seconds, self.statement = 0.0, ""

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.monotonic()
        try:
            return execute(sql, params, many, context)
        finally:
            took = time.monotonic() - began
            if took > self.seconds:
                self.seconds, self.statement = took, sql[:100]


def main(dossiers: int) -> None:
    """There and back, twice looked at."""
    call_command("migrate", verbosity=0)
    fresh = schema()
    fill(dossiers)
    held, faults, slowest = opened(), one_way(), Slowest()
    sealed = held.keys()
    before = checksums(sealed)
    with connection.execute_wrapper(slowest):
        stepping.to_the_oldest(OWN)
        earlier, meanwhile = schema(), checksums(sealed)
        stepping.to_the_end()
    after, held_after = checksums(sealed), opened()
    faults += [f"schema: no longer {line}" for line in fresh - schema()]
    faults += [f"schema: not before {line}" for line in schema() - fresh]
    kept = before.keys() & meanwhile.keys()
    faults += [
        f"{name}: the data changed"
        for name in kept
        if not before[name] == meanwhile[name] == after.get(name)
    ]
    found_by = [name for name in before.keys() - kept if name.endswith("_index")]
    faults += [
        f"{name}: finds other people" for name in found_by if before[name] != after.get(name)
    ]
    faults += [
        f"{name}: what was sealed changed" for name in sealed if held[name] != held_after[name]
    ]
    report = {
        "faults": sorted(faults),
        "columns": len(kept),
        "sealed": len(sealed),
        "undone": len(fresh ^ earlier),
    }
    report |= {"slowest_s": round(slowest.seconds, 2), "statement": slowest.statement}
    sys.stdout.write(json.dumps(report) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
