"""How often a visitor may try: counters in the database, so that every web process counts together.

Fixed windows: simple, one row per visitor, thing and window. At the border of two windows twice the
number is possible; the limits are chosen with that in mind (docs of issue: ≤ 20 tries a minute and
address).
"""

from __future__ import annotations

import datetime as dt
import ipaddress
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from portal.models import RateWindow

NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052
now = timezone.now  # the tests begin each with a new window


@dataclass(frozen=True)
class Limit:
    """At most `times` a window of `seconds` for each visitor, address or code."""

    name: str
    times: int
    seconds: int

    def take(self, who: str) -> bool:
        """Count one try of `who`; False when there were too many in this window."""
        return _count_up(*self._window(who)) <= self.times

    def give_back(self, who: str) -> None:
        """The try was no wrong one after all. Taken first, so that many at once get no more tries
        than one by one.
        """
        RateWindow.objects.filter(key=self._window(who)[0], count__gt=0).update(
            count=F("count") - 1
        )

    def is_spent(self, who: str) -> bool:
        """True when `who` has no try left; counts nothing."""
        return self._count(self._window(who)[0]) >= self.times

    def forget(self, who: str) -> None:
        """Start anew: the right person came in."""
        RateWindow.objects.filter(key=self._window(who)[0]).delete()

    def _count(self, key: str) -> int:
        return RateWindow.objects.filter(key=key).values_list("count", flat=True).first() or 0

    def _window(self, who: str) -> tuple[str, dt.datetime]:
        number = int(now().timestamp()) // self.seconds
        key = salted_hmac(
            "portal.limits", f"{self.name}|{who}|{number}", algorithm="sha256"
        ).hexdigest()
        return key, dt.datetime.fromtimestamp((number + 1) * self.seconds, dt.UTC)


def forget_ended() -> None:
    """Windows that are over count no more (by beat, so that no visitor waits for it)."""
    RateWindow.objects.filter(ends_at__lt=now()).delete()


def _count_up(key: str, ends_at: dt.datetime) -> int:
    """The window's count with one try more, by one statement: Django's own takes three and a lock
    apart.

    The table is logged like any other: single-use links are counted here, and a crash must not make
    one fresh again.
    """
    table = connection.ops.quote_name(RateWindow._meta.db_table)
    counted = f"INSERT INTO {table} (key, count, ends_at) VALUES (%s, 1, %s)"  # noqa: S608 - the table's own name
    again = f"ON CONFLICT (key) DO UPDATE SET count = {table}.count + 1 RETURNING count"
    with connection.cursor() as cursor:
        cursor.execute(
            f"{counted} {again}", [key, connection.ops.adapt_datetimefield_value(ends_at)]
        )
        (count,) = cursor.fetchone()
    return int(count)


def address_of(request: HttpRequest) -> str:
    """The visitor's address; behind a proxy, the header that the site's administrator says the
    proxy sets.
    """
    return str(
        request.META.get(settings.CLIENT_ADDRESS_VARIABLE) or request.META.get("REMOTE_ADDR", "")
    )


def network_of(request: HttpRequest) -> str:
    """What limits count by: an IPv4 address, or the /64 that one IPv6 subscriber has whole (RFC
    6177, RFC 4291 2.5.4).

    IPv4 inside IPv6 (mapped, 6to4, Teredo, NAT64) counts as the IPv4 address; what is no address as
    itself.
    """
    return _network(address_of(request))


def _network(text: str) -> str:
    try:
        address = ipaddress.ip_address(text.strip().strip("[]").partition("%")[0])
    except ValueError:
        return text
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    inside = (
        address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
    )
    if inside is None and address in NAT64:
        inside = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return str(inside) if inside else str(ipaddress.ip_network((address, 64), strict=False))
