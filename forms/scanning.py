"""Where a virus scanner is called: ClamAV's INSTREAM conversation, when the site has one (CLAMAV_ADDRESS)."""

from __future__ import annotations

import socket
import struct
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from forms.models import StoredFile
from forms.parsing import UploadRefused

TIMEOUT = 30.0  # seconds
CHUNK = 64 * 1024


def scan(path: Path) -> str:
    """CLEAN or INFECTED as the scanner says, NONE where the site has none.

    A scanner that is configured but away, or that answers anything else, lets nothing in: raises UploadRefused.
    """
    if not settings.CLAMAV_ADDRESS:
        return StoredFile.Scan.NONE
    try:
        answer = _ask(settings.CLAMAV_ADDRESS, path)
    except (OSError, ValueError):  # ValueError: an address without a port
        raise UploadRefused(_("Chưa kiểm tra được mã độc trong tệp, hãy thử lại sau ít phút.")) from None
    if answer.endswith(b"FOUND"):
        return StoredFile.Scan.INFECTED
    if answer == b"stream: OK":
        return StoredFile.Scan.CLEAN
    raise UploadRefused(_("Chưa kiểm tra được mã độc trong tệp, hãy thử lại sau ít phút."))


def _ask(address: str, path: Path) -> bytes:
    """Send the file in chunks, each after its length (network order), then a length of zero; read one line."""
    with _connect(address) as talk, path.open("rb") as file:
        talk.sendall(b"zINSTREAM\0")
        while chunk := file.read(CHUNK):
            talk.sendall(struct.pack("!I", len(chunk)) + chunk)
        talk.sendall(struct.pack("!I", 0))
        answer = b""
        while not answer.endswith(b"\0") and (part := talk.recv(4096)):
            answer += part
    return answer.rstrip(b"\0").strip()


def _connect(address: str) -> socket.socket:
    if address.startswith("/"):
        talk = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        talk.settimeout(TIMEOUT)
        talk.connect(address)
        return talk
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=TIMEOUT)
