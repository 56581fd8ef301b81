"""What every template may read."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from notifications.inbox import unread_count
from organisations.models import User
from organisations.roles import is_officer


def site(request: HttpRequest) -> dict[str, object]:
    """`demo`: one-click demo people are offered on this site; `officer`: the visitor holds a role today.

    `unread`: new messages. The last two ask the database only on pages that use them.
    """
    user = getattr(request, "user", None)
    return {
        "demo": settings.DEMO,
        "officer": SimpleLazyObject(lambda: is_officer(user)),
        "unread": SimpleLazyObject(lambda: unread_count(user) if isinstance(user, User) else 0),
    }
