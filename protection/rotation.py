"""Moving to a new master key while the site runs: every row's data key is wrapped anew, no value is
touched.

A row that an act writes meanwhile keeps whichever wrapping came last; both open as long as the old
key is listed.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models, transaction

from protection import envelope
from protection.fields import KEY, RowKey

BATCH = 500


def keyed_models() -> list[type[models.Model]]:
    """Every model whose rows have a data key."""
    return [
        model
        for model in apps.get_models()
        if any(isinstance(field, RowKey) for field in model._meta.fields)
    ]


def rewrap(model: type[models.Model]) -> Iterator[int]:
    """Wrap the keys of the model's rows by the master key in use, a batch at a time; yields how
    many each time.

    Raises CannotOpen when a row's key is wrapped by a master key that is not listed.
    """
    table, last = model._meta.db_table, None
    while True:
        rows = model._default_manager.filter(**{f"{KEY}__isnull": False}).order_by("pk")
        batch = list(
            (rows if last is None else rows.filter(pk__gt=last)).values_list("pk", KEY)[:BATCH]
        )
        if not batch:
            return
        last = batch[-1][0]
        stale = [
            (pk, bytes(wrapped)) for pk, wrapped in batch if not envelope.is_current(bytes(wrapped))
        ]
        anew = [
            (envelope.wrap(envelope.unwrap(wrapped, table), table), pk, wrapped)
            for pk, wrapped in stale
        ]
        _write(model, anew)
        yield len(anew)


def stale(model: type[models.Model]) -> int:
    """How many rows of the model are still wrapped by an older key."""
    keys = model._default_manager.filter(**{f"{KEY}__isnull": False}).values_list(KEY, flat=True)
    return sum(
        not envelope.is_current(bytes(wrapped)) for wrapped in keys.iterator(chunk_size=BATCH)
    )


def _write(model: type[models.Model], anew: list[tuple[bytes, object, bytes]]) -> None:
    """Each row only if it still has the key that was read: one that was erased meanwhile stays
    erased.
    """
    quote, to_row = connection.ops.quote_name, model._meta.pk.get_db_prep_value
    table, column, pk = quote(model._meta.db_table), quote(KEY), quote(str(model._meta.pk.column))
    statement = f"UPDATE {table} SET {column} = %s WHERE {pk} = %s AND {column} = %s"  # noqa: S608 - our own names
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(
            statement, [(new, to_row(row, connection), old) for new, row, old in anew]
        )
