"""By which provider, and at which level, a session was opened."""

from __future__ import annotations

import time

from django.http import HttpRequest

from organisations.accounts.provider_accounts import Shown
from organisations.models import User
from organisations.provider_models import ProviderAccount
from portal.account import confirming
from portal.account.provider.configured import Provider, named
from portal.http.security_notes import noted

KEY = "opened_by"  # in the session


def remember(request: HttpRequest, shown: Shown, shown_at: int) -> None:
    """They came from there just now. Who showed themselves there lately has shown here too."""
    request.session[KEY] = {"provider": shown.provider, "level": shown.level}
    noted(request, "provider_passed", reason=shown.level)
    if time.time() - shown_at < confirming.SECONDS:
        confirming.confirmed(request)


def provider_of(request: HttpRequest) -> Provider | None:
    """Where one signs out too."""
    said = request.session.get(KEY)
    return named(said["provider"]) if said else None


def level_of(request: HttpRequest) -> str:
    """At which level the visitor is known in this session; "" of a password or a code, and once the
    account at the provider is linked no longer.
    """
    said, user = request.session.get(KEY), request.user
    if not said or not isinstance(user, User):
        return ""
    linked = ProviderAccount.objects.filter(person=user, provider=said["provider"])
    return str(said["level"]) if linked.exists() else ""
