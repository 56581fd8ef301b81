"""What is sent is read as UTF-8, whatever its sender calls it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


def always_utf8(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, before anything reads a form: our pages send UTF-8, and a form has no other
    (WHATWG URL, 5.1).

    Django refuses a form that names another charset each time it is read, on the page of the
    refusal too.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        if request.encoding is not None:
            request.encoding = "utf-8"
        return get_response(request)

    return respond
