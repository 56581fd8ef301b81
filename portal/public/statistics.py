"""How the province's offices handle procedures, for anybody: coarse enough that no number is about
one person.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from portal.statistics import asked, files
from portal.statistics.pages import file_name, page_of
from portal.statistics.tables import Style

COARSE = Style(coarse=True)


def public_statistics(request: HttpRequest) -> HttpResponse:
    """All authorities, or one with the units under it."""
    page = page_of(asked.read(request.GET, None), COARSE)
    query = f"{request.GET.urlencode()}&" if request.GET else ""
    # the template adds of which kind
    page["file"] = f"{reverse('portal:public_statistics_file')}?{query}"
    return render(request, "portal/public/statistics.html", page)


def public_statistics_file(request: HttpRequest) -> HttpResponse:
    """The same coarse figures as a file."""
    kind = request.GET.get("dang", files.CSV)
    if kind not in files.KINDS:
        raise Http404
    question = asked.read(request.GET, None)
    return files.answer(question.asked, COARSE, kind, file_name(question))
