"""How long one piece of a worker's work may last: a letter, a document, a nightly count.

Celery's own limits are another process's business, and the embedded default (`--pool solo`) has
none. So the worker looks after itself: after the time the work gets TookTooLong wherever it is, and
when that does not end it, because somebody else's code holds Python's lock, the process ends some
seconds later and is started again by whoever keeps it.
"""

from __future__ import annotations

import contextlib
import faulthandler
import signal
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any, NoReturn

GRACE = 30.0  # seconds between the exception and the end of the process


class TookTooLong(Exception):
    """The work lasted longer than it may. It is tried again later, like other work that failed."""


# of the works under way, the innermost last; they have one clock, the process's
_ends: list[float] = []


@contextlib.contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """What stands in the `with` block may last so long. A block inside has its own time; the outer
    one's stands still.

    Outside of a process's main thread (a page that does its tasks itself) nothing is limited.
    Raises TookTooLong.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    left = _ends[-1] - time.monotonic() if _ends else 0.0
    before = signal.signal(signal.SIGALRM, _too_long)
    _ends.append(time.monotonic() + seconds)
    _wind(seconds)
    try:
        yield
    finally:
        _ends.pop()
        _wind(max(left, 0.01) if _ends else 0.0)
        if _ends:
            _ends[-1] = time.monotonic() + left
        signal.signal(signal.SIGALRM, before)


def _wind(seconds: float) -> None:
    """Both clocks; 0 stops them. The second belongs to a thread that needs no lock of Python's."""
    signal.setitimer(signal.ITIMER_REAL, seconds)
    if seconds:
        faulthandler.dump_traceback_later(
            seconds + GRACE, exit=True, file=sys.__stderr__ or sys.stderr
        )
    else:
        faulthandler.cancel_dump_traceback_later()


def _too_long(*_signal: Any) -> NoReturn:
    raise TookTooLong
