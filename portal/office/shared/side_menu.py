"""The left side of every desk page: each list of the officer with its counts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, Q, QuerySet

from admissions.pages import board
from conversation import questions, remarks
from conversation.models import Thread
from organisations import covers
from organisations.calendar.working_time import local
from organisations.models import Authority, Cover, User
from organisations.rights import requests
from organisations.roles import ADMISSIONS, BOOK_KEEPER, CASHIER, HEAD, LEADERS, RECEPTIONIST
from portal.office.shared.counted import count_together
from portal.office.shared.offered import ex_officio_offers
from satisfaction import answering
from workflows.models import CouncilMember, WorkItem
from workflows.opinions import councils
from workflows.published import definition_of
from workflows.reading_rights import Reader, What
from workflows.reports import queues as desk

#: Whose work is no task of a step.
WITHOUT_TASKS = (CASHIER, BOOK_KEEPER, ADMISSIONS)
#: Whose opinion the departments ask: their menu has the list even when it is empty.
OFTEN_ASKED = (Authority.Kind.SCHOOL, Authority.Kind.COMMUNE)


def frame(
    reader: Reader, now: dt.datetime, place: str, queues: list[desk.Queue] | None = None
) -> dict[str, Any]:
    """`place` names what is open: "mine", "<authority>/<role>", or one of the menu's other lists
    ("withdrawals" …).
    """
    officer = reader.user
    queues = desk.queues(officer, now) if queues is None else queues
    heads = any(post.role == HEAD and post.cover_id is None for post in reader.posts())
    counted = count_together(_lists(reader, queues, heads))
    return {
        "queues": [queue for queue in queues if queue.role.slug not in WITHOUT_TASKS],
        "keeps_book": any(queue.role.slug == BOOK_KEEPER for queue in queues),
        "collects": any(queue.role.slug == CASHIER for queue in queues),
        "keeps_logbook": bool(reader.offices(What.EXPORTS)),
        "is_receptionist": any(queue.role.slug == RECEPTIONIST for queue in queues),
        "opens_ex_officio": bool(ex_officio_offers(reader)),
        "has_rounds": _leads_rounds(reader) or counted.get("rounds", 0) > 0,
        "heads": heads,
        "to_grant": len(requests.waiting_for(officer)) if heads else 0,
        "standing_in": _standing_in(reader),
        "consulted": _asked_counts(reader, now),
        "is_asked": any(queue.authority.kind in OFTEN_ASKED for queue in queues),
        "to_give": counted.get("to_give", 0),
        "own": _own_counts(officer, now),
        "unanswered": counted["unanswered"],
        "ratings": counted.get("ratings", 0),
        "withdrawals": counted["withdrawals"],
        "seats": _seats(officer),
        "place": place,
        "now": local(now),
    }


def _lists(reader: Reader, queues: list[desk.Queue], heads: bool) -> dict[str, QuerySet[Any]]:
    """The lists of the menu whose length it says, those that this officer may have."""
    officer = reader.user
    found: dict[str, QuerySet[Any]] = {
        "withdrawals": desk.withdrawals(officer),
        "unanswered": _unanswered(reader),
    }
    if any(queue.role.slug in LEADERS for queue in queues):
        found["to_give"] = desk.to_give(officer)
    if heads:
        found["ratings"] = answering.to_answer(officer)
    if not _leads_rounds(reader) and _may_meet_rounds(reader):
        found["rounds"] = board.rounds_of(officer)
    return found


def _leads_rounds(reader: Reader) -> bool:
    return any(post.role == ADMISSIONS for post in reader.posts())


def _may_meet_rounds(reader: Reader) -> bool:
    """Heads, and people of schools: others have nothing to do with admissions."""
    return any(post.role == HEAD or post.kind == Authority.Kind.SCHOOL for post in reader.posts())


def _seats(officer: User) -> list[tuple[CouncilMember, dict[str, str]]]:
    """Each seat with what its council is called."""
    return [
        (seat, councils.called(definition_of(seat.council.dossier.version), seat.council.item.step))
        for seat in councils.open_seats(officer)
    ]


def _standing_in(reader: Reader) -> list[Cover]:
    """For whom the officer stands in today; asked only of who does."""
    found = [post.cover_id for post in reader.posts() if post.cover_id is not None]
    return list(covers.with_people().filter(pk__in=found)) if found else []


def _unanswered(reader: Reader) -> QuerySet[Thread]:
    """What waits for an answer: threads of dossiers, and questions before filing."""
    threads = remarks.waiting(reader).order_by().values("pk")
    asked = questions.waiting(reader.user).order_by().values("pk")
    return Thread.objects.filter(Q(pk__in=threads) | Q(pk__in=asked))


def tonight(now: dt.datetime) -> dt.datetime:
    """The last second of today, local."""
    return local(now).replace(hour=23, minute=59, second=59, microsecond=0)


def _asked_counts(reader: Reader, now: dt.datetime) -> dict[str, int]:
    """How many questions wait for the officer's opinion, and how many of them are late."""
    due = list(reader.questions().filter(finished=None).order_by().values_list("due_at", flat=True))
    return {"waiting": len(due), "overdue": sum(1 for one in due if one and one < now)}


def _own_counts(officer: User, now: dt.datetime) -> dict[str, int]:
    late, today = Q(due_at__lt=now), Q(due_at__gte=now, due_at__lte=tonight(now))
    tasks = WorkItem.objects.filter(desk.owned(officer), finished__isnull=True)
    return tasks.aggregate(
        waiting=Count("id"), overdue=Count("id", filter=late), due_today=Count("id", filter=today)
    )
