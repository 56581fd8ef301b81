"""The officer's desk: their own tasks, and each team's queue, sorted by what is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.languages import name_in_language
from portal.office.queue.paging import Cursor, page_of
from portal.office.shared.side_menu import frame, tonight
from portal.office.shared.task_row import HEAVY, rows_of
from portal.shared.desk_visitor import officer_of, reader_of, settle_left
from workflows.models import WorkItem
from workflows.reports import queues as engine

# what an address may ask for: ?loc=qua-han
LATE, TODAY, FREE = "qua-han", "hom-nay", "chua-ai-nhan"


def desk(request: HttpRequest) -> HttpResponse:
    """The tasks the officer has taken or was given."""
    officer, now = officer_of(request), timezone.now()
    settle_left(reader_of(request))
    shown = {**frame(reader_of(request), now, "mine"), "heading": _("Việc của tôi")}
    return _table(request, engine.mine(officer), shown, now)


def queue(request: HttpRequest, authority: str, role: str) -> HttpResponse:
    """One team's queue; 404 for somebody who does not hold the role there today."""
    officer, now = officer_of(request), timezone.now()
    settle_left(reader_of(request))
    queues = engine.queues(officer, now)
    found = queue_or_404(queues, authority, role)
    shown = {
        **frame(reader_of(request), now, f"{authority}/{role}", queues),
        "heading": name_in_language(found.role),
        "queue": found,
    }
    return _table(request, engine.waiting(officer, found.authority, role), shown, now)


def queue_or_404(queues: Iterable[engine.Queue], authority: str, role: str) -> engine.Queue:
    """The one of these slugs among those of an officer; others' raise Http404."""
    for one in queues:
        if (one.authority.slug, one.role.slug) == (authority, role):
            return one
    raise Http404


def _table(
    request: HttpRequest, tasks: QuerySet[WorkItem], shown: dict[str, object], now: dt.datetime
) -> HttpResponse:
    only = request.GET.get("loc", "")
    page = page_of(
        narrowed(tasks, only, now).defer(*HEAVY), Cursor.read(request.GET.get("sau", ""))
    )
    rows = rows_of(page.items, officer_of(request), now)
    table = {"rows": rows, "after": page.after, "first": "sau" not in request.GET, "only": only}
    return render(request, "portal/office/desk.html", {**shown, **table})


def narrowed(tasks: QuerySet[WorkItem], only: str, now: dt.datetime) -> QuerySet[WorkItem]:
    if only == LATE:
        return tasks.filter(due_at__lt=now)
    if only == TODAY:
        return tasks.filter(due_at__gte=now, due_at__lte=tonight(now))
    return tasks.filter(owner__isnull=True) if only == FREE else tasks
