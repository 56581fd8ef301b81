"""What a production start refuses: conveniences of the embedded default that would be holes on a real site.

`PRODUCTION=1` makes web and worker stop with the list, and `manage.py check` show it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured

from config import environment


def refuse_unsafe_start() -> None:
    """Raise ImproperlyConfigured with every fault, one a line, when this is a production site that has any."""
    found = [*faults(), *account_faults()]
    if found:
        raise ImproperlyConfigured("PRODUCTION=1 but\n  " + "\n  ".join(found))


def faults() -> list[str]:
    """What is wrong with the settings of a production site; nothing on any other."""
    return list(_faults()) if environment.flag("PRODUCTION", False) else []


def account_faults() -> list[str]:
    """What is wrong with the people of a production site."""
    from organisations.models import User

    if not environment.flag("PRODUCTION", False) or not User.objects.filter(is_demo=True, is_active=True).exists():
        return []
    return ["demo people can sign in: python manage.py close_demo_accounts"]


def _faults() -> Iterator[str]:
    if settings.DEMO:
        yield "DEMO is on: anybody could sign in as anybody"
    if settings.DEBUG:
        yield "DEBUG is on: error pages would show settings and personal data"
    if len(environment.text("SECRET_KEY")) < 50:
        yield "SECRET_KEY is not set, or shorter than 50 characters"
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        yield "ALLOWED_HOSTS does not name the site's hosts"
    if urlsplit(settings.SITE_URL).scheme != "https":
        yield "SITE_URL, printed in every QR code, is not an https address"
    if not settings.SEAL_PKCS11_MODULE and Path(settings.SEAL_PKCS12).name == "demo-seal.p12":
        yield "SEAL_PKCS12 or SEAL_PKCS11_MODULE does not name the authority's own seal"
    if not settings.CLAMAV_ADDRESS and not settings.UPLOADS_WITHOUT_SCANNER:
        yield "CLAMAV_ADDRESS names no virus scanner: nobody could open an upload (UPLOADS_WITHOUT_SCANNER=1 risks it)"


@checks.register(checks.Tags.security)
def production_is_safe(app_configs: Any, **options: Any) -> list[checks.CheckMessage]:
    """The same list for `manage.py check` (settings only: a check must not need the database)."""
    return [checks.Error(fault, id="motcua.E001") for fault in faults()]
