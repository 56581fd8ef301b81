"""`manage.py migrations_back [--dry-run]`: undo the migrations that an older release does not know.

Their names (`app.name`, a line each) come on the input; `deploy/back` and a cut upgrade use it. All
of them or none: one that cannot be undone is named before anything is.
"""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor

from operation import migration_steps

Node = tuple[str, str]


class Command(BaseCommand):
    help = "Undo the migrations whose names (app.name) are not on the input."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="only say which, and whether it can be done"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        known = {line.strip() for line in sys.stdin if line.strip()}
        if not known:
            raise CommandError("no names on the input: nothing was undone")
        executor = migration_steps.executor(connection)
        known = migration_steps.with_their_steps(known, executor.loader)
        targets = _targets(executor, known)
        plan = executor.migration_plan(targets) if targets else []
        _refuse_what_stays(plan, known)
        for migration, _backwards in plan:
            self.stdout.write(f"{migration.app_label}.{migration.name} is undone")
        if plan and not options["dry_run"]:
            executor.migrate(targets, plan)
            migration_steps.forget_cut_tables(connection)


def _targets(executor: MigrationExecutor, known: set[str]) -> list[tuple[str, str | None]]:
    """For each app with an unknown migration, where to go back to: its last known one, or before
    its first.
    """
    graph, applied = executor.loader.graph, executor.loader.applied_migrations
    unknown = [node for node in applied if ".".join(node) not in known and node in graph.nodes]
    return [
        (app, _last_known(executor, app, known)) for app in sorted({app for app, _name in unknown})
    ]


def _last_known(executor: MigrationExecutor, app: str, known: set[str]) -> str | None:
    graph, applied = executor.loader.graph, executor.loader.applied_migrations
    kept = [
        node
        for node in applied
        if node[0] == app and ".".join(node) in known and node in graph.nodes
    ]
    return max(kept, key=lambda node: (len(graph.forwards_plan(node)), node))[1] if kept else None


def _refuse_what_stays(plan: list[tuple[Migration, bool]], known: set[str]) -> None:
    """Raise CommandError where a migration of the plan has no way back, or belongs to the older
    release too.
    """
    stays = [
        f"{migration.app_label}.{migration.name}"
        for migration, backwards in plan
        if not backwards
        or f"{migration.app_label}.{migration.name}" in known
        or not all(operation.reversible for operation in migration.operations)
    ]
    if stays:
        raise CommandError("cannot be undone: " + ", ".join(sorted(stays)))
