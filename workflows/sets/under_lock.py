"""What an act reads before it does anything: the dossier under its row lock, then what it will ask
anyway, on PostgreSQL in one trip to the server.

Each statement begins after the one before has ended, so what comes behind the lock is read as
whoever held it before has left it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models
from django.db.models.expressions import RawSQL

from foundation.compiled_reads import CompiledRead
from foundation.read_once import read_once, remember
from foundation.round_trips import in_one_trip
from organisations.calendar.working_time import begin_by
from organisations.calendar_models import CalendarState
from organisations.models import User
from organisations.roles import ask_for_act
from workflows.models import Dossier, Entry, WorkItem
from workflows.sets import one_statement

LOCKED_DOSSIER = CompiledRead(
    lambda pk: (
        Dossier.objects.select_for_update(of=("self",))
        .select_related("receiving", "deciding")
        .filter(pk=pk)
        .order_by()
    ),
    int,
)
TASK = CompiledRead(lambda pk: WorkItem.objects.filter(pk=pk).order_by(), int)
WRITTEN = CompiledRead(
    lambda key: Entry.objects.filter(key=key).select_related("dossier").order_by(), str
)


def _task_and_more(pk: int) -> Any:
    token = CalendarState.objects.filter(pk=1).order_by().values("token")
    task: Any = WorkItem.objects.filter(pk=pk).order_by().annotate(calendar=models.Subquery(token))
    if connection.vendor != "postgresql":
        return task
    ids = RawSQL(f"ARRAY[{one_statement.usual_numbers()}]", [], output_field=models.Field())  # noqa: S611 - our own names
    return task.annotate(ids=ids)


#: With the name of the calendar in force, and ids for the rows that the act will add.
TASK_AND_MORE = CompiledRead(_task_and_more, int)


@dataclass(frozen=True)
class Read:
    """The locked dossier, and the ids taken for its act's rows."""

    dossier: Dossier
    ids: list[int] = field(default_factory=list)


def read(dossier_id: int, item_id: int | None, actor: User | None, key: str | None) -> Read:
    """Lock the dossier and read what its act asks for: the task, what the actor may use, what the
    key has written. All of it is remembered while `reading_once` lasts. Raises
    Dossier.DoesNotExist.
    """
    with in_one_trip():
        locked = LOCKED_DOSSIER.asked(dossier_id)
        written = WRITTEN.asked(key) if key else None
        tasks = TASK_AND_MORE.asked(item_id) if item_id is not None else None
        posts = ask_for_act(actor) if item_id is not None and actor is not None else None
    found = next(iter(locked()), None)
    if key and written is not None:
        remember(entry_of, next(iter(written()), None), key)
    ids = _keep_task(item_id, next(iter(tasks()), None)) if item_id and tasks else []
    if posts is not None:
        posts()
    return Read(found or _looked_again(dossier_id), ids)


def _keep_task(item_id: int, found: WorkItem | None) -> list[int]:
    remember(task_of, found, item_id)
    if found is None:
        return []
    begin_by(found.__dict__.pop("calendar"))
    ids: list[int] = found.__dict__.pop("ids", [])
    return ids


def _looked_again(dossier_id: int) -> Dossier:
    """Handed over while we waited: PostgreSQL looks for the new authority among the rows it had
    joined before, and finds none. The lock is ours by now, so a second look sees the dossier as it
    is.
    """
    found = LOCKED_DOSSIER.first(dossier_id)
    if found is None:
        raise Dossier.DoesNotExist
    return found


@read_once
def task_of(item_id: int) -> WorkItem | None:
    """The task as it is now; once an act, which changes it."""
    return TASK.first(item_id)


@read_once
def entry_of(key: str) -> Entry | None:
    """The entry that this key has written."""
    return WRITTEN.first(key)
