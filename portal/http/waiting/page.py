"""The page of those who wait: a number, a time, and a browser that asks again by itself.

`Refresh` needs no script. The further back, the rarer it asks, so that a long line costs no more
than a short one.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation

from waiting_line.board import Standing
from waiting_line.tickets import Ticket

NEAR, FAR, A_SECOND_MORE_EACH = 20, 60, 40  # seconds, seconds, places
LONGEST_WAIT_FOR_OPENING = 300
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)


def seconds_until_next(line: Standing, ticket: Ticket | None, now: dt.datetime) -> int:
    """When the browser asks again. Those who wait for the opening come in the twenty seconds after
    it, each at a moment of their own.
    """
    number = ticket.number if ticket else 0
    if not line.is_open and line.opens_at:
        left = int((line.opens_at - now).total_seconds()) + 2 + number % NEAR
        return max(2, min(LONGEST_WAIT_FOR_OPENING, left))
    return min(FAR, NEAR + line.ahead(number) // A_SECOND_MORE_EACH)


def language_in(chosen: str | None) -> str:
    """The language of the visitor's cookie, else Vietnamese."""
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def drawn(
    line: Standing,
    ticket: Ticket | None,
    back: str,
    language: str,
    error: str = "",
    typed: str = "",
) -> HttpResponse:
    """The whole answer; it asks no database, so it is there when that is not."""
    now = timezone.now()
    waits = ticket is not None or not line.gathers(now)
    seconds = seconds_until_next(line, ticket, now) if waits else 0
    facts: dict[str, Any] = {
        "line": line,
        "ticket": ticket,
        "back": back,
        "gathers": line.gathers(now),
        "seconds": seconds,
        "error": error,
        "typed": typed,
    }
    if ticket is not None:
        facts |= {
            "number": ticket.number + 1,
            "ahead": line.ahead(ticket.number),
            "minutes": line.minutes(ticket.number),
            "was_present": line.present is not None and ticket.number < line.present,
        }
    with translation.override(language):
        text = render_to_string("portal/waiting/line.html", facts | {"LANGUAGE_CODE": language})
    return _as_page(HttpResponse(text, status=422 if error else 200), seconds, language)


def _as_page(response: HttpResponse, seconds: int, language: str) -> HttpResponse:
    if seconds:
        response.headers["Refresh"] = str(seconds)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Language"] = language
    response.headers["X-Robots-Tag"] = "noindex"
    return response
