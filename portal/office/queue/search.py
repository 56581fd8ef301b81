"""Lists of dossiers rather than tasks: the search, and those whose applicants asked to stop."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.office.shared.side_menu import frame
from portal.office.shared.task_row import step_title
from portal.shared.desk_visitor import reader_of
from workflows.applicant import code_spelling
from workflows.models import Dossier, WorkItem
from workflows.reading_rights import What, consultation
from workflows.reports import queues

MOST = 50  # who has more than these asks with one word more
WHOLE_CODE = re.compile(r"[A-Za-z0-9.]+-\d{6}-\d{4,}")
HEAVY = ("answers", "office", "version__source", "version__canonical")  # columns that no row shows


@dataclass(frozen=True)
class Found:
    """A dossier with the task that is open, if an office has one."""

    dossier: Dossier
    item: WorkItem | None
    step_title: str


def search(request: HttpRequest) -> HttpResponse:
    """Dossiers that the officer may find by code or name, diacritics forgiven, the newest first.

    A whole code, typed or read by a scanner, opens its dossier; for whoever is only asked about it,
    the question. No name and no number finds a question: they would tell more than it shows. The
    form posts: names and numbers of people stand in no address, which browsers and logs would keep.
    """
    reader, now = reader_of(request), timezone.now()
    words = (request.POST or request.GET).get("q", "").strip()[:100]
    code = code_spelling.as_written(words)
    if Dossier.objects.filter(reader.scope(What.SEARCH), code=code).exists():
        return redirect("portal:office_dossier", code=code)
    if (
        WHOLE_CODE.fullmatch(code)
        and (question := consultation.question_about(reader.user, code)) is not None
    ):
        return redirect("portal:consultation", question.pk)
    dossiers = list(queues.search(reader.user, words).defer(*HEAVY)[: MOST + 1]) if words else []
    shown = {
        **frame(reader, now, "search"),
        "heading": _("Tìm hồ sơ"),
        "words": words,
        "results": _with_tasks(dossiers[:MOST]),
        "more": len(dossiers) > MOST,
    }
    return render(request, "portal/office/found.html", shown)


def withdrawals(request: HttpRequest) -> HttpResponse:
    """Dossiers whose applicants asked to stop: somebody has to confirm."""
    reader, now = reader_of(request), timezone.now()
    dossiers = list(queues.withdrawals(reader.user).defer(*HEAVY)[: MOST + 1])
    shown = {
        **frame(reader, now, "withdrawals"),
        "heading": _("Công dân xin rút"),
        "results": _with_tasks(dossiers[:MOST]),
        "more": len(dossiers) > MOST,
    }
    return render(request, "portal/office/found.html", shown)


def _with_tasks(dossiers: list[Dossier]) -> list[Found]:
    """Who has each dossier now, in one query."""
    open_items = WorkItem.objects.filter(
        process__in=dossiers, finished__isnull=True
    ).select_related("owner")
    holding = {item.process_id: item for item in open_items.order_by("-id")}
    found = []
    for dossier in dossiers:
        item = holding.get(dossier.pk)
        if item is not None:
            item.process = dossier
        found.append(Found(dossier, item, step_title(item) if item else ""))
    return found
