"""How many are let in a minute: as many as the site was seen to bear.

A token bucket whose rate follows what is measured: the share of its time that a web process spends
answering (`Busy`). Additive steps up, a cut down, as TCP does (Jacobson 1988), so that it finds the
capacity of the machine without being told.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

SPARE, FULL = 0.5, 0.8  # shares of a process's threads
STEP, CUT = 1.1, 0.75
PACED_EVERY = 5.0  # seconds
#: After a pause (the database away, all processes killed) nobody is let in for the lost time.
LONGEST_STEP = 5.0


@dataclass(frozen=True)
class Bounds:
    """The least and the most a minute."""

    least: float
    most: float


def rate(before: float, busy: float, bounds: Bounds) -> float:
    """People a minute from now on, after a process was `busy` for this share of its time."""
    after = before
    if busy > FULL:
        after = before * CUT
    elif busy < SPARE:
        after = before * STEP
    return min(bounds.most, max(bounds.least, after))


def burst(a_minute: float) -> float:
    """How many may come at once to a line that is empty: what ten seconds let in, one at least."""
    return max(1.0, a_minute / 6)


def let_in(before: float, counter: int, a_minute: float, seconds: float) -> float:
    """How many are let in so far; never more than have come and a burst."""
    more = before + a_minute * min(seconds, LONGEST_STEP) / 60
    return max(before, min(more, counter + burst(a_minute)))


class Busy:
    """The share of their time that the threads of this process spent answering."""

    def __init__(self, threads: int) -> None:
        self._threads, self._spent, self._since = threads, 0.0, time.monotonic()
        self._lock = threading.Lock()

    def add(self, seconds: float) -> None:
        """One answer took so long."""
        with self._lock:
            self._spent += seconds

    def share(self) -> float:
        """Since the last time that this was asked."""
        with self._lock:
            now = time.monotonic()
            span, spent = max(now - self._since, 1e-6), self._spent
            self._since, self._spent = now, 0.0
        return min(1.0, spent / (span * self._threads))
