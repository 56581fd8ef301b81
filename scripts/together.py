"""Several programs that begin together and end together, however they or their starter are asked to
end.

Honcho's manager prints their lines and ends the others when one ends. Added here: who asks before
all have begun is heard, a program that does not end in time is killed, a closed terminal is a
request to end, and a starter that is killed takes its programs along: each leads a session of its
own, so nobody else would. A program that ends with an error after it has worked for a while is
started again: a worker ends so when its work hangs (`foundation.work_limits`).
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

# seconds between the request to end and the kill; a page or a letter under way takes less
PATIENCE = 12.0
LOOK = 0.2  # seconds
ERROR = 1  # of a Python program that could not go on
WORKED = 10.0  # seconds; who ends sooner could not begin


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
        """Ask every program to end, those too that are only beginning; kill what has not ended in
        time.
        """
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
        """Programs that have begun and are not known to have ended; each is the number of its group
        too.
        """
        return {
            each["pid"]
            for each in list(self._processes.values())
            if "pid" in each and "returncode" not in each
        }


class Kept(Process):  # type: ignore[misc]
    """Runs in a process between the starter and the program; ends the program when the starter is
    gone.
    """

    def run(self, events: Any = None, ignore_signals: bool = False) -> None:
        threading.Thread(target=self._end_with, args=(os.getppid(),), daemon=True).start()
        while True:
            began, said = time.monotonic(), Said(events)
            super().run(said, ignore_signals)
            if said.returncode != ERROR or time.monotonic() - began < WORKED:
                said.tell_the_end()
                return

    def _send_message(self, data: Any, type: str = "line") -> None:
        # what a program leaves behind would hold its output open, and we wait for its end
        if type == "start":
            threading.Thread(target=self._clear_behind, args=(self._child,), daemon=True).start()
        super()._send_message(data, type)

    @staticmethod
    def _clear_behind(program: Any) -> None:
        while program.poll() is None:
            time.sleep(LOOK)
        time.sleep(PATIENCE)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(program.pid, signal.SIGKILL)

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


class Said:
    """The queue of what programs say, in which the end of one waits until it is known to be the
    last.
    """

    def __init__(self, queue: Any) -> None:
        self._queue, self._end = queue, None

    @property
    def returncode(self) -> int | None:
        """How it ended."""
        return self._end.data["returncode"] if self._end else None

    def put(self, message: Any) -> None:
        """Pass it on, or keep it."""
        if message.type == "stop":
            self._end = message
        else:
            self._queue.put(message)

    def tell_the_end(self) -> None:
        """Now everybody may know."""
        self._queue.put(self._end)
