"""Ringing for a worker after commit: quick, never an error, and silent for a while when the broker is away.

The rows say what is owed and a sweep finds them, so a lost ring costs half a minute and nothing else. A broker that
hangs would cost the person who waits for his page the time limits of settings.py, so after one failure this process
does not try again before `QUIET` is over.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from typing import Any

log = logging.getLogger(__name__)

QUIET = 30.0  # seconds: as often as the sweep

_quiet_until = 0.0


def ring(task: Any, ids: Iterable[int]) -> None:
    """Send `task(id)` for each id to the broker."""
    _send((task, (pk,)) for pk in ids)


def ring_once(task: Any) -> None:
    """Send `task()` to the broker."""
    _send([(task, ())])


def _send(rings: Iterable[tuple[Any, tuple[int, ...]]]) -> None:
    global _quiet_until
    if time.monotonic() < _quiet_until:
        return
    try:
        for task, given in rings:
            task.apply_async(given, retry=False)
    except Exception as error:  # any broker's any error: the rows are safe
        _quiet_until = time.monotonic() + QUIET
        log.warning("broker away (%s): what is owed waits for the sweep", type(error).__name__)


def listen_again() -> None:
    """Forget that the broker was away."""
    global _quiet_until
    _quiet_until = 0.0
