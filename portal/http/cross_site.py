"""No other site may make a visitor's browser do something here: asked of every request that could
change anything.

Django's token (`CsrfViewMiddleware`) stays the first line. This one also guards the few views
without a token, and holds when a token leaks: a browser tells where a request comes from, and a
page cannot change what it tells (W3C Fetch Metadata, `Sec-Fetch-Site`; `Origin` for older
browsers).
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
OURS = frozenset({"", "same-origin", "none"})  # not said, our own page, or typed by the visitor


def own_pages_only(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a POST that another site's page sent is answered 403, before any view."""

    def respond(request: HttpRequest) -> HttpResponse:
        if request.method in SAFE or comes_from_here(request):
            return get_response(request)
        return render(request, "403_csrf.html", status=403)

    return respond


def comes_from_here(request: HttpRequest) -> bool:
    """True when nothing says that another site's page sent it; CSRF_TRUSTED_ORIGINS are ours.

    `Origin: null` is what our own pages with `no-referrer` send; from elsewhere `Sec-Fetch-Site`
    gives it away.
    """
    origin = request.headers.get("Origin", "")
    if origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    if request.headers.get("Sec-Fetch-Site", "").strip().lower() not in OURS:
        return False
    return origin in ("", "null", f"{request.scheme}://{request.get_host()}")
