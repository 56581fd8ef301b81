"""Where a virus scanner is called: ClamAV's INSTREAM conversation, when the site has one
(CLAMAV_ADDRESS).

Only the two answers of a working scanner are believed; whatever else happens, the file waits
(forms.files.quarantine).
"""

from __future__ import annotations

import logging
import socket
import struct
import time
from typing import BinaryIO

from django.conf import settings

from forms.models import StoredFile

log = logging.getLogger(__name__)

CHUNK = 64 * 1024
LONGEST_ANSWER = 4096  # bytes; a verdict is one line
PATIENCE = 5.0  # seconds that a person waits for the verdict on a file of theirs
# seconds this process spares people a scanner that failed; the sweep asks it meanwhile
QUIET = 30.0

_quiet_until = 0.0


def scan_at_once(file: BinaryIO) -> str:
    """The verdict while the sender waits: PENDING when the scanner is away, slow, or was so a
    moment ago.
    """
    global _quiet_until
    if settings.CLAMAV_ADDRESS and time.monotonic() < _quiet_until:
        return StoredFile.Scan.PENDING
    verdict = scan(file, PATIENCE)
    if verdict == StoredFile.Scan.PENDING:
        _quiet_until = time.monotonic() + QUIET
    return verdict


def scan(file: BinaryIO, within: float) -> str:
    """CLEAN or INFECTED as the scanner says, NONE where the site has none, PENDING for anything
    else.

    `within` is in seconds, for the whole conversation: a scanner that drips holds nobody up.
    """
    if not settings.CLAMAV_ADDRESS:
        return StoredFile.Scan.NONE
    try:
        answer = _Talk(settings.CLAMAV_ADDRESS, within).stream(file)
    except (OSError, ValueError) as error:  # ValueError: an address without a port
        log.warning("virus scanner away (%s)", type(error).__name__)
        return StoredFile.Scan.PENDING
    if answer.startswith(b"stream: ") and answer.endswith(b" FOUND"):
        return StoredFile.Scan.INFECTED
    if answer == b"stream: OK":
        return StoredFile.Scan.CLEAN
    log.warning("virus scanner gave no verdict")
    return StoredFile.Scan.PENDING


def answers(within: float = 3.0) -> bool:
    """True when a scanner is there and answers its ping within so many seconds."""
    try:
        return (
            bool(settings.CLAMAV_ADDRESS)
            and _Talk(settings.CLAMAV_ADDRESS, within).ping() == b"PONG"
        )
    except (OSError, ValueError):
        return False


def ask_again() -> None:
    """Forget that the scanner was away."""
    global _quiet_until
    _quiet_until = 0.0


class _Talk:
    """One conversation, at an end when its time is."""

    def __init__(self, address: str, within: float) -> None:
        self._ends = time.monotonic() + within
        if address.startswith("/"):
            self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            place: str | tuple[str, int] = address
        else:
            host, _colon, port = address.rpartition(":")
            place = host, int(port)
            self._socket = socket.socket(
                socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM
            )
        self._socket.settimeout(within)
        try:
            self._socket.connect(place)
        except OSError:
            self._socket.close()
            raise

    def ping(self) -> bytes:
        with self._socket:
            self._send(b"zPING\0")
            return self._line()

    def stream(self, file: BinaryIO) -> bytes:
        """Send the file in chunks, each after its length (network order), then a length of zero;
        read one line.
        """
        with self._socket:
            self._send(b"zINSTREAM\0")
            while chunk := file.read(CHUNK):
                self._send(struct.pack("!I", len(chunk)) + chunk)
            self._send(struct.pack("!I", 0))
            return self._line()

    def _send(self, content: bytes) -> None:
        self._allow()
        self._socket.sendall(content)

    def _line(self) -> bytes:
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
            self._allow()
            part = self._socket.recv(LONGEST_ANSWER)
            if not part:
                break
            answer += part
        return answer.rstrip(b"\0").strip()

    def _allow(self) -> None:
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._socket.settimeout(left)
