"""The tasks that wait until a head of the office or of a division gives them to somebody."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from organisations.models import User
from organisations.roles import LEADERS
from portal.office.shared.side_menu import frame
from portal.office.shared.task_row import HEAVY, Row, rows_of
from portal.shared.desk_visitor import officer_of, reader_of, settle_left
from workflows import permissions
from workflows.models import WorkItem
from workflows.reports import queues

MOST = 50  # tasks listed; the others come up as these are given


@dataclass(frozen=True)
class ToGive:
    """One task and the people who may be given it."""

    row: Row
    people: list[User]


def giving(request: HttpRequest) -> HttpResponse:
    """What waits for this head, what is due first on top; 404 for who heads nothing and stands in
    for no head.
    """
    officer, now = officer_of(request), timezone.now()
    settle_left(reader_of(request))
    if not any(post.role in LEADERS for post in reader_of(request).posts()):
        raise Http404
    shown = frame(reader_of(request), now, "giving")
    waiting = list(queues.to_give(officer).defer(*HEAVY)[:MOST])
    people: dict[tuple[int | None, str, str], list[User]] = {}
    tasks = [ToGive(row, _people(row.item, people)) for row in rows_of(waiting, officer, now)]
    return render(request, "portal/office/giving.html", {**shown, "tasks": tasks})


def _people(item: WorkItem, known: dict[tuple[int | None, str, str], list[User]]) -> list[User]:
    """Asked once for each role of each office, not once a row."""
    place = (item.authority_id, item.role, permissions.procedure_of(item.process))
    if place not in known:
        known[place] = permissions.holders_of(item)
    return known[place]
