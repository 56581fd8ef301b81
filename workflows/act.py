"""The beats every act shares: transaction, lock, idempotency, move, one entry, one save. Used by
`actions` alone.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Concatenate, ParamSpec

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_fsm import TransitionNotAllowed

from foundation.read_once import reading_once
from organisations import covers
from organisations.models import Cover, User
from organisations.roles import Post
from workflows import sets
from workflows.deadlines import timers
from workflows.definition import Definition
from workflows.errors import AlreadyDone, KeyReused, WrongState
from workflows.journal import entries
from workflows.journal.act_kinds import ActKind, Beats
from workflows.lifecycle import OPEN
from workflows.models import Dossier, Entry, WorkItem
from workflows.sets import under_lock

#: How both databases name the unique key of an entry.
KEY_TAKEN = re.compile(r"workflows_entry[._]key")
Owed = tuple[str, str, dict[str, int]]
P = ParamSpec("P")


class Act:
    """One act on one locked dossier; collects what must be written and writes it once, in
    `record`.
    """

    def __init__(self, dossier: Dossier, actor: User | None, key: str | None, content: Any) -> None:
        self.dossier = dossier
        self.definition: Definition = dossier.flow_class.definition
        self.actor = actor
        self.called = ""  # what the entry calls an actor who has no account
        self.now: dt.datetime = timezone.now()
        self.status_before: int | None = dossier.legal_status
        self.clock_before = self._clock()
        self._never_ran = dossier.accepted_at is None
        self.owed: list[Owed] = []
        self.data: dict[str, Any] = {}
        self.cover: Cover | None = None  # whom the actor stands in for
        self._key = key
        if dossier.represented_id and actor is not None and actor.pk == dossier.applicant_id:
            self.carry(Beats(behalf=dossier.represented_id))
        if key:
            self.carry(Beats(request=fingerprint(content)))

    def carry(self, record: Mapping[str, Any]) -> None:
        """Have the entry say this too; `record` is one that the act's kind declares."""
        self.data |= record

    def acts_under(self, post: Post | None) -> None:
        """Say by which post the actor does it; for whom and in which form they stand in is written
        in the entry.
        """
        self.cover = covers.stands_in(post.cover_id) if post else None
        if self.cover:
            person = str(self.cover.assignment.user)
            self.carry(
                Beats(instead_of={"name": person, "form": self.cover.form, "cover": self.cover.pk})
            )

    def move(self, name: str) -> None:
        """Do the lifecycle move `move_<name>`; raises WrongState when the law's table has no such
        move from here.
        """
        try:
            getattr(self.dossier, f"move_{name}")()
        except TransitionNotAllowed as error:
            raise WrongState(
                _("Hồ sơ đang ở trạng thái “%(status)s” nên không làm được việc này.")
                % {"status": self.dossier.status_label}
            ) from error

    def owe(self, kind: str, key: str, **payload: int) -> None:
        """Have something done after commit, once for its natural key."""
        self.owed.append((kind, key, payload))

    def record(
        self, kind: ActKind, *, item: WorkItem | None = None, outcome: str = "", reason: str = ""
    ) -> Entry:
        """Write the entry, what is owed, and the dossier: the last beat of an act.

        Raises KeyReused when the same key was written for another dossier while this act ran;
        UndeclaredAct when the entry would carry what its kind does not.
        """
        kind.check(self.data)
        try:
            entry = entries.append(
                self.dossier,
                kind.name,
                self.actor,
                status_before=self.status_before,
                item=item,
                outcome=outcome,
                reason=reason,
                data=self.data,
                key=self._key,
                owed=self.owed,
                called=self.called,
            )
        except IntegrityError as error:
            if self._key and KEY_TAKEN.search(str(error)):
                raise KeyReused from error
            raise
        sets.change(self.dossier, kind.changes)
        if self._clock() != self.clock_before:
            timers.align(self.dossier, self.now, first=self._never_ran)
        return entry

    def _clock(self) -> tuple[object, ...]:
        """What the warnings of a due time follow."""
        return self.dossier.due_at, self.dossier.paused_at, self.dossier.legal_status in OPEN


