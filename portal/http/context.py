"""What every template may read."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from notifications.inbox import unread_count
from organisations.models import Authority, User
from organisations.roles import is_officer, works_in
from portal.http import held_form
from portal.http.typed_form import words_in


def site(request: HttpRequest) -> dict[str, object]:
    """`demo`: one-click demo people are offered on this site; `officer`: the visitor holds a role
    today.

    `in_school`: one of the roles is at a school. `unread`: new messages. These three ask the
    database only on pages that use them. `typed`: what a person wrote into the form that was sent;
    `is_back`: the page's form holds what could not be received before.
    """
    user = getattr(request, "user", None)
    return {
        "demo": settings.DEMO,
        "officer": SimpleLazyObject(lambda: is_officer(user)),
        "in_school": SimpleLazyObject(
            lambda: isinstance(user, User) and works_in(user, Authority.Kind.SCHOOL)
        ),
        "typed": SimpleLazyObject(lambda: words_in(request)),
        "is_back": SimpleLazyObject(lambda: held_form.is_back(request)),
        "unread": SimpleLazyObject(lambda: unread_count(user) if isinstance(user, User) else 0),
    }
