"""Where somebody is signed in: seen by themselves, ended one by one or all others at once (ASVS
5.0, 7.5.2).

Of a browser its kind is kept and of an address its first half: enough to know one's own again. Rows
follow the name of their session, which changes with the second factor and with the roles; what has
no living session is not shown.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import re
from dataclasses import dataclass

from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from organisations.models import User
from portal.http.limits import network_of
from portal.models import OwnSession

MOST = 50  # shown, the latest first
BROWSERS = (
    ("Edge", r"Edg(?:e|A|iOS)?/"),
    ("Cốc Cốc", r"coc_coc_browser/"),
    ("Opera", r"OPR/"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"(?:Firefox|FxiOS)/"),
    ("Chrome", r"(?:Chrome|CriOS)/"),
    ("Safari", r"Safari/"),
)
SYSTEMS = (
    ("Android", r"Android"),
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Windows", r"Windows"),
    ("macOS", r"Macintosh"),
    ("ChromeOS", r"CrOS"),
    ("Linux", r"Linux"),
)


@dataclass(frozen=True)
class Shown:
    """One row of the list."""

    pk: int
    device: str  # "Chrome, Windows"; "" for what nobody knows
    place: str  # "203.0.*.*"
    began_at: dt.datetime
    seen_at: dt.datetime
    is_this: bool


def begun(request: HttpRequest, user: User) -> None:
    """Note the session that has just begun."""
    if not request.session.session_key:
        request.session.create()
    OwnSession.objects.filter(session_key=request.session.session_key).delete()
    OwnSession.objects.create(
        user=user,
        session_key=request.session.session_key or "",
        device=device_of(request),
        place=place_of(request),
    )


def renamed(request: HttpRequest, before: str | None) -> None:
    """The session has got another name."""
    OwnSession.objects.filter(session_key=before or "-").update(
        session_key=request.session.session_key
    )


def seen(request: HttpRequest) -> None:
    """Somebody is there; called once a minute."""
    OwnSession.objects.filter(session_key=request.session.session_key).update(
        seen_at=timezone.now()
    )


def of(request: HttpRequest, user: User) -> list[Shown]:
    """Where the person is signed in now, the latest first; rows whose session is over go."""
    rows = list(OwnSession.objects.filter(user=user).order_by("-seen_at")[:MOST])
    stored = Session.objects.filter(
        session_key__in=[row.session_key for row in rows], expire_date__gt=timezone.now()
    )
    alive = {one.session_key for one in stored if _is_of_today(one, user)}
    OwnSession.objects.filter(
        pk__in=[row.pk for row in rows if row.session_key not in alive]
    ).delete()
    here = request.session.session_key
    return [
        Shown(row.pk, row.device, row.place, row.began_at, row.seen_at, row.session_key == here)
        for row in rows
        if row.session_key in alive
    ]


def end(user: User, pk: int) -> bool:
    """End one session of the person's own; False where there is none of this number."""
    row = OwnSession.objects.filter(user=user, pk=pk).first()
    if row is None:
        return False
    Session.objects.filter(session_key=row.session_key).delete()
    row.delete()
    return True


def forget(user: User) -> None:
    """End all and forget where they were: the account is closed."""
    rows = OwnSession.objects.filter(user=user)
    Session.objects.filter(
        session_key__in=list(rows.values_list("session_key", flat=True))
    ).delete()
    rows.delete()


def _is_of_today(stored: Session, user: User) -> bool:
    """Not of before a new password, or before everything was ended."""
    return constant_time_compare(
        stored.get_decoded().get(HASH_SESSION_KEY, ""), user.get_session_auth_hash()
    )


def device_of(request: HttpRequest) -> str:
    """ "Chrome, Windows" of what the browser calls itself; of the rest nothing is kept."""
    said = request.headers.get("User-Agent", "")[:500]
    found = [
        next((name for name, mark in names if re.search(mark, said)), "")
        for names in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(filter(None, found))


def place_of(request: HttpRequest) -> str:
    """The first half of the visitor's network: which provider, not which house."""
    try:
        network = ipaddress.ip_network(network_of(request))
    except ValueError:
        return ""
    if network.version == 4:
        return ".".join([*str(network.network_address).split(".")[:2], "*", "*"])
    return ":".join([*network.network_address.exploded.split(":")[:2], "*"])
