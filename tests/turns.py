"""Whether others get their turn while something is worked out: a thread that wakes every five
milliseconds.
"""

from __future__ import annotations

import threading
import time
from types import TracebackType


class Turns:
    """`with Turns() as turns:` then `turns.count` and `turns.longest_pause` (seconds)."""

    def __enter__(self) -> Turns:
        self._at, self._over = [time.monotonic()], threading.Event()
        self._other = threading.Thread(target=self._wake)
        self._other.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._other.join()

    def _wake(self) -> None:
        while not self._over.wait(0.005):
            self._at.append(time.monotonic())

    @property
    def count(self) -> int:
        """How often the other one had its turn."""
        return len(self._at) - 1

    @property
    def longest_pause(self) -> float:
        """For how long it had none: somebody held Python's lock."""
        return max(
            (later - earlier for earlier, later in zip(self._at, self._at[1:], strict=False)),
            default=0.0,
        )
