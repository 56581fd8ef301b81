"""Calling an address that an administrator named: no redirects, no proxy, an end in time and size.

Over TLS the server's certificate and name are verified. Nothing of an answer is believed here; who
asked reads it.
"""

from __future__ import annotations

import http.client
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

MOST_BYTES = 64 * 1024  # of an answer: gateways answer in a line
PIECE = 8 * 1024


class CallFailed(OSError):
    """Nobody answered, or not in time, or not in HTTP; the same call may do better later."""


class NoAnswer(CallFailed):
    """The call went out whole and no answer was read: the other side may have done as it says."""


@dataclass(frozen=True)
class Answer:
    """What came back: the status, and at most MOST_BYTES of the body."""

    status: int
    content: bytes


def call(
    address: str,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    seconds: float = 10.0,
) -> Answer:
    """One request to an http or https address, answered within `seconds` as a whole. Raises
    CallFailed, NoAnswer.
    """
    parts = urlsplit(address)
    target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    ends = time.monotonic() + seconds
    connection = _connection(parts.scheme, parts.hostname or "", parts.port, seconds)
    failed: type[CallFailed] = CallFailed
    try:
        connection.request(method, target, body=body, headers=dict(headers or {}))
        failed = NoAnswer
        response = connection.getresponse()
        return Answer(response.status, _content(response, ends))
    except (OSError, http.client.HTTPException) as error:
        raise failed(type(error).__name__) from error
    finally:
        connection.close()


def _connection(
    scheme: str, host: str, port: int | None, seconds: float
) -> http.client.HTTPConnection:
    if scheme == "https":
        trusted = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=seconds, context=trusted)
    if scheme == "http":
        return http.client.HTTPConnection(host, port, timeout=seconds)
    raise CallFailed("no web address")


def _content(response: http.client.HTTPResponse, ends: float) -> bytes:
    """The body, cut at MOST_BYTES; one that comes drop by drop ends with the time."""
    content = b""
    while len(content) < MOST_BYTES:
        piece = response.read1(PIECE)
        if not piece:
            break
        content += piece
        if time.monotonic() > ends:
            raise CallFailed("too slow")
    return content[:MOST_BYTES]
