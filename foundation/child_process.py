"""Strangers' bytes are read in a process of their own, with limits on its time and memory: what
bursts is the child.

The child gets one reader of ours and the bytes, no environment, no secret, no database; it may
write no file. Readers take a tenth of a second to load, so a nursery (`child_nursery.py`) keeps
them loaded and forks a child for each file. It is started by the first file, has seen no stranger's
byte itself, and ends with the process that started it.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language

NURSERY = Path(__file__).with_name("child_nursery.py")
WAITS = 4  # times the seconds of work: a busy machine gives a process only part of its time
MOST_ANSWERED = 16 * 1024 * 1024  # bytes
MOST_WRITTEN = 64 * 1024 * 1024  # bytes of one file, by a reader of the site
LENGTH = 8  # bytes in front of the answer: one that was cut is none


class ChildFailed(Exception):
    """The child used up its time or memory, or broke; nothing that it said is to be believed."""


def run(
    reader: Path,
    content: bytes,
    *arguments: str,
    seconds: int,
    megabytes: int,
    of_the_site: bool = False,
) -> bytes:
    """What the function `answer(content, arguments)` of `reader` gives.

    `seconds` of processor time, `megabytes` of address space. A reader `of_the_site` has its
    settings and the language of whoever asks, and may write files for the converter. Raises
    ChildFailed.
    """
    within = 10 + seconds * WAITS
    order = {"reader": str(reader), "arguments": arguments, "within": within, "seconds": seconds}
    order["memory"] = megabytes * 1024 * 1024
    order["file"] = MOST_WRITTEN if of_the_site else 0
    order["language"] = (get_language() or settings.LANGUAGE_CODE) if of_the_site else ""
    sent = os.memfd_create(reader.stem)
    ours, theirs = socket.socketpair()
    with ours:
        try:
            with open(sent, "wb", closefd=False) as copy:
                copy.write(content)
            nursery = _nursery_of_the_site if of_the_site else _nursery
            nursery.order(json.dumps(order).encode(), [sent, theirs.fileno()])
        finally:
            os.close(sent)
            theirs.close()
        return _answer(ours, time.monotonic() + within, reader.stem)


def _answer(ours: socket.socket, ends: float, name: str) -> bytes:
    """All that was said before the end, if it is as long as was announced."""
    told = bytearray()
    while len(told) <= MOST_ANSWERED + LENGTH:
        ours.settimeout(max(ends - time.monotonic(), 0.001))
        try:
            part = ours.recv(1 << 18)
        except TimeoutError as late:
            raise ChildFailed(f"{name} did not answer") from late
        except ConnectionError:
            break
        if not part:
            break
        told += part
    length, answer = int.from_bytes(told[:LENGTH], "big"), bytes(told[LENGTH:])
    if len(told) < LENGTH or len(answer) != length:
        raise ChildFailed(f"{name} broke")
    return answer


class _Nursery:
    """The one of this process; a process that was forked from this one begins its own."""

    def __init__(self, knows_the_site: bool = False) -> None:
        self._knows_the_site = knows_the_site
        self._lock, self._owner, self._door = threading.Lock(), 0, socket.socket()
        self._process: subprocess.Popen[bytes] | None = None

    def order(self, order: bytes, files: list[int]) -> None:
        """Have a child made that gets these files; a nursery that has died meanwhile is begun anew,
        once.
        """
        with self._lock:
            if self._owner != os.getpid():
                self._begin()
            try:
                socket.send_fds(self._door, [order], files)
            except OSError:
                self._begin()
                socket.send_fds(self._door, [order], files)

    def _begin(self) -> None:
        if self._process and self._owner == os.getpid():
            self._process.kill()
            self._process.wait()
        self._door.close()
        self._door, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            command = [sys.executable, "-I", str(NURSERY), str(theirs.fileno())]
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and script
                [*command, "site"] if self._knows_the_site else command,
                pass_fds=[theirs.fileno()],
                env={**os.environ} if self._knows_the_site else {},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        self._owner = os.getpid()


_nursery, _nursery_of_the_site = _Nursery(), _Nursery(knows_the_site=True)


def _begin_anew() -> None:
    """A lock that another thread held there would be held for ever."""
    global _nursery, _nursery_of_the_site
    _nursery, _nursery_of_the_site = _Nursery(), _Nursery(knows_the_site=True)


os.register_at_fork(after_in_child=_begin_anew)
