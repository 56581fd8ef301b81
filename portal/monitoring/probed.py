"""Whoever asks from the same machine how the site is knows neither its name nor its TLS."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

PATHS = frozenset({"/healthz", "/readyz", "/metrics"})


def by_any_name(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: PATHS are answered under whatever host they are asked for
    (SECURE_REDIRECT_EXEMPT: without TLS too).

    A container's health check, an upgrade and Prometheus (which can send no other host) ask
    127.0.0.1, which a public site does not call itself. The pages link nothing, so a false name
    harms nobody; all but `/healthz` want a token.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        if request.path_info in PATHS and settings.ALLOWED_HOSTS:
            request.META["HTTP_HOST"] = settings.ALLOWED_HOSTS[0].lstrip(".*") or "localhost"
        return get_response(request)

    return respond
