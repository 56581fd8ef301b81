"""Several programs that begin together and end together, however they or their starter are asked to end.

Honcho's manager prints their lines and ends the others when one ends. Added here: who asks before all have begun is
heard, a program that does not end in time is killed, a closed terminal is a request to end, and a starter that is
killed takes its programs along: each leads a session of its own, so nobody else would.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from typing import Any

from honcho.manager import Manager
from honcho.process import Process

PATIENCE = 12.0  # seconds between the request to end and the kill; a page or a letter under way takes less
LOOK = 0.2  # seconds


class Together(Manager):  # type: ignore[misc]  # honcho carries no types
    """`add_process` each, then `loop` until all have ended."""

    def __init__(self, patience: float = PATIENCE) -> None:
        super().__init__()
        self._patience = patience
        self._process_ctor = Kept
        self._asked: set[int] = set()

    def loop(self) -> None:
        signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
        super().loop()

    def terminate(self) -> None:
        """Ask every program to end, those too that are only beginning; kill what has not ended in time."""
        if not self._terminating:
            self._terminating = True
            threading.Thread(target=self._insist, daemon=True).start()

    def _insist(self) -> None:
        give_up = time.monotonic() + self._patience
        while time.monotonic() < give_up:
            for pid in self._known() - self._asked:
                self._asked.add(pid)  # once: a second request means something else to some
                self._procmgr.terminate(pid)
            time.sleep(LOOK)
        for pid in self._known():
            self._procmgr.kill(pid)

    def _known(self) -> set[int]:
        """Programs that have begun and are not known to have ended; each is the number of its group too."""
        return {each["pid"] for each in list(self._processes.values()) if "pid" in each and "returncode" not in each}


class Kept(Process):  # type: ignore[misc]
    """Runs in a process between the starter and the program; ends the program when the starter is gone."""

    def run(self, events: Any = None, ignore_signals: bool = False) -> None:
        threading.Thread(target=self._end_with, args=(os.getppid(),), daemon=True).start()
        super().run(events, ignore_signals)

    def _end_with(self, starter: int) -> None:
        while os.getppid() == starter:
            time.sleep(LOOK)
        self._signal(signal.SIGTERM)
        time.sleep(PATIENCE)
        self._signal(signal.SIGKILL)

    def _signal(self, how: signal.Signals) -> None:
        if self._child is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._child.pid, how)
