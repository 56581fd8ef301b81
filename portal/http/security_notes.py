"""What the pages write into the security log (`protection.security_log`): sign-ins, refusals, files
that leave.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from organisations.models import User
from portal.http.limits import network_of
from portal.http.stopwatch import NUMBER, route_of
from protection import security_log

#: Kinds of files that a table leaves the site as.
TABLES = ("text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def noted(request: HttpRequest, event: str, person: User | None = None, **facts: Any) -> None:
    """One line about this request; about `person` where it is not the one who is signed in."""
    user = person or getattr(request, "user", None)
    pk = user.pk if isinstance(user, User) else None
    number = request.META.get(NUMBER, "")
    security_log.note(event, account=pk, network=network_of(request), request=number, **facts)


def outcomes(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: every refusal, every limit that was reached, every table that left the site, on
    whatever page.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        route = route_of(request)
        if response.status_code == 403 or (response.status_code == 404 and _is_signed_in(request)):
            noted(request, "refused", route=route, status=response.status_code)
        elif response.status_code == 429:
            noted(request, "limit_reached", route=route)
        elif response.status_code == 200 and _is_table(response):
            noted(request, "exported", route=route)
        return response

    return respond


def _is_signed_in(request: HttpRequest) -> bool:
    """Asked of refusals alone: it reads the session, which most pages never do."""
    return isinstance(getattr(request, "user", None), User)


def _is_table(response: HttpResponse) -> bool:
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip()
    return kind in TABLES and "attachment" in response.headers.get("Content-Disposition", "")


def watch() -> None:
    """Connect to Django's signals of signing in and out; called once, when the app is ready."""
    from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

    user_logged_in.connect(_signed_in, dispatch_uid="security log: in")
    user_logged_out.connect(_signed_out, dispatch_uid="security log: out")
    user_login_failed.connect(_failed, dispatch_uid="security log: failed")


def _signed_in(sender: object, request: HttpRequest, user: User, **more: Any) -> None:
    noted(request, "signed_in", user)


def _signed_out(sender: object, request: HttpRequest, user: User | None, **more: Any) -> None:
    reason = getattr(request, "session_ended_because", "")
    if user is not None:
        noted(
            request,
            "session_ended" if reason else "signed_out",
            user,
            **({"reason": reason} if reason else {}),
        )


def _failed(
    sender: object, credentials: dict[str, Any], request: HttpRequest | None = None, **more: Any
) -> None:
    if request is not None:
        noted(request, "sign_in_failed", tried=str(credentials.get("username", "")))
