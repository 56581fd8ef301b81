"""What people wrote and nobody has answered: threads of dossiers, and questions before filing."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from conversation import questions, remarks
from conversation.models import Thread
from portal.http.refusals import status_of
from portal.office.shared.side_menu import frame
from portal.shared import thread as pages
from portal.shared.desk_visitor import officer_of, reader_of
from portal.shared.thread import Typed
from workflows.errors import ActRefused

MOST = 50


def asked(request: HttpRequest) -> HttpResponse:
    """The oldest first: who waited longest is answered first."""
    reader = reader_of(request)
    page = {
        **frame(reader, timezone.now(), "asked"),
        "threads": list(remarks.waiting(reader)[:MOST]),
        "questions": list(questions.waiting(officer_of(request))[:MOST]),
    }
    return render(request, "portal/office/asked.html", page)


def office_question(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows a question before filing, POST answers it; 404 at any other office."""
    reader_of(request).posts()
    found = questions.of_office(officer_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    if request.method != "POST":
        return _page(request, found, Typed())
    typed = pages.typed_by(request, with_files=False)
    try:
        questions.write(found, officer_of(request), typed.text)
    except ActRefused as refused:
        return _page(request, found, typed, str(refused), status_of(refused))
    messages.success(request, _("Đã trả lời câu hỏi."))
    return redirect("portal:asked")


def _page(
    request: HttpRequest, found: Thread, typed: Typed, refusal: str = "", status: int = 200
) -> HttpResponse:
    written = remarks.of_thread(found)
    shown = pages.shown(written, to_office=True)
    if request.method != "POST":
        remarks.mark_read(written, by_office=True)
    page = {
        **frame(reader_of(request), timezone.now(), "asked"),
        "thread": found,
        "remarks": shown,
        "typed": typed,
        "refusal": refusal,
    }
    return render(request, "portal/office/question.html", page, status=status)
