"""The mailbox to which letters come back: `BOUNCE_MAILBOX`, a Maildir on this machine or a mailbox
by POP3 over TLS.

A letter is written down first and taken away then: whoever is cut between reads it once more, which
changes nothing.
"""

from __future__ import annotations

import contextlib
import logging
import mailbox
import poplib
import ssl
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from django.conf import settings

from foundation import environment
from notifications import bounces

log = logging.getLogger(__name__)

MOST = 500  # letters a turn
LARGEST = 256 * 1024  # bytes: a bounce may hold the letter, and ours are a page of text
SECONDS = 20


class MailboxUnusable(Exception):
    """BOUNCE_MAILBOX is none, or does not answer: one sentence."""


def take() -> tuple[int, int]:
    """Read and remove all; how many there were, and how many were about letters of ours."""
    seen = ours = 0
    for letter in _letters():
        seen += 1
        ours += bounces.take(letter)
    return seen, ours


def is_set() -> bool:
    """Whether the site has one."""
    return bool(environment.text("BOUNCE_MAILBOX"))


def _letters() -> Iterator[bytes]:
    """Each letter; it is taken away once the next one is asked for."""
    said = environment.text("BOUNCE_MAILBOX")
    if not said:
        raise MailboxUnusable("BOUNCE_MAILBOX is not set")
    parts = urlsplit(said)
    if parts.scheme in ("pop3s", "pop3"):
        yield from _by_pop3(said)
    elif parts.scheme in ("", "maildir"):
        yield from _of_maildir(parts.path)
    else:
        raise MailboxUnusable("BOUNCE_MAILBOX is neither a folder nor pop3s://")


def _of_maildir(path: str) -> Iterator[bytes]:
    try:
        box = mailbox.Maildir(path, create=False)
        keys = sorted(box.keys())[:MOST]
    except (mailbox.Error, OSError) as error:
        raise MailboxUnusable(f"BOUNCE_MAILBOX: {type(error).__name__}") from error
    for key in keys:
        with contextlib.suppress(KeyError):  # somebody else took it
            with box.get_file(key) as file:
                letter = file.read(LARGEST)
            yield letter
            box.discard(key)


def _by_pop3(said: str) -> Iterator[bytes]:
    """RFC 1939; what was read is marked, and goes when the session ends well."""
    parts = urlsplit(said)
    try:
        server = _connected(parts.scheme, parts.hostname or "", parts.port)
        try:
            server.user(unquote(parts.username or ""))
            server.pass_(environment.text("BOUNCE_PASSWORD"))
            for listed in server.list()[1][:MOST]:
                number, size = map(int, listed.split()[:2])
                try:
                    if size > LARGEST:
                        log.warning("a letter too large for a bounce (%s bytes) goes unread", size)
                    else:
                        yield _retrieved(server, number)
                    server.dele(number)
                except poplib.error_proto:  # this one stays where it is
                    log.warning("a letter of the bounce mailbox is not handed out")
        finally:
            server.quit()
    except (poplib.error_proto, OSError, ValueError) as error:
        raise MailboxUnusable(f"BOUNCE_MAILBOX: {type(error).__name__}") from error


def _retrieved(server: poplib.POP3, number: int) -> bytes:
    """The letter's first LARGEST bytes (RFC 1939, RETR). By hand: poplib's own ends the session at
    a line over 2048 bytes, which servers hand out. Raises error_proto for one that is refused.
    """
    server.sock.sendall(b"RETR %d\r\n" % number)
    answer = server.file.readline(LARGEST)
    if not answer.startswith(b"+OK"):
        raise poplib.error_proto("refused") if answer else ConnectionError("no answer")
    content, begins = bytearray(), True
    while (piece := server.file.readline(LARGEST)) not in (b".\r\n", b".\n") or not begins:
        if not piece:
            raise ConnectionError("cut")
        if len(content) < LARGEST:
            content += piece.removeprefix(b".") if begins else piece
        begins = piece.endswith(b"\n")
    return bytes(content[:LARGEST]).replace(b"\r\n", b"\n")


def _connected(scheme: str, host: str, port: int | None) -> poplib.POP3:
    if scheme == "pop3s":
        trusted = ssl.create_default_context()
        return poplib.POP3_SSL(host, port or poplib.POP3_SSL_PORT, timeout=SECONDS, context=trusted)
    if not settings.DEMO:
        raise MailboxUnusable("BOUNCE_MAILBOX: pop3 without TLS")
    return poplib.POP3(host, port or poplib.POP3_PORT, timeout=SECONDS)
