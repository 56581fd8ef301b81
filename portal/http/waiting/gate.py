"""Around the whole application (config/wsgi.py): those who wait are answered before Django.

A page of the line asks memory alone, so 5,000 who ask every half minute take a few hundredths of a
core, and are answered while the database is away. Everything else goes on to Django, which decides
(`portal.http.waiting.guard`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.http.cookie import parse_cookie
from prometheus_client import Counter

from portal.http.isolation import HEADERS
from portal.http.waiting import cookies, page
from portal.http.waiting.addresses import PAGE, SIGN_IN, Asked, guarding, page_of
from waiting_line.board import BOARD, Standing
from waiting_line.pace import Busy

Environment = dict[str, Any]
Application = Callable[[Environment, Any], Iterable[bytes]]
ANSWERED = Counter("motcua_waiting_pages", "Pages of waiting lines answered before Django")


class Gate:
    """A WSGI application before another (PEP 3333)."""

    def __init__(self, application: Application, threads: int) -> None:
        self._application, self._busy = application, Busy(threads)

    def __call__(self, environ: Environment, start_response: Any) -> Iterable[bytes]:
        BOARD.watch(self._busy)
        answer = _answer(environ) if BOARD.lines else None
        if answer is not None:
            ANSWERED.inc()
            return _sent(answer, start_response)
        began = time.monotonic()
        try:
            return self._application(environ, start_response)
        finally:
            self._busy.add(time.monotonic() - began)


def _answer(environ: Environment) -> HttpResponse | None:
    """For whom Django has nothing to decide: who waits, or is a stranger to a full line."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return None
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    query = parse_qs(environ.get("QUERY_STRING", ""))
    jar = parse_cookie(environ.get("HTTP_COOKIE", ""))
    if path.startswith(PAGE):
        line = BOARD.of(path.removeprefix(PAGE).rstrip("/"))
        return _page(line, query, jar) if line else None
    wanted = query.get("next", [""])[0] if path == SIGN_IN else ""
    line = guarding(BOARD.lines, Asked(path, wanted))
    if line is None or line.has_room or _is_known(line, jar):
        return None
    query_string = environ.get("QUERY_STRING", "")
    back = f"{path}?{query_string}" if query_string else path
    return HttpResponseRedirect(page_of(line, back), status=303)


def _page(line: Standing, query: dict[str, list[str]], jar: dict[str, str]) -> HttpResponse | None:
    ticket = cookies.ticket_in(jar, line.key)
    if ticket is None and settings.SESSION_COOKIE_NAME in jar:
        return None  # who has an account's session has their place by it
    if ticket is not None and line.lets_in(ticket.number):
        return None
    language = page.language_in(jar.get(settings.LANGUAGE_COOKIE_NAME))
    return page.drawn(line, ticket, query.get("den", [""])[0], language)


def _is_known(line: Standing, jar: dict[str, str]) -> bool:
    """Has a session, a pass, or a ticket whose turn has come."""
    if settings.SESSION_COOKIE_NAME in jar or cookies.pass_in(jar, line.key):
        return True
    ticket = cookies.ticket_in(jar, line.key)
    return ticket is not None and line.lets_in(ticket.number)


def _sent(answer: HttpResponse, start_response: Any) -> Iterable[bytes]:
    headers = {
        **HEADERS,
        "Content-Security-Policy": page.POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        **({"Strict-Transport-Security": hsts} if (hsts := _transport()) else {}),
        "Content-Length": str(len(answer.content)),
        **dict(answer.items()),
    }
    start_response(f"{answer.status_code} {answer.reason_phrase}", list(headers.items()))
    return [answer.content]


def _transport() -> str:
    """As Django's SecurityMiddleware says it (RFC 6797)."""
    if not settings.SECURE_HSTS_SECONDS:
        return ""
    below = "; includeSubDomains" if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS else ""
    return f"max-age={settings.SECURE_HSTS_SECONDS}{below}"
