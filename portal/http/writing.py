"""The browser in which somebody writes an application before they have an account.

Its cookie holds a random name and nothing of a person; a draft's row holds a keyed hash of that
name (`workflows.applicant.strangers`).
"""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import get_random_string

from portal.http.limits import Limit, network_of
from workflows.applicant import strangers

#: A school or a commune's hall is one network.
BEGUN = Limit("drafts without an account from a network", times=60, seconds=3600)
FILES = Limit("files without an account from a network", times=200, seconds=86400)
_SALT = "portal.http.writing"
_A_DAY = 24 * 3600


def name_of(request: HttpRequest) -> str:
    """The name in the cookie; "" in a browser in which nothing was begun."""
    if settings.WRITING_COOKIE_NAME not in request.COOKIES:
        return ""
    try:
        name = request.get_signed_cookie(
            settings.WRITING_COOKIE_NAME, "", salt=_SALT, max_age=_lasts()
        )
    except signing.BadSignature:
        return ""
    return str(name)


def browser_of(request: HttpRequest) -> str:
    """What the drafts of this browser carry; "" where nothing was begun in it."""
    return strangers.kept_for(name_of(request))


def is_written_here(request: HttpRequest, pk: UUID) -> bool:
    """The visitor has no account, and the draft is nobody's and this browser's."""
    if request.user.is_authenticated:
        return False
    return strangers.of_browser(browser_of(request), filed=True).filter(pk=pk).exists()


def new_name() -> str:
    """For a browser that has none."""
    return get_random_string(32)


def remember(response: HttpResponseBase, name: str) -> None:
    """The browser is called so from now on."""
    response.set_signed_cookie(
        settings.WRITING_COOKIE_NAME,
        name,
        salt=_SALT,
        max_age=_lasts(),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def kept_nowhere(response: HttpResponseBase) -> HttpResponseBase:
    """A page about one person, though nobody is signed in."""
    response.headers["Cache-Control"] = "no-store"
    return response


class Sender:
    """Who sends files without an account: counted by network (`forms.files.quotas`)."""

    pk = None

    def __init__(self, request: HttpRequest) -> None:
        self._network = network_of(request)

    def takes_one_more(self) -> bool:
        """Count one file; False where there were too many of a day."""
        return FILES.take(self._network)


def _lasts() -> int:
    """Some days longer than a draft that was saved today."""
    return (settings.STRANGER_DRAFT_DAYS + 30) * _A_DAY
