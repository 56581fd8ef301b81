"""What a production start refuses: conveniences of the embedded default that would be holes on a real site.

`PRODUCTION=1` makes web and worker stop with the list, and `manage.py check` show it; `manage.py check --deploy` shows
it on any site, and asks the database and the clock too. Each line says what is wrong and how to mend it.
"""

from __future__ import annotations

import datetime as dt
import urllib.request
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

from config import environment

CLOCK_MAY_BE_OFF = dt.timedelta(minutes=2)  # a time limit is counted in hours, a seal carries its minute
WAL, FULL = "wal", 2  # SQLite: readers beside a writer, and a commit that is on the disk


def refuse_unsafe_start() -> None:
    """Raise ImproperlyConfigured with every fault, one a line, when this is a production site that has any."""
    if environment.flag("PRODUCTION", False) and (found := [*settings_faults(), *site_faults()]):
        raise ImproperlyConfigured("PRODUCTION=1 but\n  " + "\n  ".join(found))


def faults() -> list[str]:
    """What is wrong with the settings of a production site; nothing on any other."""
    return list(settings_faults()) if environment.flag("PRODUCTION", False) else []


def settings_faults() -> Iterator[str]:
    """What the environment says that a public site must not be."""
    if settings.DEMO:
        yield "DEMO is on: anybody could sign in as anybody. Mend: PRODUCTION=1, without DEMO"
    if settings.DEBUG:
        yield "DEBUG is on: error pages would show settings and personal data. Mend: take DEBUG away"
    if len(environment.text("SECRET_KEY")) < 50:
        yield "SECRET_KEY is not set, or shorter than 50 characters. Mend: SECRET_KEY=$(openssl rand -base64 60)"
    for name in ("FIELD_KEY", "INDEX_KEY"):
        if len(environment.text(name)) < 32:
            yield f"{name} (encrypts personal data) is not set or short. Mend: {name}=$(openssl rand -base64 45)"
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        yield "ALLOWED_HOSTS does not name the site's hosts. Mend: ALLOWED_HOSTS=motcua.example"
    if urlsplit(settings.SITE_URL).scheme != "https":
        yield "SITE_URL, printed in every QR code, is not an https address. Mend: SITE_URL=https://motcua.example"
    if not settings.SEAL_PKCS11_MODULE and Path(settings.SEAL_PKCS12).name == "demo-seal.p12":
        yield "SEAL_PKCS12 or SEAL_PKCS11_MODULE does not name the authority's own seal. Mend: docs/administrator.md"
    if not settings.CLAMAV_ADDRESS and not settings.UPLOADS_WITHOUT_SCANNER:
        yield (
            "CLAMAV_ADDRESS names no virus scanner: nobody could open an upload. Mend: apt-get install clamav-daemon, "
            "CLAMAV_ADDRESS=/run/clamav/clamd.ctl (UPLOADS_WITHOUT_SCANNER=1: the risk)"
        )
    yield from _payment_faults()


def _payment_faults() -> Iterator[str]:
    """What would take no money, or let anybody say that he paid."""
    named = [name for name in ("VNPAY_URL", "VNPAY_TMN_CODE", "VNPAY_HASH_SECRET") if getattr(settings, name)]
    if not named:
        return  # transfers and the cashier only
    address, secret = urlsplit(settings.VNPAY_URL), settings.VNPAY_HASH_SECRET
    if len(named) < 3:
        yield f"of VNPay's three settings only {', '.join(named)} are set. Mend: all of them, or none"
    if settings.VNPAY_URL and address.scheme != "https":
        yield "VNPAY_URL leads to the simulator, whose buttons pay without money. Mend: the address VNPay gave you"
    if (address.hostname or "").startswith("sandbox."):
        yield "VNPAY_URL is VNPay's sandbox, where nobody pays real money. Mend: the address VNPay gave you"
    demo = settings.VNPAY_DEMO_SECRET
    if secret and (len(secret) < 16 or (demo.exists() and demo.read_text().strip() == secret)):
        yield "VNPAY_HASH_SECRET is short, or the demo's: its holder can say that a fee is paid. Mend: VNPay's secret"


def site_faults() -> Iterator[str]:
    """What the database and the clock say; a database that is away is not this check's business."""
    try:
        yield from account_faults()
        yield from _database_faults()
    except DatabaseError:
        return
    yield from _clock_faults()


def account_faults() -> list[str]:
    """People who could sign in to a public site with one click."""
    from organisations.models import User

    if not User.objects.filter(is_demo=True, is_active=True).exists():
        return []
    return ["demo people can sign in. Mend: python manage.py close_demo_accounts"]


def _database_faults() -> Iterator[str]:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        journal = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        synchronous = cursor.execute("PRAGMA synchronous").fetchone()[0]
    immediate = connection.settings_dict["OPTIONS"].get("transaction_mode") == "IMMEDIATE"
    if journal != WAL or synchronous != FULL or not immediate:
        yield (
            f"SQLite runs with journal_mode={journal}, synchronous={synchronous}, transactions that begin "
            f"{'IMMEDIATE' if immediate else 'DEFERRED'}: acts could fail or be lost. "
            "Mend: leave the database's options as config/settings.py sets them, on a local disk"
        )


def _clock_faults() -> Iterator[str]:
    for source, moment in _other_clocks():
        off = abs(dt.datetime.now(dt.UTC) - moment)
        if off > CLOCK_MAY_BE_OFF:
            minutes = round(off.total_seconds() / 60)
            yield f"the clock differs from {source} by {minutes} minutes. Mend: run chrony or systemd-timesyncd"


def _other_clocks() -> Iterator[tuple[str, dt.datetime]]:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            yield "the database's", cursor.fetchone()[0]
    source = environment.text("TIME_SOURCE")
    if urlsplit(source).scheme not in ("http", "https"):
        return
    try:
        request = urllib.request.Request(source, method="HEAD")  # noqa: S310 - an administrator's own setting
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310
            yield f"{urlsplit(source).hostname}'s", parsedate_to_datetime(answer.headers["Date"])
    except (OSError, TypeError, ValueError):
        return  # no answer is no proof


@checks.register(checks.Tags.security)
def production_is_safe(app_configs: Any, **options: Any) -> list[checks.CheckMessage]:
    """A production site's list for `manage.py check` (settings only: a check must not need the database)."""
    return [checks.Error(fault, id="motcua.E001") for fault in faults()]


@checks.register(checks.Tags.security, deploy=True)
def deployment_is_safe(app_configs: Any, **options: Any) -> list[checks.CheckMessage]:
    """The whole list for `manage.py check --deploy`, whatever the site calls itself."""
    found = [*([] if faults() else settings_faults()), *site_faults()]
    return [checks.Error(fault, id="motcua.E002") for fault in found]
