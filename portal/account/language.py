"""The language switch: a cookie, no account needed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language as django_set_language


@csrf_exempt  # pages with `no-referrer` send Origin: null, and a language chosen by a stranger does no harm
def set_language(request: HttpRequest) -> HttpResponse:
    """POST `language` and `next`; goes back to the page one came from, on this site only."""
    return django_set_language(request)
