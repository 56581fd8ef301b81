"""Addresses that nothing reaches any more: a mailbox that does not exist, a number that nobody has.

Kept by blind index, without the address itself. One that is dead is passed over until its owner
says that it works.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import timezone

from foundation.read_once import is_remembered, read_once, remember
from notifications.models import DeadAddress
from protection import blind_index

#: Numbers are given to others, mailboxes opened again: after so long it is tried once more.
FOR = dt.timedelta(days=365)

Way = tuple[str, str]  # the name of a channel, and an address of it


def note(channel: str, address: str, why: str) -> None:
    """Nothing goes there any more. `why`: a code, never a server's text."""
    DeadAddress.objects.update_or_create(
        channel=channel,
        address_index=index(address),
        defaults={"why": why[:20], "since": timezone.now()},
    )


def among(ways: Iterable[Way]) -> dict[Way, DeadAddress]:
    """Which of these are dead."""
    marks = {(channel, index(address)): (channel, address) for channel, address in ways if address}
    if not marks:
        return {}
    if all(is_remembered(_row, *one) for one in marks):
        return {way: row for one, way in marks.items() if (row := _row(*one)) is not None}
    asked = Q()
    for channel, mark in marks:
        asked |= Q(channel=channel, address_index=mark)
    return {marks[row.channel, row.address_index]: row for row in _in_force().filter(asked)}


def read_together(ways: Iterable[Way]) -> None:
    """Ask about all of these at once, for as long as `reading_once` lasts."""
    marks = {(channel, index(address)) for channel, address in ways if address}
    rows = _in_force().filter(address_index__in={mark for _channel, mark in marks})
    dead = {(row.channel, row.address_index): row for row in rows} if marks else {}
    for one in marks:
        remember(_row, dead.get(one), *one)


@read_once
def _row(channel: str, mark: str) -> DeadAddress | None:
    return _in_force().filter(channel=channel, address_index=mark).first()


def _in_force() -> QuerySet[DeadAddress]:
    return DeadAddress.objects.filter(since__gte=timezone.now() - FOR)


def revive(channel: str, address: str) -> bool:
    """Its owner says that it works again; False where it was not dead."""
    rows = DeadAddress.objects.filter(channel=channel, address_index=index(address))
    return bool(rows.delete()[0])


def index(address: str) -> str:
    """As `Message.address_index` has it."""
    return blind_index.email(address)
