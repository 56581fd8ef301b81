"""Negative grades that wait for the head's answer."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.text import clean_text
from organisations.roles import HEAD
from portal.http.refusals import status_of
from portal.office.shared.side_menu import frame
from portal.shared.desk_visitor import officer_of, reader_of
from satisfaction import answering
from satisfaction.models import LONGEST
from workflows.errors import ActRefused

MOST = 50


def ratings(request: HttpRequest) -> HttpResponse:
    """GET lists them, POST answers the one that is named; 404 for who heads nothing."""
    if not any(post.role == HEAD for post in reader_of(request).posts()):
        raise Http404
    if request.method != "POST":
        return _page(request)
    pk = request.POST.get("survey", "")
    number = int(pk) if pk.isdecimal() and len(pk) < 12 else 0
    found = answering.to_answer(officer_of(request)).filter(pk=number).first()
    if found is None:
        return _page(request, 409, refusal=_("Đánh giá này không còn chờ trả lời."))
    text = clean_text(request.POST.get("reply", ""))[: LONGEST + 1]
    try:
        key = request.POST.get("key", "")[:64] or None
        answering.reply(found.dossier, officer_of(request), text, key)
    except ActRefused as refused:
        shown = {"refusal": str(refused), "typed": text, "sent": found.pk}
        return _page(request, status_of(refused), **shown)
    messages.success(request, _("Đã trả lời đánh giá hồ sơ %(code)s.") % {"code": found.dossier})
    return redirect("portal:ratings")


def _page(request: HttpRequest, status: int = 200, **typed: Any) -> HttpResponse:
    page = {
        **frame(reader_of(request), timezone.now(), "ratings"),
        "surveys": list(answering.to_answer(officer_of(request))[:MOST]),
        "key": uuid4().hex,
        **typed,
    }
    return render(request, "portal/office/ratings.html", page, status=status)
