"""The officer's queues, as queries that an index serves whatever the number of dossiers."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from forms import phones
from foundation.text import clean_code, fold, list_key
from organisations.models import Authority, Role, User
from organisations.roles import HEAD, RECEPTIONIST, Post, held_assignments, posts
from protection import blind_index
from workflows import permissions
from workflows.lifecycle import Status
from workflows.models import CONSULT, DEFINITION_TEXT, TOGETHER, Dossier, WorkItem
from workflows.reading_rights import Reader, What

#: Sorted by what is due; a task without its own time comes last. The id makes the order total.
BY_DUE = (F("due_at").asc(nulls_last=True), F("id").asc())


#: A question to somebody who is asked is no task of a queue: it has a list of its own
#: (`readers.consultation`); what is decided for all at once waits for that act.
NO_QUESTION = ~Q(flow_task_type__in=(CONSULT, TOGETHER))
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
    offices = ("process__receiving", "process__deciding", "authority")
    related = ("process__version__procedure", *offices, "owner", "returned_from")
    rows = WorkItem.objects.filter(finished__isnull=True).select_related(*related).order_by(*BY_DUE)
    return rows.defer(
        *(f"process__{name}" for name in DEFINITION_TEXT), "process__answers", "process__office"
    )


def mine(user: User) -> QuerySet[WorkItem]:
    """Tasks the officer has claimed or was given, and those of the people they stand in for."""
    return open_items().filter(owned(user))


def owned(user: User) -> Q:
    """Filter for the tasks that are theirs to finish."""
    found = Q(owner=user) & NO_QUESTION
    for post in posts(user):
        if post.covered_id is not None:
            found |= of_post(post) & Q(owner_id=post.covered_id)
    return found


def to_give(user: User) -> QuerySet[WorkItem]:
    """Tasks that wait until a head of the office, or the role that their step names, gives them to
    somebody.

    A head also sees what came back to a queue by itself, because whoever had it is gone.
    """
    wanted = Q(pk__in=[])
    for post in posts(user):
        there = Q(authority_id=post.authority_id)
        limited = (
            Q(process__version__procedure__slug__in=post.procedures.split())
            if post.procedures
            else Q()
        )
        waits = Q(to_be_given=True)
        gives = (
            waits | (~Q(returned="") & NO_QUESTION)
            if post.role == HEAD
            else waits & Q(given_by=post.role)
        )
        wanted |= there & limited & gives
    return open_items().filter(wanted, owner__isnull=True)


def of_post(post: Post) -> Q:
    """Filter for the tasks that somebody may take up by this post."""
    there = Q(authority_id=post.authority_id, role=post.role) & NO_QUESTION
    return (
        there & Q(process__version__procedure__slug__in=post.procedures.split())
        if post.procedures
        else there
    )


def of_queue(user: User, authority_id: int, role: str) -> Q | None:
    """Filter for the tasks of a role there that the officer may take up; None for somebody who may
    not use it.
    """
    here = [post for post in posts(user) if post[:2] == (role, authority_id)]
    whole = [post for post in here if not post.procedures][:1]
    return reduce(or_, map(of_post, whole or here)) if here else None


def waiting(user: User, authority: Authority, role: str) -> QuerySet[WorkItem]:
    """The team's queue: tasks of the role at the authority; empty for somebody who may not use it
    today.
    """
    tasks = of_queue(user, authority.pk, role)
    return WorkItem.objects.none() if tasks is None else open_items().filter(tasks)


def queues(user: User, now: dt.datetime | None = None) -> list[Queue]:
    """Each queue of the officer with its counts, in two queries."""
    now = now or timezone.now()
    tonight = timezone.localtime(now).replace(hour=23, minute=59, second=59, microsecond=0)
    rows = sorted(
        held_assignments(user).select_related("authority", "role"),
        key=lambda one: (list_key(one.authority.name), list_key(one.role.name)),
    )
    # their own and one they stand in for are one queue
    held = {(row.authority_id, row.role_id): row for row in rows}
    wanted = Q(pk__in=[])
    for place in held:
        wanted |= of_queue(user, *place) or Q(pk__in=[])
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
    for assignment in held.values():
        row = counts.get((assignment.authority_id, assignment.role_id), none)
        found.append(
            Queue(
                assignment.authority,
                assignment.role,
                row["waiting"],
                row["overdue"],
                row["due_today"],
            )
        )
    return found


def neighbours(user: User, item: WorkItem) -> tuple[WorkItem | None, WorkItem | None]:
    """The tasks before and after this one in its queue, in the order the queue shows, less what
    colleagues hold.
    """
    if item.authority is None:
        return None, None
    queue = waiting(user, item.authority, item.role).filter(Q(owner__isnull=True) | owned(user))
    if item.due_at is None:
        earlier, later = (
            Q(due_at__isnull=False) | Q(pk__lt=item.pk),
            Q(due_at__isnull=True, pk__gt=item.pk),
        )
    else:
        earlier = Q(due_at__lt=item.due_at) | Q(due_at=item.due_at, pk__lt=item.pk)
        later = (
            Q(due_at__gt=item.due_at)
            | Q(due_at=item.due_at, pk__gt=item.pk)
            | Q(due_at__isnull=True)
        )
    before = (
        queue.filter(earlier).order_by(F("due_at").desc(nulls_first=True), F("id").desc()).first()
    )
    return before, queue.filter(later).first()


def withdrawals(user: User) -> QuerySet[Dossier]:
    """Dossiers whose applicants asked to stop, for whoever may confirm it
    (`permissions.post_to_stop`).
    """
    wanted = Q(pk__in=[])
    for post in posts(user):
        limited = (
            Q(version__procedure__slug__in=post.procedures.split()) if post.procedures else Q()
        )
        if post.role == RECEPTIONIST:
            wanted |= Q(receiving_id=post.authority_id) & limited
        elif post.role == HEAD:
            wanted |= Q(deciding_id=post.authority_id) & limited
    not_own = permissions.not_own(user)
    asked = Dossier.objects.filter(wanted, not_own, legal_status=Status.WITHDRAWAL_ASKED)
    return asked.select_related("version__procedure").defer(*DEFINITION_TEXT).order_by("id")


def search(user: User, text: str) -> QuerySet[Dossier]:
    """Dossiers that the officer may find whose code or names contain every word, diacritics
    forgiven.

    A whole identity number or phone finds by its blind index: these are encrypted, so a part of one
    finds nothing.
    """
    found = Dossier.objects.filter(Reader(user).scope(What.SEARCH))
    found = found.select_related("version__procedure").defer(*DEFINITION_TEXT)
    if number := by_number(text):
        ids = (
            Dossier.objects.filter(number)
            .order_by("-id")
            .values_list("pk", flat=True)[:MOST_OF_ONE_PERSON]
        )
        # first by the number's own index, then by office
        return found.filter(pk__in=list(ids)).order_by("-id")
    for word in fold(text).split():
        found = found.filter(search__contains=word)
    return found.order_by("-id")


def by_number(text: str) -> Q:
    """An identity number, a passport or a phone, +84 and other countries' codes too; nothing for
    other words.
    """
    text = clean_code(text)
    plain, kept = re.sub(r"[\s.]", "", text), phones.as_kept(text)
    is_phone = kept != text or re.fullmatch(r"\+\d{7,15}|\d{10,14}", plain)
    found = Q(phone_index=blind_index.phone(kept)) if is_phone else Q()
    if re.fullmatch(r"\d{9}|\d{12}|[A-Za-z]{1,2}\d{6,8}", plain):
        numbers = {blind_index.identity(plain), blind_index.passport(plain)}
        found |= Q(applicant_index__in=numbers) | Q(holder_index__in=numbers)
    return found
