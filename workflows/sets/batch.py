"""A batch of dossiers in one transaction: one locked read, the acts on each in turn, one writing at
the end.

The acts are those that are done one by one; `workflows.act` finds here what it would else ask and
lock. What an act asks the database itself sees what it wrote before: its rows are written first,
behind a savepoint,
so that a refusal takes them back alone. It does not see what the acts on the other dossiers of the
batch have
collected.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from foundation.read_once import forget, reading_once
from organisations.calendar.working_time import calendar_for
from organisations.models import Authority, User
from organisations.roles import remember
from workflows.models import Dossier, Entry, Timer, WorkItem
from workflows.sets.collecting import Collected, collecting
from workflows.sets.statements import Numbers

#: Ids taken at once from a table's sequence.
NUMBERS_AT_ONCE = 500


@dataclass(frozen=True)
class Done:
    """A task of a dossier that somebody decided: its step, who did, and in whose stead (ids)."""

    step: str
    owner: int | None
    covered: int | None


class Batch:
    """The tasks of one batch, each of another dossier, and what was read of them under the lock."""

    def __init__(self, items: Collection[int], keys: Collection[str], actor_id: int) -> None:
        self._wanted, self._keys, self._actor_id = items, frozenset(keys), actor_id
        self.items: dict[int, WorkItem] = {}
        self._dossiers: dict[int, Dossier] = {}
        self._entries: dict[str, Entry] = {}
        self._done: dict[int, list[Done]] = {}
        self._known: dict[int, int] = {}
        self._warnings: dict[int, list[Timer]] | None = None
        self._all = Collected()
        self._unit: _Unit | None = None
        self._quiet = False
        self._numbers = Numbers(NUMBERS_AT_ONCE, self._own_statements)

    @contextmanager
    def opened(self) -> Iterator[None]:
        """The transaction; all that was collected is written at its end. Raises Overtaken, and
        nothing is kept.
        """
        with ExitStack() as inside:
            inside.enter_context(transaction.atomic())
            inside.enter_context(reading_once())
            self._read()
            inside.enter_context(connection.execute_wrapper(self._statement))
            token = _current.set(self)
            inside.callback(_current.reset, token)
            yield
            self._write()

    def _read(self) -> None:
        """Lock the dossiers, always in the same order, then read what hangs on them: all as it now
        is.
        """
        of_tasks = WorkItem.objects.filter(pk__in=self._wanted).values("process_id")
        locked = Dossier.objects.select_for_update().filter(pk__in=of_tasks).order_by("pk")
        self._dossiers = {dossier.pk: dossier for dossier in locked}
        self._known = {pk: dossier.entry_count for pk, dossier in self._dossiers.items()}
        tasks = WorkItem.objects.filter(pk__in=self._wanted).select_related("owner")
        self.items = {item.pk: item for item in tasks}
        self._attach_offices()
        self._read_done()
        entries = Entry.objects.filter(key__in=self._keys).select_related("dossier")
        self._entries = {str(entry.key): entry for entry in entries}
        self.actor = User.objects.get(pk=self._actor_id)
        holders = {item.owner_id: item.owner for item in self.items.values() if item.owner}
        self._share_people({**holders, self._actor_id: self.actor})

    def _attach_offices(self) -> None:
        ids = {
            one for row in self._dossiers.values() for one in (row.receiving_id, row.deciding_id)
        }
        ids |= {item.authority_id for item in self.items.values() if item.authority_id}
        offices = Authority.objects.in_bulk(ids)
        for office in offices.values():
            calendar_for(office)  # the batch keeps to the calendar of its beginning
        for dossier in self._dossiers.values():
            dossier.receiving = offices[dossier.receiving_id]
            dossier.deciding = offices[dossier.deciding_id]
        for item in self.items.values():
            item.process = self._dossiers[item.process_id]
            if item.authority_id:
                item.authority = offices[item.authority_id]

    def _read_done(self) -> None:
        """Who decided which step of each dossier: what four eyes are asked of, in one query."""
        self._done = {pk: [] for pk in self._dossiers}
        rows = WorkItem.objects.filter(process__in=self._dossiers).exclude(outcome="")
        columns = ("process_id", "step", "owner_id", "cover__assignment__user_id")
        for process, step, owner, covered in rows.values_list(*columns):
            self._done[process].append(Done(step, owner, covered))

    def _share_people(self, people: dict[int, User]) -> None:
        """What each may use is asked once, now that the dossiers are locked: a role taken away
        before counts.
        """
        for person in people.values():
            remember(person)
        for item in self.items.values():
            if item.owner_id is not None:
                item.owner = people[item.owner_id]

    @contextmanager
    def unit(self, dossier_id: int) -> Iterator[Dossier]:
        """The act on one dossier; what it raises takes its own rows back and nothing else."""
        unit = _Unit()
        self._unit = unit
        begun = len(connection.run_on_commit)
        try:
            with collecting(unit.rows, self._numbers):
                yield self._dossiers[dossier_id]
            self._unit = None
            self._keep(unit)
        except BaseException:
            self._unit = None
            self._take_back(unit, begun)
            raise

    @property
    def dossiers(self) -> Collection[Dossier]:
        """All of the batch."""
        return self._dossiers.values()

    def has(self, dossier_id: int) -> bool:
        """True for a dossier of the batch, locked by it."""
        return dossier_id in self._dossiers

    def entry(self, key: str, otherwise: Callable[[], Entry | None]) -> Entry | None:
        """The entry that this key has already written."""
        return self._entries.get(key) if key in self._keys else otherwise()

    def done(self, dossier_id: int) -> list[Done] | None:
        """Who decided which of its steps; None once the act has written something itself: then ask
        the database.
        """
        if self._unit is None or self._unit.has_written:
            return None
        return self._done.get(dossier_id)

    def warnings(self, dossier_id: int) -> list[Timer] | None:
        """The warnings of its due time, read once for all; None when its act has asked before."""
        if self._unit is None or self._unit.has_warnings or not self.has(dossier_id):
            return None
        self._unit.has_warnings = True
        if self._warnings is None:
            self._warnings = {pk: [] for pk in self._dossiers}
            with self._own_statements():
                for timer in Timer.objects.filter(dossier__in=self._dossiers, item=None):
                    self._warnings[timer.dossier_id].append(timer)
        return self._warnings[dossier_id]

    def _keep(self, unit: _Unit) -> None:
        if unit.savepoint is not None:
            with self._own_statements():
                transaction.savepoint_commit(unit.savepoint)
        if unit.writes:
            forget()  # it wrote by itself: what was read before may stand otherwise now
        self._all.join(unit.rows)

    def _take_back(self, unit: _Unit, begun: int) -> None:
        if unit.savepoint is not None:
            with self._own_statements():
                transaction.savepoint_rollback(unit.savepoint)
            self._numbers.forget()
        del connection.run_on_commit[begun:]

    def _write(self) -> None:
        with self._own_statements(), collecting(self._all, self._numbers):
            while self._all.given:
                given, self._all.given = self._all.given, {}
                for do, values in given.values():
                    do(values)
            self._all.write(self._known)

    def _statement(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        """Around every statement: what an act asks sees its own rows, what it writes can be taken
        back.
        """
        unit = self._unit
        if not self._quiet and unit is not None:
            with self._own_statements():
                self._prepare(unit, sql)
        return execute(sql, params, many, context)

    def _prepare(self, unit: _Unit, sql: str) -> None:
        writes, about = not _only_asks(sql), unit.rows.are_named_in(sql)
        if not writes and not about:
            return
        if unit.savepoint is None:
            unit.savepoint = transaction.savepoint()
        unit.writes = unit.writes or writes
        if about:
            unit.rows.write(self._known)

    @contextmanager
    def _own_statements(self) -> Iterator[None]:
        before, self._quiet = self._quiet, True
        try:
            yield
        finally:
            self._quiet = before


class _Unit:
    """The act on one dossier: its rows, and the savepoint once one was written."""

    def __init__(self) -> None:
        self.rows = Collected()
        self.savepoint: str | None = None
        self.has_warnings = False  # it was given those of its due time
        self.writes = False  # something of its own, beside the rows it collects

    @property
    def has_written(self) -> bool:
        return self.savepoint is not None or self.rows.has_rows


def _only_asks(sql: str) -> bool:
    return sql.lstrip(" (\n").upper().startswith("SELECT")


_current: ContextVar[Batch | None] = ContextVar("batch", default=None)


def current() -> Batch | None:
    """The batch that is open here."""
    return _current.get()
