"""`python -m tests.operation.former_site.climb [all]`: a restored former site goes up step by step,
and works on.

Prints JSON: `changed` (migration → columns in which what was there is another now), `beside` (an
app's one migration that is not noted though its steps are), `faults` (sums of the whole site),
`owed` (work not done), `standing` (places at which a dossier stood), `ended` (step at which it
stood → how it ended), `stuck`. Without `all` one dossier of each procedure works on, the one that
stood nearest to its beginning, and of what was owed theirs is done and one of each kind in each
procedure.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
import sys
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402
from django.db.migrations.loader import MigrationLoader  # noqa: E402
from django.db.migrations.recorder import MigrationRecorder  # noqa: E402
from django.db.models import Q  # noqa: E402
from django.utils import timezone  # noqa: E402

from operation import sums  # noqa: E402
from portal.demo.load import settle  # noqa: E402
from tests.faults.migrating import checksums  # noqa: E402
from tests.operation.former_site import onward  # noqa: E402
from workflows.models import Dossier, Effect, WorkItem  # noqa: E402
from workflows.published import definition_of  # noqa: E402

EVERYTHING = Q(pk__gt=0)
ANOTHER_DAY = dt.timedelta(days=30)  # later than any next try
ACTS = 40  # more than the longest way


def climb() -> dict[str, list[str]]:
    """Every migration by itself; what each changed of the columns that were there before and after
    it.
    """
    changed: dict[str, list[str]] = {}
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    before, state = checksums(()), None
    for migration, _backwards in plan:
        step = (migration.app_label, migration.name)
        # cut here, the upgrade goes on from here
        MigrationLoader(connection).check_consistent_history(connection)
        # one state, as `migrate` keeps it
        state = executor.migrate([step], plan=[(migration, False)], state=state)
        after = checksums(())
        changed[".".join(step)] = sorted(
            name for name in before.keys() & after.keys() if before[name] != after[name]
        )
        before = after
    call_command("migrate", verbosity=0)
    return changed


def beside_first_tables() -> list[str]:
    """Migrations that stand for several and are not noted as done, though the site has done them
    all.
    """
    stands_for = MigrationExecutor(connection).loader.replacements
    return [
        ".".join(node)
        for node in stands_for.keys() - MigrationRecorder(connection).applied_migrations().keys()
    ]


def standing() -> list[tuple[int, str, str]]:
    """(dossier, procedure, step) of every open task."""
    rows = WorkItem.objects.filter(finished=None).order_by("pk")
    return list(rows.values_list("process_id", "process__version__procedure__slug", "step"))


def chosen(rows: list[tuple[int, str, str]]) -> list[tuple[int, str, str]]:
    """One of each procedure: the one whose step stands first in its definition."""
    first: dict[str, tuple[int, tuple[int, str, str]]] = {}
    for row in rows:
        definition = definition_of(Dossier.objects.get(pk=row[0]).version)
        rank = [step.id for step in definition.steps].index(row[2])
        if row[1] not in first or rank < first[row[1]][0]:
            first[row[1]] = (rank, row)
    return [row for _rank, row in first.values()]


def worked_on(pk: int) -> str:
    """Whoever may act does, until the paper is sealed and handed over; how it ended."""
    for _act in range(ACTS):
        dossier = Dossier.objects.get(pk=pk)
        if dossier.finished:
            return str(dossier.status_label)
        kinds = {definition_of(dossier.version).step(item.step).kind for item in _open(dossier)}
        if kinds == {"issue"}:
            _make_due(Q(entry__dossier=pk))
            settle()
            continue
        try:
            onward.step_on(dossier)
        # what was asked for cannot be: no such diploma, or one that was re-issued since
        except onward.Stands:
            onward.step_on(dossier, lambda ways: ways[1])
    raise onward.Stands(f"{dossier.code}: no end after {ACTS} acts")


def _open(dossier: Dossier) -> list[WorkItem]:
    return list(WorkItem.objects.filter(process=dossier, finished=None))


def _make_due(now: Q) -> None:
    """Of what is put off, this is done now and the rest on another day."""
    owed = Effect.objects.filter(state=Effect.State.PENDING)
    chosen = list(owed.filter(now).values_list("pk", flat=True))
    owed.update(due_at=timezone.now() + ANOTHER_DAY, lease_until=None)
    owed.filter(pk__in=chosen).update(due_at=timezone.now())


def _some(dossiers: list[int]) -> Q:
    """What these owe, and the first of each kind in each procedure, whosever it is."""
    owed = Effect.objects.filter(state=Effect.State.PENDING).order_by("-pk")
    rows = owed.values_list("kind", "entry__dossier__version__procedure", "pk")
    firsts = {(kind, procedure): pk for kind, procedure, pk in rows}
    return Q(entry__dossier__in=dossiers) | Q(pk__in=firsts.values())


def main(everything: bool) -> None:
    report: dict[str, Any] = {"changed": climb(), "beside": beside_first_tables()}
    for command in ("seed_organisations", "publish_procedures"):
        with contextlib.redirect_stdout(io.StringIO()):
            call_command(command)
    rows = standing()
    report["standing"] = sorted({f"{slug} {step}" for _pk, slug, step in rows})
    report["in_clear"] = [str(fault) for fault in sums.faults()]
    with contextlib.redirect_stdout(io.StringIO()):
        call_command("rotate_field_keys")
    report["faults"] = [str(fault) for fault in sums.faults()]
    working = rows if everything else chosen(rows)
    _make_due(EVERYTHING if everything else _some([pk for pk, _slug, _step in working]))
    settle()  # what the former code owed, today's does
    owed = Effect.objects.exclude(state=Effect.State.DONE).filter(
        due_at__lt=timezone.now() + ANOTHER_DAY / 2
    )
    report["owed"] = [
        f"{one.kind} {one.key} {one.state} {one.due_at} {one.last_error}" for one in owed
    ]
    ended, stuck = {}, []
    for pk, slug, step in working:
        try:
            ended[f"{slug} {step}"] = worked_on(pk)
        except onward.Stands as reason:
            stuck.append(f"{slug} {step}: {reason}")
    report |= {"ended": ended, "stuck": stuck, "after": [str(fault) for fault in sums.faults()]}
    sys.stdout.write(json.dumps(report) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:] == ["all"])
