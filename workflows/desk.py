"""The officer's queues, as queries that an index serves whatever the number of dossiers."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from organisations.models import Authority, Role, User
from organisations.roles import held_assignments, held_pairs
from organisations.text import fold
from protection import blind_index
from workflows.lifecycle import Status
from workflows.models import DEFINITION_TEXT, Dossier, WorkItem
from workflows.permissions import authorities_of

#: Sorted by what is due; a task without its own time comes last. The id makes the order total.
BY_DUE = (F("due_at").asc(nulls_last=True), F("id").asc())


MOST_OF_ONE_PERSON = 500  # dossiers looked at for one number


@dataclass(frozen=True)
class Queue:
    """The tasks that wait for one role at one authority."""

    authority: Authority
    role: Role
    waiting: int
    overdue: int
    due_today: int


def open_items() -> QuerySet[WorkItem]:
    """Unfinished tasks with what a queue row shows, in the order of what is due."""
    related = ("process__version__procedure", "process__receiving", "process__deciding", "owner", "authority")
    rows = WorkItem.objects.filter(finished__isnull=True).select_related(*related).order_by(*BY_DUE)
    return rows.defer(*(f"process__{name}" for name in DEFINITION_TEXT), "process__answers", "process__office")


def mine(user: User) -> QuerySet[WorkItem]:
    """Tasks the officer has claimed or was given."""
    return open_items().filter(owner=user)


def waiting(user: User, authority: Authority, role: str) -> QuerySet[WorkItem]:
    """The team's queue: tasks of the role at the authority; empty for somebody who does not hold it today."""
    if (role, authority.pk) not in held_pairs(user):
        return WorkItem.objects.none()
    return open_items().filter(authority=authority, role=role)


def queues(user: User, now: dt.datetime | None = None) -> list[Queue]:
    """Each queue of the officer with its counts, in two queries."""
    now = now or timezone.now()
    tonight = timezone.localtime(now).replace(hour=23, minute=59, second=59, microsecond=0)
    held = list(held_assignments(user).select_related("authority", "role").order_by("authority__name", "role__name"))
    wanted = Q(pk__in=[])
    for assignment in held:
        wanted |= Q(authority_id=assignment.authority_id, role=assignment.role_id)
    counted = (
        WorkItem.objects.filter(wanted, finished__isnull=True)
        .values("authority_id", "role")
        .annotate(
            waiting=Count("id"),
            overdue=Count("id", filter=Q(due_at__lt=now)),
            due_today=Count("id", filter=Q(due_at__gte=now, due_at__lte=tonight)),
        )
        .order_by("authority_id", "role")
    )
    counts = {(row["authority_id"], row["role"]): row for row in counted}
    none = {"waiting": 0, "overdue": 0, "due_today": 0}
    found = []
    for assignment in held:
        row = counts.get((assignment.authority_id, assignment.role_id), none)
        found.append(Queue(assignment.authority, assignment.role, row["waiting"], row["overdue"], row["due_today"]))
    return found


def neighbours(user: User, item: WorkItem) -> tuple[WorkItem | None, WorkItem | None]:
    """The tasks before and after this one in its queue, in the order the queue shows, less what colleagues hold."""
    if item.authority is None:
        return None, None
    queue = waiting(user, item.authority, item.role).filter(Q(owner__isnull=True) | Q(owner=user))
    if item.due_at is None:
        earlier, later = Q(due_at__isnull=False) | Q(pk__lt=item.pk), Q(due_at__isnull=True, pk__gt=item.pk)
    else:
        earlier = Q(due_at__lt=item.due_at) | Q(due_at=item.due_at, pk__lt=item.pk)
        later = Q(due_at__gt=item.due_at) | Q(due_at=item.due_at, pk__gt=item.pk) | Q(due_at__isnull=True)
    before = queue.filter(earlier).order_by(F("due_at").desc(nulls_first=True), F("id").desc()).first()
    return before, queue.filter(later).first()


def withdrawals(user: User) -> QuerySet[Dossier]:
    """Dossiers whose applicants asked to stop and that the officer's authority must confirm."""
    asked = Dossier.objects.filter(authorities_of(user), legal_status=Status.WITHDRAWAL_ASKED)
    return asked.select_related("version__procedure").defer(*DEFINITION_TEXT).order_by("id")


def search(user: User, text: str) -> QuerySet[Dossier]:
    """Dossiers of the officer's authorities whose code or names contain every word, diacritics forgiven.

    A whole identity number or phone finds by its blind index: these are encrypted, so a part of one finds nothing.
    """
    found = Dossier.objects.filter(authorities_of(user)).select_related("version__procedure").defer(*DEFINITION_TEXT)
    if number := by_number(text):
        ids = Dossier.objects.filter(number).order_by("-id").values_list("pk", flat=True)[:MOST_OF_ONE_PERSON]
        return found.filter(pk__in=list(ids)).order_by("-id")  # first by the number's own index, then by office
    for word in fold(text).split():
        found = found.filter(search__contains=word)
    return found.order_by("-id")


def by_number(text: str) -> Q:
    """An identity number (9 or 12 digits) or a phone (10 or 11, +84 forgiven); nothing for other words."""
    if re.fullmatch(r"\+?[\d\s.]+", text) is None:
        return Q()
    digits = re.sub(r"\D", "", text)
    if len(digits) in (9, 12):
        number = blind_index.identity(digits)
        return Q(applicant_index=number) | Q(holder_index=number)
    return Q(phone_index=blind_index.phone(text)) if len(digits) in (10, 11) else Q()
