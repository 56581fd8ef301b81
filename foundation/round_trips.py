"""Statements that go to a PostgreSQL server in one round trip (psycopg's pipeline).

Where there is no pipeline they go one by one, with the same outcome.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections


def are_offered() -> bool:
    """Whether this database takes several statements at once."""
    wrapper: Any = connections[DEFAULT_DB_ALIAS]
    return connection.vendor == "postgresql" and wrapper.Database.Pipeline.is_supported()


@contextmanager
def in_one_trip() -> Iterator[None]:
    """What is executed inside, in a transaction that is open, goes together: the answers are
    fetched after it. Raises here what the server says of any of them.
    """
    if not are_offered():
        yield
        return
    wrapper: Any = connections[DEFAULT_DB_ALIAS]
    with wrapper.wrap_database_errors, wrapper.connection.pipeline():
        yield


def send_with_commit(send: Callable[[], None]) -> None:
    """Have what `send` executes, whose answer nobody reads, go with the COMMIT of the transaction
    that is open.

    What the server refuses is raised by the commit, and nothing of the transaction is kept.
    """
    wrapper: Any = connections[DEFAULT_DB_ALIAS]

    def commit() -> None:
        forget()
        with in_one_trip():
            send()
            wrapper._commit()

    def forget() -> None:
        for name in ("_commit", "_rollback"):
            wrapper.__dict__.pop(name, None)

    def rollback() -> None:
        forget()
        wrapper._rollback()

    wrapper._commit, wrapper._rollback = commit, rollback
