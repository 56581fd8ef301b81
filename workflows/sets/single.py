"""One act on one dossier, outside of a batch: its rows are collected and written at its end, on
PostgreSQL by one statement.

What the act asks the database itself sees what it wrote before: its rows are written first where a
statement names their table, and before a savepoint, so that taking it back takes no others.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models import Model

from foundation.round_trips import send_with_commit
from workflows.models import Dossier, WorkItem
from workflows.sets import one_statement
from workflows.sets.collecting import (
    GUARDS,
    Collected,
    Numbering,
    collecting,
    collector,
)
from workflows.sets.one_statement import Changed
from workflows.sets.statements import Overtaken

_BEFORE_IT = ("SAVEPOINT", "RELEASE")  # statements of Django's own, which name no table
_TAKES_BACK = "ROLLBACK TO"


@contextmanager
def writing_once(
    dossier: Dossier, ids: Sequence[int] = (), with_commit: bool = False
) -> Iterator[None]:
    """Inside, what is added and changed is written at the end. Raises Overtaken when a row was no
    longer as the dossier's lock promised; the caller undoes the transaction then.

    `ids`: the usual ones, where they were taken already. `with_commit`: the transaction ends here;
    what waits then is sent with its COMMIT, which raises what `is_overtaken` knows.

    SQLite writes each row at once: it has no statement for several tables, and no way to the server
    to save.
    """
    around = collector()
    if around is not None:  # a batch, or an act within which this one is done
        if isinstance(around, OfOneAct):
            around.know(dossier)
        yield
        if isinstance(around, OfOneAct):
            around.flush()  # before its savepoint is let go: what fails takes all of it back
        return
    if connection.vendor != "postgresql":
        at_once = AtOnce(dossier)
        with collecting(at_once, at_once):
            yield
        return
    rows = Waiting(dossier, ids)
    with connection.execute_wrapper(rows.beside), collecting(rows, rows):
        yield
        if not with_commit:
            rows.flush()
    if with_commit and rows.has_rows:
        send_with_commit(rows.send)


def is_overtaken(error: BaseException) -> bool:
    """True for what `writing_once` and its commit raise where somebody was faster."""
    cause = getattr(error.__cause__, "sqlstate", "")
    return isinstance(error, Overtaken) or cause == one_statement.GUARD_FAILED


class OfOneAct(Collected):
    """The rows of one act, and what must hold of those it changes."""

    is_of_many = False

    def __init__(self, dossier: Dossier) -> None:
        super().__init__()
        self._known = {dossier.pk: dossier.entry_count}
        self._closed: set[int] = set()  # tasks that this act has finished

    def know(self, dossier: Dossier) -> None:
        """Another act within this one has locked its dossier."""
        self.flush()
        self._known[dossier.pk] = dossier.entry_count

    def flush(self) -> None:
        """Write all that waits. Raises Overtaken."""

    def guarded(self, row: Model, names: Iterable[str]) -> Changed:
        """The change with the guard of its table; none for what this act itself has finished, nor
        for another dossier than the locked one.
        """
        guard, known = GUARDS.get(type(row), ""), self._known.get(row.pk)
        if isinstance(row, Dossier):
            return Changed(row, tuple(names), guard if known is not None else "", known)
        ended = isinstance(row, WorkItem) and row.pk in self._closed
        return Changed(row, tuple(names), "" if ended else guard, None)

    def note(self, row: Model) -> None:
        """The row was written so: that is what the next writing of it is compared with."""
        if isinstance(row, Dossier) and row.pk in self._known:
            self._known[row.pk] = row.entry_count
        if isinstance(row, WorkItem) and row.finished is not None:
            self._closed.add(row.pk)


class AtOnce(OfOneAct):
    """Each row is written when it is given."""

    def next(self, model: type[Model]) -> int | None:
        """The database gives the row its id."""
        return None

    def add_all(self, rows: Sequence[Model], numbers: Numbering) -> None:
        """Write new rows of one table by one statement."""
        one_statement.insert(rows)

    def change(self, row: Model, names: Iterable[str]) -> None:
        """Write these columns. Raises Overtaken."""
        one_statement.update(self.guarded(row, names))
        self.note(row)


class Waiting(OfOneAct):
    """Rows that wait for the end of the act, and the ids for them."""

    def __init__(self, dossier: Dossier, ids: Sequence[int] = ()) -> None:
        super().__init__(dossier)
        self._ids = one_statement.shared_out(ids)
        self._quiet = False

    def next(self, model: type[Model]) -> int:
        """The id of one more row. Those of a usual act are taken together."""
        free = self._ids.get(model)
        if not free:
            with self._own():
                for known, ids in one_statement.taken(model).items():
                    self._ids.setdefault(known, deque()).extend(ids)
            free = self._ids[model]
        return free.popleft()

    def change(self, row: Model, names: Iterable[str]) -> None:
        """The same as in a batch; a row that was read twice within one act is written in turn."""
        if self.holds_another(row):
            self.flush()
        super().change(row, names)

    def flush(self) -> None:
        """Write all that waits. Raises Overtaken."""
        added, self.added = self.added, {}
        changed, self.changed = self.changed, {}
        if not added and not changed:
            return
        with self._own():
            one_statement.write(added, [self.guarded(*one) for one in changed.values()])
        for row, _names in changed.values():
            self.note(row)

    def send(self) -> None:
        """Send all that waits, and ask nothing: a guard that does not hold is an error."""
        one_statement.send(self.added, [self.guarded(*one) for one in self.changed.values()])

    def beside(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        """Around every statement of the act that is none of ours."""
        if not self._quiet and self.has_rows:
            if sql.startswith(_TAKES_BACK):
                self.added, self.changed = {}, {}  # collected since the savepoint
            elif sql.startswith(_BEFORE_IT) or self.are_named_in(sql):
                self.flush()
        return execute(sql, params, many, context)

    @contextmanager
    def _own(self) -> Iterator[None]:
        before, self._quiet = self._quiet, True
        try:
            yield
        finally:
            self._quiet = before
