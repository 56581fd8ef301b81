"""Ringing for a worker after commit: quick, never an error, and silent for a while when the broker
is away.

The rows say what is owed and a sweep finds them, so a lost ring costs half a minute and nothing
else. A broker that hangs would cost the person who waits for the page the time limits of
settings.py, so after one failure this process does not try again before `QUIET` is over.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable

from celery import current_app

log = logging.getLogger(__name__)

QUIET = 30.0  # seconds: as often as the sweep

_quiet_until = 0.0


def ring(task: str, ids: Iterable[int]) -> None:
    """Send the task of this name with each id to the broker. By its name: the task calls whoever
    rings.
    """
    _send((task, (pk,)) for pk in ids)


def ring_once(task: str) -> None:
    """Send the task of this name to the broker."""
    _send([(task, ())])


def _send(rings: Iterable[tuple[str, tuple[int, ...]]]) -> None:
    global _quiet_until
    if time.monotonic() < _quiet_until:
        return
    try:
        for task, given in rings:
            current_app.tasks[task].apply_async(given, retry=False)
    except Exception as error:  # any broker's any error: the rows are safe
        _quiet_until = time.monotonic() + QUIET
        log.warning("broker away (%s): what is owed waits for the sweep", type(error).__name__)


def listen_again() -> None:
    """Forget that the broker was away."""
    global _quiet_until
    _quiet_until = 0.0
