"""Headers that no package sets for us: what other sites may do with our answers, and which devices
our pages use.
"""

from __future__ import annotations

from collections.abc import Callable

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.views.decorators.clickjacking import xframe_options_sameorigin

from portal.http.access import View

#: Nothing of it is used: a script that came in all the same could not turn a camera on.
UNUSED = (
    "camera",
    "microphone",
    "geolocation",
    "payment",
    "usb",
    "serial",
    "display-capture",
    "browsing-topics",
)
HEADERS = {
    # no other site loads our pictures, papers or pages
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in UNUSED),
}


def isolated(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: sets what the view has not set itself."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return respond


def in_our_frame(view: View) -> View:
    """A paper that the officer's page shows in a frame; every other answer stands in nobody's
    frame, not even ours.
    """
    return xframe_options_sameorigin(csp_replace({"frame-ancestors": [SELF]})(view))
