"""Since when what somebody did still counts for what they may read."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone


def since(now: dt.datetime | None = None) -> dt.datetime:
    """READ_DONE_DAYS ago: what was done, answered or closed before is read no longer."""
    return (now or timezone.now()) - dt.timedelta(days=settings.READ_DONE_DAYS)
