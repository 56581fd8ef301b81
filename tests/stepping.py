"""Tests that go to a single migration and on from it, also where the database began with first
tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection

from operation import migration_steps


def to(app: str, name: str) -> None:
    """Go to the step of an app whose name begins so, and no further; "zero": before its first.

    Back, this takes steps of other apps along that stand on the undone ones: forward again by
    `to_the_end`, never by the one app.
    """
    stepping = migration_steps.executor(connection)
    if name == "zero":
        targets: list[tuple[str, str | None]] = [(app, None)]
    else:
        steps = [node for node in stepping.loader.graph.nodes if node[0] == app]
        targets = [node for node in steps if node[1].startswith(name)]
        assert len(targets) == 1, (app, name, targets)
    stepping.migrate(targets)


def to_the_oldest(apps: Iterable[str]) -> None:
    """Back to the release from which the oldest sites come; an app it did not have has no tables."""
    oldest = migration_steps.OLDEST
    migration_steps.executor(connection).migrate([(app, oldest.get(app)) for app in apps])


def to_the_end() -> None:
    """Every step that is left."""
    stepping = migration_steps.executor(connection)
    stepping.migrate(stepping.loader.graph.leaf_nodes())


def left() -> list[str]:
    """The steps of all apps that the database lacks."""
    stepping = migration_steps.executor(connection)
    plan = stepping.migration_plan(stepping.loader.graph.leaf_nodes())
    return [str(step) for step, _back in plan]


@contextmanager
def gone_back(app: str, name: str) -> Iterator[None]:
    """As in `to`; whatever happens then, the next test finds every table again."""
    try:
        to(app, name)
        yield
    finally:
        to_the_end()
