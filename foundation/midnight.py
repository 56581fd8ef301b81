"""Where a day begins for people."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone


def midnight(day: dt.date) -> dt.datetime:
    """The beginning of a day in the site's own time zone, whatever the reader's is."""
    return dt.datetime.combine(day, dt.time.min, timezone.get_default_timezone())
