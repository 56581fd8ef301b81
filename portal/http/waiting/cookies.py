"""The two cookies of a line: the place, and the pass."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.http import HttpResponse

from waiting_line.tickets import TICKET_SECONDS, Pass, Ticket, read_pass, read_ticket, written


def _name(word: str, line: str) -> str:
    """Over TLS a name that no sibling host can set (RFC 6265bis)."""
    return f"{'__Host-' if settings.SESSION_COOKIE_SECURE else ''}{word}-{line}"


def ticket_in(cookies: Mapping[str, str], line: str) -> Ticket | None:
    return read_ticket(cookies.get(_name("cho", line), ""), line)


def pass_in(cookies: Mapping[str, str], line: str) -> Pass | None:
    return read_pass(cookies.get(_name("vao", line), ""), line)


def keep(response: HttpResponse, paper: Ticket | Pass) -> None:
    """Into the browser: a ticket for a day, a pass until its end."""
    word, end = ("cho", TICKET_SECONDS) if isinstance(paper, Ticket) else ("vao", None)
    response.set_cookie(
        _name(word, paper.line),
        written(paper),
        max_age=end,
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Lax",
    )
