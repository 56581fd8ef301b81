"""How long a session lives, and when it gets another name.

An officer's screen left alone closes after OFFICER_IDLE_MINUTES (ASVS 5.0, 7.3.1); everybody's
session ends after SESSION_HOURS. Django gives the session a new name at sign-in; here also when the
visitor's roles have changed.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from organisations.models import User
from organisations.roles import is_officer, posts
from portal.http import held_form, own_sessions

SEEN, ROLES = "seen", "roles"
NOTED_EVERY = 60  # seconds: one write a minute, not one a page


def begin(sender: object, request: HttpRequest, user: User, **more: Any) -> None:
    """Note when the session began, and with which roles (receives `user_logged_in`)."""
    request.session[SEEN] = time.time()
    request.session[ROLES] = _fingerprint(user)
    own_sessions.begun(request, user)
    held_form.forget_others(request, user)


def ends_when_idle(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: an officer who was away too long signs in anew, and comes back to the page they
    wanted.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        seen = request.session.get(SEEN)
        # Django empties a session that was ended from elsewhere when it first asks who it is: now,
        # and not once a page has put something into it.
        if seen is None or not request.user.is_authenticated:
            return get_response(request)
        away = time.time() - seen
        if away > settings.OFFICER_IDLE_MINUTES * 60 and _works_here(request.user):
            request.session_ended_because = "idle"  # type: ignore[attr-defined]
            logout(request)
            request.session_is_over = True  # type: ignore[attr-defined]
            messages.info(
                request, _("Bạn đã rời máy khá lâu nên phiên làm việc đã đóng. Hãy đăng nhập lại.")
            )
            return held_form.sent_away(request)
        if away > NOTED_EVERY:
            request.session[SEEN] = time.time()
            own_sessions.seen(request)
        return get_response(request)

    return respond


def kept_nowhere(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: what was drawn for somebody who is signed in stays in no browser and no proxy
    (ASVS 5.0, 14.3.2).

    A session's end takes what the browser kept along (14.3.1). The cookies that no account opens by
    stay: the language, and that this browser is known.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES or request.session.accessed
        if has_session and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        if getattr(request, "session_is_over", False):
            response.headers["Cache-Control"] = "no-store"
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    return respond


def renew_when_roles_changed(request: HttpRequest, user: User) -> None:
    """Give the session another name once the person's roles are others than when it last got
    one.
    """
    now = _fingerprint(user)
    if request.session.get(ROLES) != now:
        request.session[ROLES] = now
        rename(request)


def rename(request: HttpRequest) -> None:
    """Give the session another name, under which its owner's list has it too."""
    before = request.session.session_key
    request.session.cycle_key()
    own_sessions.renamed(request, before)


def _works_here(user: object) -> bool:
    return isinstance(user, User) and (user.is_staff or is_officer(user))


def _fingerprint(user: User) -> str:
    posts_now = repr(sorted(map(repr, posts(user))))
    return salted_hmac("portal.account.session", posts_now, algorithm="sha256").hexdigest()[:16]
