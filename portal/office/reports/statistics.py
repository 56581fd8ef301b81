"""Figures for heads: of the authorities they lead and the units under these, exact, and to take
away.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.account.second_factor_pages import step_up, why_not
from portal.http import second_factor
from portal.office.shared.side_menu import frame
from portal.shared.desk_visitor import reader_of
from portal.statistics import asked, files
from portal.statistics.pages import file_name, page_of
from portal.statistics.tables import Style
from workflows.reading_rights import What

EXACT = Style()


def statistics(request: HttpRequest) -> HttpResponse:
    """The page; 404 for who leads nothing, and for an authority led by others."""
    return _page(request, asked.read(request.GET, _scope(request)))


def statistics_file(request: HttpRequest) -> HttpResponse:
    """The same as a file. It holds exact numbers of small groups, so the second factor is asked for
    again.
    """
    question = asked.read(request.POST, _scope(request))
    kind = request.POST.get("dang", "")
    if kind not in files.KINDS:
        raise Http404
    if not step_up(request):
        refusal = why_not(
            request, _("Tệp có số liệu chi tiết: hãy nhập mã xác thực đang hiện trên điện thoại.")
        )
        return _page(request, question, refusal=refusal, status=422)
    return files.answer(question.asked, EXACT, kind, file_name(question))


def _page(
    request: HttpRequest, question: asked.Question, refusal: str = "", status: int = 200
) -> HttpResponse:
    shown = {
        **frame(reader_of(request), timezone.now(), "statistics"),
        **page_of(question, EXACT),
        "refusal": refusal,
        "ask_code": not second_factor.is_recent(request),
    }
    return render(request, "portal/office/statistics.html", shown, status=status)


def _scope(request: HttpRequest) -> set[int]:
    led = reader_of(request).offices(What.COUNTS)
    if not led:
        raise Http404
    return led
