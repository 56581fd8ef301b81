"""Which language a page is in: Vietnamese, unless the visitor has chosen otherwise by the switch."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation


def chosen_language(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Middleware in the place of Django's own, which would follow the browser.

    Many phones in Vietnam are set to English although their owners read Vietnamese; the law's words are Vietnamese.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        wanted = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return answer
