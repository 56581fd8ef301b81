"""Worker and timer leave a sign of life in the database: whoever asks may sit on another machine.

The timer (beat) sends the task `beat_heart` every PULSE_SECONDS and writes its own row as it does;
a worker writes its row at whatever it takes up, so one that is busy for long is not taken for dead.
"""

from __future__ import annotations

import datetime as dt
import logging
import time

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from workflows.models import Heartbeat

log = logging.getLogger(__name__)

WORKER, TIMER = "worker", "beat"
PULSE_SECONDS = 20.0
SILENT_AFTER = dt.timedelta(seconds=60)
SELDOM = 5.0  # seconds: a worker that does a hundred things a second writes one row
_last: dict[str, float] = {}


def live(name: str) -> None:
    """Write that `name` lives now; a database that is away is not its business."""
    if time.monotonic() - _last.get(name, -SELDOM) < SELDOM:
        return
    _last[name] = time.monotonic()
    try:
        Heartbeat.objects.update_or_create(name=name, defaults={"at": timezone.now()})
    except DatabaseError:
        if not connection.in_atomic_block:
            connection.close()  # the next sign opens one that works
        log.warning("the sign of life of %s could not be written", name)


def silence(name: str) -> dt.timedelta | None:
    """How long `name` has been silent; None where it never lived."""
    last = Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()
    return timezone.now() - last if last else None


def complaint(name: str) -> str | None:
    """What is wrong with `name`, or None; a site that does its work in the web process has
    neither.
    """
    if settings.CELERY_TASK_ALWAYS_EAGER:
        return None
    quiet = silence(name)
    if quiet is None:
        return f"{name} has never given a sign of life: is it running?"
    if quiet > SILENT_AFTER:
        return f"{name} gave its last sign of life {quiet.total_seconds():.0f} seconds ago"
    return None
