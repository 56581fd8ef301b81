"""Taking the next task of a queue: several officers press at once, and each gets another one."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q

from organisations.models import Authority, User
from workflows import actions
from workflows.background import left_tasks
from workflows.errors import ActRefused, NoRight
from workflows.models import WorkItem
from workflows.reports import queues
from workflows.reports.queues import BY_DUE


def claim_next(actor: User, authority: Authority, role: str) -> WorkItem | None:
    """Claim the free task of the queue that is due first; None when the queue holds none this
    officer may take.

    A task whose dossier somebody is at work on is passed over; only when no other is left is it
    waited for. Tasks that four eyes keep from this officer stay for the others. Raises NoRight for
    somebody who does not hold the role.
    """
    tasks = queues.of_queue(actor, authority.pk, role)
    if tasks is None:
        raise NoRight
    left_tasks.give_back(tasks)
    not_theirs: set[int] = set()
    for waits in (False, True):
        while (found := _claim_first(actor, tasks, not_theirs, waits)) is not None:
            if found.owner_id == actor.pk:
                return found
    return None


def _claim_first(actor: User, tasks: Q, not_theirs: set[int], waits: bool) -> WorkItem | None:
    """One try: the first task there is, claimed, or noted in `not_theirs` when it could not be."""
    with transaction.atomic():
        item = _first_free(tasks, not_theirs, waits)
        if item is None:
            return None
        try:
            actions.claim(item, actor)
        except ActRefused:  # four eyes, or taken between the look and the lock
            not_theirs.add(item.pk)
        else:
            item.owner = actor
        return item


def _first_free(tasks: Q, not_theirs: Collection[int], waits: bool) -> WorkItem | None:
    """The first free task, with the row of its dossier locked: the acts lock that row, so nobody is
    in anyone's way.
    """
    free = WorkItem.objects.filter(
        tasks, finished__isnull=True, owner__isnull=True, to_be_given=False
    )
    locked = free.exclude(pk__in=not_theirs).select_for_update(
        of=("process",), skip_locked=not waits
    )
    return locked.select_related("process").order_by(*BY_DUE).first()
