"""For migrations: rows that were written in clear get their key and envelopes, and back again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db import connections, models

from protection.fields import KEY, SealedField

BATCH = 1000
CLEAR = "_clear"  # ending of the column that still holds, or holds again, what is not encrypted
More = Callable[[Any], None]


def seal(
    model: type[models.Model], names: tuple[str, ...], using: str, more: More = lambda row: None
) -> None:
    """Encrypt `<name>_clear` into `<name>` for every row; `more(row)` sets what else hangs on the
    values.

    Every blind index and every plain index column of the model is written too.
    """
    written = [
        field for field in model._meta.concrete_fields if field.name in names or field.name == KEY
    ]
    written += [field for field in model._meta.concrete_fields if field.name.endswith("_index")]
    blank = {field.name: field.nothing() for field in written if isinstance(field, SealedField)}
    for rows in _batches(model, using):
        for row in rows:
            for name in names:
                setattr(row, name, getattr(row, name + CLEAR) or blank[name])
            more(row)
        _write(model, written, rows, using, adding=True)


def open_again(model: type[models.Model], names: tuple[str, ...], using: str) -> None:
    """Decrypt `<name>` into `<name>_clear` for every row."""
    written = [
        field
        for field in model._meta.concrete_fields
        if field.name in {name + CLEAR for name in names}
    ]
    for rows in _batches(model, using):
        for row in rows:
            for name in names:
                setattr(row, name + CLEAR, getattr(row, name))
        _write(model, written, rows, using, adding=False)


def _batches(model: type[models.Model], using: str) -> Iterator[list[Any]]:
    last: Any = None
    while True:
        rows = model._default_manager.using(using).order_by("pk")
        batch = list((rows if last is None else rows.filter(pk__gt=last))[:BATCH])
        if not batch:
            return
        yield batch
        last = batch[-1].pk


def _write(
    model: type[models.Model], written: list[Any], rows: list[Any], using: str, adding: bool
) -> None:
    connection = connections[using]
    quote = connection.ops.quote_name
    columns = ", ".join(f"{quote(field.column)} = %s" for field in written)
    table, key = quote(model._meta.db_table), quote(str(model._meta.pk.column))
    statement = f"UPDATE {table} SET {columns} WHERE {key} = %s"  # noqa: S608
    values = [
        [
            *(field.get_db_prep_save(field.pre_save(row, adding), connection) for field in written),
            model._meta.pk.get_db_prep_value(row.pk, connection),
        ]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)
