"""What the first page announces: the administrator's dated rows, and rounds that are open.

An app that has something open for everybody gives a source of it (`rounds_from`), asked whenever
the page is drawn; the portal knows no round itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils import timezone

from portal.models import Announcement


@dataclass(frozen=True)
class OpenRound:
    """Something everybody may apply to until a moment: its name in the reader's language, one line
    about it, its address, and when it closes.
    """

    title: str
    says: str
    address: str
    closes: dt.datetime


Source = Callable[[], Iterable[OpenRound]]
_sources: list[Source] = []


def rounds_from(source: Source) -> None:
    """Ask `source` for open rounds from now on; called once, in `apps.ready`."""
    _sources.append(source)


def open_rounds() -> list[OpenRound]:
    """All that is open now, what closes first before the others."""
    now = timezone.now()
    found = (each for source in _sources for each in source())
    return sorted((each for each in found if each.closes > now), key=lambda each: each.closes)


def announcements() -> list[Announcement]:
    """What the administrator announces at this moment, outages first."""
    now = timezone.now()
    rows = Announcement.objects.filter(starts_at__lte=now, ends_at__gt=now)
    return sorted(rows, key=lambda row: row.kind != Announcement.Kind.OUTAGE)
