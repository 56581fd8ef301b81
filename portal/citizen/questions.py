"""Asking the office in charge of a procedure before anything is filed, and reading its answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from conversation import questions, remarks
from conversation.models import Thread
from organisations.models import Authority
from portal.http.access import SignedIn
from portal.http.refusals import status_of
from portal.shared import thread as pages
from portal.shared.thread import Typed
from workflows.errors import ActRefused
from workflows.models import Procedure
from workflows.published import definition_of

TOO_OFTEN = 429


def my_questions(request: SignedIn) -> HttpResponse:
    """What I asked, the newest first."""
    asked = list(questions.of_person(request.user)[:50])
    return render(request, "portal/citizen/my_questions.html", {"questions": asked})


def ask(request: SignedIn, slug: str) -> HttpResponse:
    """GET shows the form, with the office that is asked; POST asks."""
    found = get_object_or_404(Procedure, slug=slug)
    if found.current is None:
        raise Http404
    offices = questions.offices_for(definition_of(found.current))
    page: dict[str, Any] = {"procedure": found, "offices": offices, "typed": Typed()}
    if request.method != "POST":
        return render(request, "portal/citizen/ask.html", page)
    page |= {"typed": pages.typed_by(request, with_files=False)}
    page |= {"office": request.POST.get("office", "")[:50]}
    chosen = page["office"] or (offices[0][0] if len(offices) == 1 else "")
    if chosen not in dict(offices):
        return _again(request, page, _("Hãy chọn cơ quan để hỏi."), 422)
    if pages.is_too_often(request.user.pk):
        return _again(request, page, _too_often(), TOO_OFTEN)
    office = Authority.objects.get(slug=chosen)
    try:
        made = questions.ask(request.user, found, office, page["typed"].text)
    except ActRefused as refused:
        return _again(request, page, str(refused), status_of(refused))
    messages.success(request, _("Đã gửi câu hỏi. Bạn được báo khi có trả lời."))
    return redirect("portal:question", pk=made.pk)


def question(request: SignedIn, pk: int) -> HttpResponse:
    """One question with its answers; POST writes more. One that was linked is read at its
    dossier.
    """
    found = get_object_or_404(
        Thread.objects.select_related("procedure", "office"), pk=pk, asker=request.user
    )
    if found.dossier is not None:
        return redirect("portal:thread", code=found.dossier.code)
    if request.method != "POST":
        return _page(request, found, Typed())
    typed = pages.typed_by(request, with_files=False)
    if pages.is_too_often(request.user.pk):
        return _page(request, found, typed, _too_often(), TOO_OFTEN)
    try:
        questions.write(found, request.user, typed.text)
    except ActRefused as refused:
        return _page(request, found, typed, str(refused), status_of(refused))
    messages.success(request, _("Đã gửi tin cho cơ quan. Bạn được báo khi có trả lời."))
    return redirect("portal:question", pk=found.pk)


def _too_often() -> str:
    return _("Bạn nhắn quá nhiều trong thời gian ngắn. Hãy chờ ít phút rồi gửi lại.")


def _again(request: SignedIn, page: dict[str, Any], refusal: str, status: int) -> HttpResponse:
    shown = {**page, "refusal": refusal}
    return render(request, "portal/citizen/ask.html", shown, status=status)


def _page(
    request: SignedIn, found: Thread, typed: Typed, refusal: str = "", status: int = 200
) -> HttpResponse:
    written = remarks.of_thread(found)
    shown = pages.shown(written, to_office=False)
    if request.method != "POST":
        remarks.mark_read(written, by_office=False)
    page = {"thread": found, "remarks": shown, "typed": typed, "refusal": refusal}
    return render(request, "portal/citizen/question.html", page, status=status)
