"""One line in the log for each request: which route, how long, what status, and a number to find
its other lines by.
"""

from __future__ import annotations

import logging
import secrets
import time

from django.http import HttpRequest, HttpResponse

log = logging.getLogger("portal.requests")

#: Where a request keeps its number, by which its lines are found (`config.logs`).
NUMBER = "motcua.number"

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Stopwatch:
    """Runs from the request's arrival until `stop`."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._began = time.perf_counter()
        self.number = secrets.token_hex(8)
        request.META[NUMBER] = self.number

    def stop(self, response: HttpResponse) -> tuple[str, str, float]:
        """Log it; the route's name, the method and the seconds. The path is not kept: it carries
        codes of dossiers.
        """
        seconds = time.perf_counter() - self._began
        route = route_of(self._request)
        method = self._request.method if self._request.method in METHODS else "OTHER"
        response.headers["X-Request-Id"] = self.number
        extra = {
            "route": route,
            "method": method,
            "status": response.status_code,
            "ms": round(seconds * 1000),
            "request": self.number,
        }
        log.info("request", extra=extra)
        return route, str(method), seconds


def route_of(request: HttpRequest) -> str:
    """The route's name; the path is not kept: it carries codes of dossiers."""
    match = request.resolver_match
    return match.view_name if match and match.view_name else "none"
