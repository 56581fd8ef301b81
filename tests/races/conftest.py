"""A seeded site, and how many races each database runs: SQLite takes one writer at a time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection

from foundation import broker
from tests.people import World, make_world


@pytest.fixture
def world(transactional_db: None) -> World:
    """One procedure, five people, one diploma, visible to other processes."""
    return make_world()


def many(on_postgres: int, on_sqlite: int) -> int:
    """How many races this run does."""
    return on_postgres if connection.vendor == "postgresql" else on_sqlite


def deadlocks() -> int:
    """How many deadlocks PostgreSQL has broken in this database so far; 0 on SQLite, which fails
    with "locked".
    """
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


@pytest.fixture(autouse=True)
def no_worker(monkeypatch: pytest.MonkeyPatch, bell_rings: None) -> None:
    """What the acts owe stays owed: papers are not made while somebody races."""
    monkeypatch.setattr(broker, "_quiet_until", float("inf"))


@pytest.fixture(autouse=True)
def no_deadlock(transactional_db: None) -> Iterator[None]:
    """Every race ends without one: the acts lock in the same order."""
    before = deadlocks()
    yield
    assert deadlocks() == before
