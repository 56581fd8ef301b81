"""Figures for heads: of the authorities they lead and the units under these, exact, and to take away."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.roles import HEAD, posts
from portal.account import factor
from portal.account.factor_pages import step_up
from portal.office.frame import frame
from portal.office.visitor import officer_of
from portal.statistics import asked, files
from portal.statistics.pages import file_name, page_of
from portal.statistics.tables import Style

EXACT = Style()


def statistics(request: HttpRequest) -> HttpResponse:
    """The page; 404 for who leads nothing, and for an authority he does not lead."""
    return _page(request, asked.read(request.GET, _scope(request)))


def statistics_file(request: HttpRequest) -> HttpResponse:
    """The same as a file. It holds exact numbers of small groups, so the second factor is asked for again."""
    question = asked.read(request.POST, _scope(request))
    kind = request.POST.get("dang", "")
    if kind not in files.KINDS:
        raise Http404
    if not step_up(request):
        refusal = _("Tệp có số liệu chi tiết: hãy nhập mã xác thực đang hiện trên điện thoại.")
        return _page(request, question, refusal=refusal, status=422)
    return files.answer(question.asked, EXACT, kind, file_name(question))


def _page(request: HttpRequest, question: asked.Question, refusal: str = "", status: int = 200) -> HttpResponse:
    shown = {
        **frame(officer_of(request), timezone.now(), "statistics"),
        **page_of(question, EXACT),
        "refusal": refusal,
        "ask_code": not factor.is_recent(request),
    }
    return render(request, "portal/office/statistics.html", shown, status=status)


def _scope(request: HttpRequest) -> set[int]:
    own = [post for post in posts(officer_of(request)) if post.cover_id is None]  # who stands in does not lead
    led = {post.authority_id for post in own if post.role == HEAD}
    if not led:
        raise Http404
    return led
