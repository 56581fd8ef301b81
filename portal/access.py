"""Who may open an address is declared beside the address; a test refuses a page that declares nothing."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

from organisations.models import User
from organisations.roles import is_officer, remember


class SignedIn(HttpRequest):
    """What a view behind SIGNED_IN or OFFICER receives: the visitor is a person with an account."""

    user: User
    LANGUAGE_CODE: str


View = Callable[..., HttpResponseBase]


class Allow(Enum):
    """The four audiences. What one may see of a single dossier is asked of `workflows.permissions` in the view."""

    ANYONE = "anyone"
    SIGNED_IN = "signed in"
    OFFICER = "officer"
    DEMO_ONLY = "demo only"


ANYONE, SIGNED_IN, OFFICER, DEMO_ONLY = Allow


def route(pattern: str, view: View, name: str, allow: Allow) -> URLPattern:
    """A URL under `portal:` whose view runs only for `allow`; the declaration is kept on the callback."""
    guarded = guard(view, allow)
    return path(pattern, guarded, name=name)


def guard(view: View, allow: Allow) -> View:
    """Wrap `view`: strangers are sent to sign in, others get 403; demo pages do not exist without DEMO (404)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if allow is DEMO_ONLY and not settings.DEMO:
            raise Http404
        if allow in (SIGNED_IN, OFFICER) and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if request.method in ("GET", "HEAD") and isinstance(request.user, User):
            remember(request.user)
        if allow is OFFICER and not is_officer(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    guarded.allow = allow  # type: ignore[attr-defined]
    return guarded