def perform(
    dossier_id: int,
    actor: User | None,
    key: str | None,
    content: Any,
    doing: Callable[Concatenate[Act, P], Entry],
    *args: P.args,
    **kwargs: P.kwargs,
) -> Entry:
    """An act on a dossier: lock, the entry of a repeat instead, else what `doing` does with it.

    `content`: what was asked, by which a repeat is told from another use of its `key`. Raises
    KeyReused, and what `doing` raises. `doing` reads `act.dossier`: what its caller holds is from
    before the lock.
    """
    return _perform(dossier_id, None, actor, key, content, lambda act: doing(act, *args, **kwargs))


def perform_on(
    item: WorkItem,
    actor: User | None,
    key: str | None,
    content: Any,
    doing: Callable[Concatenate[Act, WorkItem, P], Entry],
    *args: P.args,
    **kwargs: P.kwargs,
) -> Entry:
    """The same of an act on a task, which `doing` gets as it is under the lock. Raises AlreadyDone
    too.
    """

    def on_task(act: Act) -> Entry:
        return doing(act, locked_item(item, act.dossier), *args, **kwargs)

    return _perform(item.process_id, item.pk, actor, key, content, on_task)


def _perform(
    dossier_id: int,
    item_id: int | None,
    actor: User | None,
    key: str | None,
    content: Any,
    doing: Callable[[Act], Entry],
) -> Entry:
    try:
        with _locked(dossier_id, item_id, actor, key) as dossier:
            return repeated(key, content) or doing(Act(dossier, actor, key, content))
    except IntegrityError as error:  # written for another dossier while this act ran
        if key and KEY_TAKEN.search(str(error)):
            raise KeyReused from error
        raise


def locked(dossier_id: int) -> AbstractContextManager[Dossier]:
    """The dossier under its row lock, in one transaction; every act on it waits here for the one
    before. In a batch (`workflows.sets`) it is locked already. Raises AlreadyDone where the lock
    did not hold off somebody else's act.
    """
    return _locked(dossier_id, None, None, None)


@contextmanager
def _locked(
    dossier_id: int, item_id: int | None, actor: User | None, key: str | None
) -> Iterator[Dossier]:
    """The same; `item_id`, `actor` and `key`: what the act will ask about, which is read with the
    lock.
    """
    batch = sets.current()
    if batch is not None and batch.has(dossier_id):
        with batch.unit(dossier_id) as dossier:
            yield dossier
        return
    begins = not connection.in_atomic_block
    try:
        with transaction.atomic(), reading_once():
            found = under_lock.read(dossier_id, item_id, actor, key)
            with sets.writing_once(found.dossier, found.ids, with_commit=begins):
                yield found.dossier
    except (sets.Overtaken, DatabaseError) as error:
        if not sets.is_overtaken(error):
            raise
        raise AlreadyDone(by=_who_was_last(dossier_id)) from error


def _who_was_last(dossier_id: int) -> str:
    last = Entry.objects.filter(dossier=dossier_id).order_by("-sequence").first()
    return last.actor_name if last else entries.SYSTEM_NAME


def locked_item(item: WorkItem, dossier: Dossier) -> WorkItem:
    """The task as it is now that the dossier is locked; raises AlreadyDone naming who was
    faster.
    """
    batch = sets.current()
    fresh = batch.items.get(item.pk) if batch is not None else None
    if fresh is None:
        fresh = under_lock.task_of(item.pk)
        if fresh is None:
            raise WorkItem.DoesNotExist
        fresh.process = dossier
        for known in (dossier.deciding, dossier.receiving):
            if fresh.authority_id == known.pk:
                fresh.authority = known  # already read with the dossier
    if fresh.finished is not None:
        raise AlreadyDone(by=_who_finished(fresh, dossier))
    return fresh


def _who_finished(item: WorkItem, dossier: Dossier) -> str:
    """Who ended the task. Its owner need not be that: a withdrawal closes the task somebody
    holds.
    """
    closing = dossier.entries.filter(at__gte=item.finished).order_by("sequence").first()
    return closing.actor_name if closing else entries.SYSTEM_NAME


def repeated(key: str | None, content: Any) -> Entry | None:
    """The entry this key already wrote; raises KeyReused when it came with other content."""
    if not key:
        return None
    batch = sets.current()
    asked = under_lock.entry_of
    entry = batch.entry(key, lambda: asked(key)) if batch is not None else asked(key)
    if entry and entry.data.get("request") != fingerprint(content):
        raise KeyReused
    return entry


def fingerprint(content: Any) -> str:
    """SHA-256 of what a request asked, to tell a repeat from a reuse of its key."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()
