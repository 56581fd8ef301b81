"""When a telephone must not ring: `QUIET_HOURS` of the settings, in the site's time zone. Codes do
not ask.

What falls into them waits until they end; nothing is lost and nothing counts as tried.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone


def ended(at: dt.datetime) -> dt.datetime:
    """`at` itself where a telephone may ring then, else the end of the quiet hours."""
    begins, ends = hours()
    if begins == ends:
        return at
    local = timezone.localtime(at)
    time = local.time()
    if begins < ends:
        return _at(local.date(), ends) if begins <= time < ends else at
    if time >= begins:
        return _at(local.date() + dt.timedelta(days=1), ends)
    return _at(local.date(), ends) if time < ends else at


def in_force() -> tuple[dt.time, dt.time] | None:
    """From when to when; None where telephones ring at any hour. Raises ValueError."""
    begins, ends = hours()
    return None if begins == ends else (begins, ends)


def hours() -> tuple[dt.time, dt.time]:
    """From when to when; equal ones: there are none. Raises ValueError."""
    begins, _line, ends = settings.QUIET_HOURS.partition("-")
    return dt.time.fromisoformat(begins.strip()), dt.time.fromisoformat(ends.strip())


def _at(day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time, timezone.get_default_timezone())
