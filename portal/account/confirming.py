"""Before an account is changed its owner shows once more that it is they.

By the password, or by a code to a contact that they proved; and by the second factor where there is
one.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from portal.http import second_factor
from portal.http.access import SignedIn

KEY = "confirmed_at"  # in the session, seconds
SECONDS = 900


def confirmed(request: HttpRequest) -> None:
    """They have just shown it: signed up, signed in by a code, or asked and answered."""
    request.session[KEY] = time.time()


def is_confirmed(request: HttpRequest) -> bool:
    """Whether that was lately, in this session."""
    return time.time() - request.session.get(KEY, 0) < SECONDS and second_factor.is_recent(request)


def asks_first(
    view: Callable[[SignedIn], HttpResponseBase],
) -> Callable[[SignedIn], HttpResponseBase]:
    """A page that is shown only to who has shown it lately; others are asked, and come back."""

    @wraps(view)
    def asking(request: SignedIn) -> HttpResponseBase:
        if is_confirmed(request):
            return view(request)
        return redirect(f"{reverse('portal:confirm')}?{urlencode({'next': request.path})}")

    return asking
