"""Rows written as a set, on both databases: one statement for hundreds, with a guard that nobody
was faster.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, cast

from django.db import connection
from django.db.models import Field, Model

SIZE = re.compile(r"\(\d+\)")


class Overtaken(RuntimeError):
    """A row was no longer as it was read under the lock: nothing of the batch is kept."""


class Numbers:
    """Row ids taken before their rows are written: what refers to a row needs its id at once.

    Taken as the database would give them, so nobody else gets the same; those that are not used
    leave a gap.
    """

    def __init__(self, at_once: int, quietly: Callable[[], AbstractContextManager[None]]) -> None:
        self._at_once, self._quietly = at_once, quietly
        self._free: dict[type[Model], deque[int]] = {}

    def next(self, model: type[Model]) -> int:
        """The id of one more row."""
        free = self._free.get(model)
        if not free:
            with self._quietly():
                free = self._free[model] = deque(_reserved(model, self._at_once))
        return free.popleft()

    def forget(self) -> None:
        """What was taken may have been undone: SQLite counts back with the rows."""
        if connection.vendor == "sqlite":
            self._free.clear()


def _reserved(model: type[Model], count: int) -> Sequence[int]:
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            taken = (
                "SELECT nextval(pg_get_serial_sequence(%s, %s)::regclass)"
                " FROM generate_series(1, %s)"
            )
            cursor.execute(taken, [table, column, count])
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s", [count, table])
        if not cursor.rowcount:
            cursor.execute(
                "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, count]
            )
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last: int = cursor.fetchone()[0]
        return range(last - count + 1, last + 1)


def update(rows: Sequence[Model], names: Sequence[str], guard: str, known: Sequence[Any]) -> None:
    """Write these columns of rows of one table.

    `guard` is SQL that must still hold of each row (`t` is the table, `u.known` the row's value in
    `known`; "" for none). Raises Overtaken when it held not of all.
    """
    model = type(rows[0])
    fields = [cast("Field[Any, Any]", model._meta.get_field(name)) for name in names]
    write = _update_by_arrays if connection.vendor == "postgresql" else _update_one_by_one
    done = write(model, rows, fields, guard, known)
    if done != len(rows):
        raise Overtaken(f"{len(rows) - done} of {len(rows)} rows of {model._meta.db_table}")


def _update_by_arrays(
    model: type[Model],
    rows: Sequence[Model],
    fields: Sequence[Field[Any, Any]],
    guard: str,
    known: Sequence[Any],
) -> int:
    columns = [f'"{field.column}" = u.c{place}' for place, field in enumerate(fields)]
    arrays = ", ".join(["%s::bigint[]", "%s::bigint[]", *(f"%s::{_type(one)}[]" for one in fields)])
    named = ", ".join(["id", "known", *(f"c{place}" for place in range(len(fields)))])
    values = [[_plain(_value(field, row)) for row in rows] for field in fields]
    key = f't."{model._meta.pk.column}" = u.id'
    where = f"{key} AND {guard}" if guard else key
    statement = (
        f'UPDATE "{model._meta.db_table}" t SET {", ".join(columns)}'  # noqa: S608 - our own names
        f" FROM unnest({arrays}) AS u({named}) WHERE {where}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [[row.pk for row in rows], list(known), *values])
        return int(cursor.rowcount)


def _update_one_by_one(
    model: type[Model],
    rows: Sequence[Model],
    fields: Sequence[Field[Any, Any]],
    guard: str,
    known: Sequence[Any],
) -> int:
    """SQLite has no arrays: one prepared statement, executed for each row."""
    columns = ", ".join(f'"{field.column}" = %s' for field in fields)
    where = f't."{model._meta.pk.column}" = %s'
    if guard:
        where += f" AND {guard.replace('u.known', '%s')}"
    asks = "u.known" in guard
    given = [
        [*(_value(field, row) for field in fields), row.pk, *([told] if asks else [])]
        for row, told in zip(rows, known, strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            f'UPDATE "{model._meta.db_table}" AS t SET {columns} WHERE {where}',  # noqa: S608 - our own names
            given,
        )
        return int(cursor.rowcount)


def _value(field: Field[Any, Any], row: Model) -> Any:
    return field.get_db_prep_save(field.pre_save(row, False), connection)


def _plain(value: Any) -> Any:
    """psycopg wraps bytes; an array holds them bare."""
    return bytes(value.obj) if type(value).__name__ == "Binary" else value


def _type(field: Field[Any, Any]) -> str:
    return SIZE.sub("", field.db_type(connection) or "")
