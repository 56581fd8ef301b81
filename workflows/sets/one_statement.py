"""All rows of one act by one statement of writable common table expressions (PostgreSQL), or each
by one of its own (SQLite).

The parts of such a statement see the tables as they were before it, which is what a guard asks:
that the row is still as it was when the act read it under its lock.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from typing import Any, cast

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Field, Model

from workflows.models import ClockEvent, DossierDocument, Effect, Entry, Timer, WorkItem
from workflows.sets.statements import Overtaken

#: As many rows as an ordinary act adds; those it does not need leave a gap in the ids.
USUAL: dict[type[Model], int] = {
    WorkItem: 1,
    Entry: 1,
    Timer: 3,
    Effect: 2,
    ClockEvent: 1,
    DossierDocument: 1,
}

#: What PostgreSQL says of a division by nothing.
GUARD_FAILED = "22012"

#: What needs no parameter is said in the statement: half the columns of a new task are empty.
LITERALS = {None: "NULL", "": "''", True: "TRUE", False: "FALSE"}

Added = Mapping[type[Model], Sequence[Model]]
#: A table, the columns that change and the guard ("" for a new row), and for each row how each
#: value stands in the statement.
_Part = tuple[type[Model], tuple[str, ...], str, tuple[tuple[str, ...], ...]]


@dataclass(frozen=True)
class Changed:
    """Columns of one row, the guard that must hold of it (`t` the row, `u.known` what is known),
    and what is known.
    """

    row: Model
    names: tuple[str, ...]
    guard: str
    known: int | None


def write(added: Added, changed: Sequence[Changed]) -> None:
    """Write new rows, which have their ids, and changed ones. Raises Overtaken when a guard does
    not hold: the caller undoes what was written.
    """
    parts, values = _told(added, changed)
    with connection.cursor() as cursor:
        cursor.execute(_counting(parts), values)
        written = cursor.fetchone()[0]
    if written != len(changed):
        raise Overtaken(f"{len(changed) - written} of {len(changed)} rows")
    _note_written(added, changed)


def send(added: Added, changed: Sequence[Changed]) -> None:
    """The same without an answer: where a guard does not hold, the statement itself fails with
    GUARD_FAILED.
    """
    parts, values = _told(added, changed)
    with connection.cursor() as cursor:
        cursor.execute(_failing(parts), values)
    _note_written(added, changed)


def insert(rows: Sequence[Model]) -> None:
    """Write new rows of one table by a statement of their own; the database gives them their ids
    (SQLite).
    """
    values: list[Any] = []
    model = type(rows[0])
    fields = tuple(field for field in _fields(model) if not field.primary_key)
    stands = tuple(_columns(fields, row, True, values) for row in rows)
    returning = f' RETURNING "{_key(model).column}"'
    with connection.cursor() as cursor:
        cursor.execute(_insert(model, fields, stands) + returning, values)
        for row, (pk,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk, row._state.adding = pk, False
    _note_written({model: rows}, ())


def update(change: Changed) -> None:
    """Write one changed row by a statement of its own. Raises Overtaken when its guard does not
    hold.
    """
    [(model, names, guard, stands)], values = _told({}, [change])
    with connection.cursor() as cursor:
        cursor.execute(_update(model, names, guard, stands), values)
        if len(cursor.fetchall()) != 1:
            raise Overtaken(f"a row of {model._meta.db_table}")
    _note_written({}, [change])


def _note_written(added: Added, changed: Sequence[Changed]) -> None:
    for rows in added.values():
        for row in rows:
            row._state.db = DEFAULT_DB_ALIAS
    for one in changed:
        if hasattr(one.row, "_update_initial_state"):  # of django-fsm: what a save compares with
            one.row._update_initial_state()


def _told(added: Added, changed: Sequence[Changed]) -> tuple[tuple[_Part, ...], list[Any]]:
    """The parts of the statement, and its parameters in their order."""
    parts: list[_Part] = []
    values: list[Any] = []
    for model, rows in added.items():
        stands = tuple(_columns(_fields(model), row, True, values) for row in rows)
        parts.append((model, (), "", stands))
    for one in changed:
        model = type(one.row)
        stands = (_columns(_named(model, one.names), one.row, False, values),)
        values.append(_prepared(_key(model), one.row.pk))
        if "u.known" in one.guard:
            values.append(one.known)
        parts.append((model, one.names, one.guard, stands))
    return tuple(parts), values


def _columns(
    fields: Sequence[Field[Any, Any]], row: Model, new: bool, values: list[Any]
) -> tuple[str, ...]:
    """How each value stands in the statement; those that are parameters are put to `values`."""
    found = []
    for field in fields:
        value = field.pre_save(row, new)
        if value is None or value is True or value is False or value == "":
            found.append(LITERALS[value])
        else:
            values.append(_prepared(field, value))
            found.append("%s")
    return tuple(found)


def _prepared(field: Field[Any, Any], value: Any) -> Any:
    return field.get_db_prep_save(value, connection)


@lru_cache(maxsize=512)
def _counting(parts: tuple[_Part, ...]) -> str:
    """It answers of how many changed rows the guard held."""
    return f"{_with(parts)} SELECT {_written(parts)}"


@lru_cache(maxsize=512)
def _failing(parts: tuple[_Part, ...]) -> str:
    """It divides by nothing unless the guards of all changed rows held."""
    changed = sum(1 for _model, names, _guard, _stands in parts if names)
    return f"{_with(parts)} SELECT 1 / ({_written(parts)} = {changed})::int"


def _with(parts: tuple[_Part, ...]) -> str:
    said = [
        f"p{place} AS ({_update(*one) if one[1] else _insert(one[0], _fields(one[0]), one[3])})"
        for place, one in enumerate(parts)
    ]
    return f"WITH {', '.join(said)}"


def _written(parts: tuple[_Part, ...]) -> str:
    changed = [place for place, one in enumerate(parts) if one[1]]
    return " + ".join(f"(SELECT count(*) FROM p{place})" for place in changed) or "0"  # noqa: S608 - our own names


@lru_cache(maxsize=512)
def _insert(
    model: type[Model], fields: tuple[Field[Any, Any], ...], rows: tuple[tuple[str, ...], ...]
) -> str:
    columns = ", ".join(f'"{field.column}"' for field in fields)
    told = ", ".join(f"({', '.join(row)})" for row in rows)
    return f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES {told}'  # noqa: S608 - our own names


@lru_cache(maxsize=512)
def _update(
    model: type[Model], names: tuple[str, ...], guard: str, rows: tuple[tuple[str, ...], ...]
) -> str:
    fields = zip(_named(model, names), rows[0], strict=True)
    columns = ", ".join(f'"{field.column}" = {value}' for field, value in fields)
    where = f't."{_key(model).column}" = %s'
    if guard:
        where += f" AND {guard.replace('u.known', '%s')}"
    return f'UPDATE "{model._meta.db_table}" AS t SET {columns} WHERE {where} RETURNING 1'  # noqa: S608 - our own names


@lru_cache
def _fields(model: type[Model]) -> tuple[Field[Any, Any], ...]:
    return cast("tuple[Field[Any, Any], ...]", tuple(model._meta.concrete_fields))


@lru_cache
def _named(model: type[Model], names: tuple[str, ...]) -> tuple[Field[Any, Any], ...]:
    return cast("tuple[Field[Any, Any], ...]", tuple(map(model._meta.get_field, names)))


@lru_cache
def _key(model: type[Model]) -> Field[Any, Any]:
    return model._meta.pk


def taken(wanted: type[Model]) -> Mapping[type[Model], Iterable[int]]:
    """Ids for the rows of an ordinary act, or one for a row of a table that it does not write:
    taken from the tables' own sequences by one statement, so nobody else gets the same.
    """
    is_usual = wanted in USUAL
    numbers = usual_numbers() if is_usual else f"nextval('{_sequence(wanted)}')"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {numbers}")
        found = list(cursor.fetchone())
    return shared_out(found) if is_usual else {wanted: found}


@lru_cache
def usual_numbers() -> str:
    """SQL of the ids that an ordinary act needs, in the order of `shared_out`."""
    each = [[f"nextval('{_sequence(model)}')"] * count for model, count in USUAL.items()]
    return ", ".join(chain.from_iterable(each))


def shared_out(ids: Sequence[int]) -> dict[type[Model], deque[int]]:
    """Which of these ids are for rows of which table; none where none were taken."""
    left = iter(ids)
    return {model: deque(islice(left, count)) for model, count in USUAL.items()}


@lru_cache
def _sequence(model: type[Model]) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_serial_sequence(%s, %s)", [model._meta.db_table, model._meta.pk.column]
        )
        found: str = cursor.fetchone()[0]
    return found
