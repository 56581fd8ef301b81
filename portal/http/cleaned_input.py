"""Whatever a form or an address brings is cleaned before any view reads it: one door, so that no
reader can forget it.

What a text is for (one line, a code, a number) its reader knows; here goes only what no text has a
use for. Passwords are taken as they were typed, files byte by byte, and what a partner has signed
letter by letter (`portal.http.access.route(…, as_sent=True)`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

from foundation.text import legible


class CleansTypedText:
    """Middleware behind the one for CSRF, which reads the form anyway."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Replace what was sent by what it says."""
        if getattr(view, "as_sent", False):
            return
        request.GET = _cleaned(request.GET)  # type: ignore[assignment]
        if request.method == "POST":
            request.POST = _cleaned(request.POST)  # type: ignore[assignment]


def _cleaned(sent: QueryDict) -> QueryDict:
    clean = QueryDict(mutable=True, encoding=sent.encoding)
    for name, values in sent.lists():
        clean.setlist(name, values if "password" in name else [legible(value) for value in values])
    clean._mutable = False
    return clean
