"""The language switch: a cookie, no account needed."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language as django_set_language


def chosen_language(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: the language a person chose, else Vietnamese. A cheap phone often says it reads
    English.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language  # as Django's own middleware does
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return respond


# pages with `no-referrer` send Origin: null, and a language chosen by a stranger does no harm
@csrf_exempt
def set_language(request: HttpRequest) -> HttpResponse:
    """POST `language` and `next`; goes back to the page one came from, on this site only."""
    return django_set_language(request)
