"""What an act writes: collected and written together at its end, with the rows of the others while
a batch runs; at once where nothing collects.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, Protocol

from django.db.models import Model

from workflows.models import Dossier, WorkItem
from workflows.sets import statements

#: What must still hold of a row that was read under the lock: a second guard beside it.
GUARDS: dict[type[Model], str] = {
    WorkItem: "t.finished IS NULL",
    Dossier: "t.entry_count = u.known",
}


class Numbering(Protocol):
    """Where the rows that are collected get their ids."""

    def next(self, model: type[Model]) -> int | None:
        """The id of one more row; None where the database gives it."""


Together = Callable[[list[Any]], None]


class Collected:
    """Rows that wait to be written, and what several acts gave to be done once (`together`)."""

    is_of_many = True  # there is an end at which the acts of a batch meet

    def __init__(self) -> None:
        self.added: dict[type[Model], list[Model]] = {}
        self.changed: dict[tuple[type[Model], Any], tuple[Model, dict[str, None]]] = {}
        self.given: dict[Hashable, tuple[Together, list[Any]]] = {}

    @property
    def has_rows(self) -> bool:
        """True while a row waits."""
        return bool(self.added or self.changed)

    def are_named_in(self, sql: str) -> bool:
        """True for a statement about a table of which a row waits."""
        models = {*self.added, *(model for model, _pk in self.changed)}
        return any(_name(model._meta.db_table).search(sql) for model in models)

    def add(self, row: Model, pk: int | None) -> None:
        """A new row; it has its id from now on."""
        row.pk = pk
        self.added.setdefault(type(row), []).append(row)

    def add_all(self, rows: Sequence[Model], numbers: Numbering) -> None:
        """The same of several rows of one table, whose ids are taken there."""
        for row in rows:
            self.add(row, numbers.next(type(row)))
            row._state.adding = False

    def change(self, row: Model, names: Iterable[str]) -> None:
        """Columns of a row that is there, or that waits here to be added: then it is added as it
        will stand.
        """
        if any(row is new for new in self.added.get(type(row), ())):
            return
        if self.holds_another(row):
            raise LookupError(f"{type(row).__name__} {row.pk} was read twice within one act")
        _kept, columns = self.changed.setdefault((type(row), row.pk), (row, {}))
        columns.update(dict.fromkeys(names))

    def holds_another(self, row: Model) -> bool:
        """True where the same row waits as another object, which was read beside this one."""
        return self.changed.get((type(row), row.pk), (row, {}))[0] is not row

    def join(self, other: Collected) -> None:
        """Take over what another act has collected."""
        for model, rows in other.added.items():
            self.added.setdefault(model, []).extend(rows)
        self.changed |= other.changed
        for key, (do, values) in other.given.items():
            self.given.setdefault(key, (do, []))[1].extend(values)

    def write(self, known: dict[int, int]) -> None:
        """Write all rows; `known`: dossier → how many entries it had when it was locked. Raises
        Overtaken.
        """
        added, self.added = self.added, {}
        changed, self.changed = self.changed, {}
        for model, rows in added.items():
            model._default_manager.bulk_create(rows)
        for model, names, alike in _alike(changed.values()):
            told = [known[row.pk] if model is Dossier else 0 for row in alike]
            statements.update(alike, names, GUARDS.get(model, ""), told)
            if model is Dossier:  # written once more, it is compared with what it is now
                known.update({row.pk: row.entry_count for row in alike})  # type: ignore[attr-defined]


@lru_cache
def _name(table: str) -> re.Pattern[str]:
    return re.compile(rf"\b{table}\b")


def _alike(
    changed: Iterable[tuple[Model, dict[str, None]]],
) -> Iterator[tuple[type[Model], tuple[str, ...], Sequence[Model]]]:
    """Rows of one table of which the same columns change."""
    found: dict[tuple[type[Model], tuple[str, ...]], list[Model]] = {}
    for row, names in changed:
        found.setdefault((type(row), tuple(names)), []).append(row)
    for (model, columns), rows in found.items():
        yield model, columns, rows


#: Where the act of this moment collects, and from where its rows get their ids.
_collecting: ContextVar[tuple[Collected, Numbering] | None] = ContextVar("collecting", default=None)


@contextmanager
def collecting(into: Collected, numbers: Numbering) -> Iterator[None]:
    """Inside, what is added and changed is collected."""
    before = _collecting.set((into, numbers))
    try:
        yield
    finally:
        _collecting.reset(before)


def collector() -> Collected | None:
    """What collects here."""
    here = _collecting.get()
    return here[0] if here else None


def add(row: Model) -> None:
    """Write a new row; it has its id afterwards."""
    if (here := _collecting.get()) is None:
        row.save(force_insert=True)
        return
    collected, numbers = here
    collected.add_all([row], numbers)


def add_all(rows: Sequence[Model]) -> None:
    """The same for several rows of one table; they have their ids afterwards."""
    if not rows:
        return
    if (here := _collecting.get()) is None:
        type(rows[0])._default_manager.bulk_create(rows)
        return
    collected, numbers = here
    collected.add_all(rows, numbers)


def change(row: Model, names: Iterable[str]) -> None:
    """Write these fields of a row."""
    if (here := _collecting.get()) is None:
        row.save(update_fields=list(names))
        return
    here[0].change(row, names)


def together(key: Hashable, value: Any, do: Together) -> bool:
    """Have `do` called once, at the end of the batch, with what every act of it gave under this
    key.

    False outside of a batch: nothing was kept.
    """
    here = _collecting.get()
    if here is None or not here[0].is_of_many:
        return False
    here[0].given.setdefault(key, (do, []))[1].append(value)
    return True
