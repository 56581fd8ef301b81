"""The applicant's side of a dossier's thread, and linking a question that was asked before."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from conversation import questions, remarks
from portal.citizen.dossiers import own_dossier, seen_dossier
from portal.http.access import SignedIn
from portal.http.refusals import status_of
from portal.shared import thread as pages
from portal.shared.thread import Typed
from workflows import permissions
from workflows.errors import ActRefused
from workflows.models import Dossier


def thread(request: SignedIn, code: str) -> HttpResponse:
    """GET shows the thread, which counts as read; POST writes."""
    if request.method != "POST":
        return _page(request, seen_dossier(request, code), Typed())
    found = own_dossier(request, code)
    if pages.is_too_often(request.user.pk):
        typed = pages.typed_by(request, with_files=False)
        refusal = _("Bạn nhắn quá nhiều trong thời gian ngắn. Hãy chờ ít phút rồi gửi lại.")
        return _page(request, found, typed, refusal, 429)
    typed = pages.typed_by(request)
    if typed.errors:
        return _page(request, found, typed, typed.errors[0], 422)
    try:
        remarks.write(found, request.user, typed.text, typed.files, typed.key)
    except ActRefused as refused:
        return _page(request, found, typed, str(refused), status_of(refused))
    messages.success(request, _("Đã gửi tin cho cơ quan. Bạn được báo khi có trả lời."))
    return redirect("portal:thread", code=found.code)


def link_question(request: SignedIn, code: str) -> HttpResponse:
    """A question that was asked before filing goes into the thread."""
    found = own_dossier(request, code)
    pk = request.POST.get("question", "")
    number = int(pk) if pk.isdecimal() and len(pk) < 12 else 0
    question = questions.of_person(request.user).filter(pk=number).first()
    if question is None:
        return _page(request, found, Typed(), _("Câu hỏi này không còn để gắn."), 409)
    try:
        questions.link(question, found, request.user)
    except ActRefused as refused:
        return _page(request, found, Typed(), str(refused), status_of(refused))
    messages.success(request, _("Đã gắn câu hỏi vào hồ sơ."))
    return redirect("portal:thread", code=found.code)


def _page(
    request: SignedIn, found: Dossier, typed: Typed, refusal: str = "", status: int = 200
) -> HttpResponse:
    written, acts = remarks.of_dossier(found), permissions.is_applicant(request.user, found)
    shown = pages.shown(written, to_office=False)
    if acts and request.method != "POST":
        remarks.mark_read(written, by_office=False)
    page = {
        "dossier": found,
        "procedure": found.version.procedure,
        "remarks": shown,
        "may_write": acts and remarks.is_open_to_applicant(found),
        "questions": questions.linkable(request.user, found) if acts else [],
        "typed": typed,
        "refusal": refusal,
    }
    return render(request, "portal/citizen/thread.html", page, status=status)
