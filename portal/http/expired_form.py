"""A form whose token is too old: somebody has signed in anew in another window, or the browser lost
its cookies.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.http.held_form import hold, is_script, page_of


def expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """`CSRF_FAILURE_VIEW`: 403; what was typed waits at the form, one press away."""
    if is_script(request):
        return HttpResponse(status=403)
    page = {"is_held": hold(request), "back": page_of(request)}
    return render(request, "403_csrf.html", page, status=403)
