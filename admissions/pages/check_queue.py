"""The papers of a round's applications, checked one after another by the school of the first wish:
whose turn it is, and how far the school is.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Count, Q, QuerySet

from admissions import steps
from admissions.models import Application, Round
from organisations.models import User
from organisations.roles import posts
from workflows.models import Dossier, WorkItem
from workflows.reports import queues

CHECKS = (steps.CHECK, steps.SECOND_CHECK)


@dataclass(frozen=True)
class Progress:
    """The applications of one or more schools: how many wait for what."""

    every: int
    first: int  # wait for a first look
    second: int  # wait for another officer, as they claim what counts
    family: int  # wait for what the family has to bring

    @property
    def done(self) -> int:
        return self.every - self.first - self.second - self.family


def progress(round_: Round, schools: Collection[int]) -> Progress:
    """Of the applications whose first wish is at one of these schools."""
    theirs = round_.applications.filter(first_school__in=schools)
    rows = WorkItem.objects.filter(
        process__in=theirs.values("dossier"), finished__isnull=True
    ).order_by()
    waits = dict(rows.values_list("step").annotate(Count("pk")))
    told = (waits.get(step, 0) for step in (*CHECKS, steps.WAIT_CHECK))
    return Progress(theirs.count(), *told)


def tasks(round_: Round, user: User) -> QuerySet[WorkItem]:
    """The checks that they may do now, by the candidates' numbers: none that a colleague holds, and
    none a second time.
    """
    theirs: Q = reduce(or_, map(queues.of_post, posts(user)), Q(pk__in=[]))
    free = Q(owner__isnull=True) | queues.owned(user)
    done = WorkItem.objects.filter(
        process__application__round=round_, step=steps.CHECK, owner=user, finished__isnull=False
    )
    rows = queues.open_items().filter(
        theirs, free, process__application__round=round_, step__in=CHECKS
    )
    mine = Q(step=steps.SECOND_CHECK, process__in=done.values("process"))
    return rows.exclude(mine).order_by("process__application__candidate", "pk")


def neighbours(user: User, item: WorkItem) -> tuple[WorkItem | None, WorkItem | None]:
    """The check before and after this one; after the last one the first."""
    application = Application.objects.select_related("round").get(dossier=item.process_id)
    others = tasks(application.round, user).exclude(pk=item.pk)
    number = application.candidate
    before = others.filter(process__application__candidate__lt=number).last()
    after = others.filter(process__application__candidate__gt=number).first()
    return before, after or others.first()


def is_check(item: WorkItem, round_: Round) -> bool:
    """Whether the task is a check of an application of this round."""
    return item.step in CHECKS and round_.applications.filter(dossier=item.process_id).exists()


def first_checked_by(dossier: Dossier) -> str:
    """Who looked at it first; "" before that."""
    rows = WorkItem.objects.filter(process=dossier, step=steps.CHECK, finished__isnull=False)
    found = rows.select_related("owner").order_by("-pk").first()
    return str(found.owner) if found and found.owner else ""
