"""Pages about one dossier or document that strangers open: not indexed, not cached, named to no
other site.
"""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from portal.http.access import View


def quiet(view: View) -> View:
    """Adds `noindex`, `no-store` and `no-referrer`.

    With `no-referrer` a browser sends `Origin: null`, which Django's CSRF check refuses. Such a
    view must therefore be exempt and change nothing for the visitor, and its page has no other form
    than its own (see `bare` in the header).
    """

    @wraps(view)
    def quietly(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    quietly.csrf_exempt = True  # type: ignore[attr-defined]
    return quietly
