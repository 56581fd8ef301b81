"""The question behind the link of a letter: no sign-in, no name, one answer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from portal.http.limits import Limit, network_of
from portal.http.refusals import status_of
from portal.shared.rating import Typed, typed_by
from satisfaction import answering, asking
from satisfaction.models import Survey
from workflows.errors import ActRefused

WRONG = Limit("links of a rating that are none", 30, 3600)


def rate_by_link(request: HttpRequest, link: str) -> HttpResponse:
    """GET asks, POST answers; a link that is used, over or none says so (410)."""
    network = network_of(request)
    found = None if WRONG.is_spent(network) else asking.opened(link)
    if found is None:
        WRONG.take(network)
        return _over(request)
    if request.method != "POST":
        return _over(request) if found.grade is not None else _page(request, found, Typed())
    typed = typed_by(request)
    try:
        answering.rate(found.dossier, None, typed.grade, typed.reason, typed.key)
    except ActRefused as refused:
        return _page(request, found, typed, str(refused), status_of(refused))
    return render(request, "portal/public/rated.html", {"typed": typed})


def _over(request: HttpRequest) -> HttpResponse:
    page = {"refusal": _("Liên kết này đã dùng rồi, đã hết hạn hoặc không đúng.")}
    return render(request, "portal/public/rating_over.html", page, status=410)


def _page(
    request: HttpRequest, found: Survey, typed: Typed, refusal: str = "", status: int = 200
) -> HttpResponse:
    page = {
        "procedure": found.dossier.version.procedure,
        "authority": found.authority,
        "typed": typed,
        "refusal": refusal,
    }
    return render(request, "portal/public/rate.html", page, status=status)
