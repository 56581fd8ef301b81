"""Tests that go to a single migration and on from it, also where the database began with first
tables.
"""

from __future__ import annotations

from django.db import connection

from operation import migration_steps


def to(app: str, name: str = "") -> None:
    """Go to the step of an app whose name begins so, and no further; "zero": before its first, "":
    its last.
    """
    stepping = migration_steps.executor(connection)
    steps = [node for node in stepping.loader.graph.nodes if node[0] == app]
    if name == "zero":
        targets: list[tuple[str, str | None]] = [(app, None)]
    elif name:
        targets = [node for node in steps if node[1].startswith(name)]
        assert len(targets) == 1, (app, name, targets)
    else:
        targets = list(stepping.loader.graph.leaf_nodes(app))
    stepping.migrate(targets)


def to_the_end() -> None:
    """Every step that is left."""
    stepping = migration_steps.executor(connection)
    stepping.migrate(stepping.loader.graph.leaf_nodes())
