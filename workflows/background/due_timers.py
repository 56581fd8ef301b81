"""Timers whose moment has come: `actions.time_is_up` does what the definition says, under the
dossier's lock.

Fired twice is once done, and a timer whose task is over does nothing.
"""

from __future__ import annotations

import datetime as dt
import logging

from django.utils import timezone

from workflows import actions
from workflows.errors import ActRefused
from workflows.models import Timer

log = logging.getLogger(__name__)

#: A timer that could not act is tried again after this.
LATER = dt.timedelta(hours=1)


def fire(limit: int = 50) -> int:
    """Fire what is due, at most `limit`; returns how many were looked at. One that fails keeps no
    other waiting.
    """
    now = timezone.now()
    due = list(Timer.objects.filter(done_at=None, due_at__lte=now).order_by("due_at", "id")[:limit])
    for timer in due:
        try:
            actions.time_is_up(timer)
        except Exception as error:
            level = log.info if isinstance(error, ActRefused) else log.error
            level("timer %s (%s) could not act: %s", timer.pk, timer.kind, type(error).__name__)
            Timer.objects.filter(pk=timer.pk, done_at=None).update(
                due_at=now + LATER, last_error=type(error).__name__
            )
    return len(due)
