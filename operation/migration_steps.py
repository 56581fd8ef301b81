"""The single migrations that an app's first tables stand for (docs/decisions/0027): how older sites
go on, or back.

Django takes an app's one migration as soon as all or none of the steps were done, and forgets the
steps between.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

#: The last step of each app at commit e3c58bb: what is older goes to that release first.
OLDEST = {
    "assessment": "0002_append_only",
    "documents": "0005_later_facts",
    "figures": "0001_initial",
    "forms": "0004_longer_content_type",
    "notifications": "0002_seal_addresses",
    "operation": "0003_append_only",
    "organisations": "0006_areas",
    "payments": "0003_names_for_people",
    "portal": "0001_initial",
    "privacy": "0003_retention",
    "registers": "0005_changes",
    "workflows": "0025_releases_seen",
}


class Steps(MigrationLoader):
    """Every step by itself; the migrations that stand for several are left out."""

    def build_graph(self) -> None:
        self.replace_migrations = False
        super().build_graph()
        for node, together in self.replacements.items():
            self.graph.remove_replacement_node(node, together.replaces)


def executor(connection: BaseDatabaseWrapper) -> MigrationExecutor:
    """One that goes by single steps, also on a site that began with first tables."""
    stepping = MigrationExecutor(connection)
    stepping.loader = Steps(connection)
    return stepping


def forget_cut_tables(connection: BaseDatabaseWrapper) -> None:
    """What stands for several steps is no longer noted as done where some of them were undone."""
    recorder = MigrationRecorder(connection)
    done = recorder.applied_migrations()
    for node, together in Steps(connection).replacements.items():
        if node in done and not done.keys() >= set(together.replaces):
            recorder.record_unapplied(*node)


def with_their_steps(names: Iterable[str], steps: MigrationLoader) -> set[str]:
    """`app.name` of migrations, and of every step that one of them stands for."""
    known = set(names)
    for node, together in steps.replacements.items():
        if ".".join(node) in known:
            known |= {".".join(step) for step in together.replaces}
    return known


def too_old(connection: BaseDatabaseWrapper) -> list[str]:
    """`app.name` of what a site of e3c58bb has and this one, which is older, lacks; nothing on a
    new one.
    """
    done = MigrationRecorder(connection).applied_migrations().keys()
    begun = {app for app, _name in done}
    return [
        f"{app}.{name}"
        for app, name in sorted(OLDEST.items())
        if app in begun and (app, name) not in done
    ]
