"""The conversation with ClamAV, with a server that speaks it: whatever is not clean leaves the file
waiting.
"""

from __future__ import annotations

import contextlib
import socket
import socketserver
import struct
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from forms.files import scanning
from forms.models import StoredFile
from tests.clamd import EICAR


class Clamd(socketserver.ThreadingTCPServer):
    """Speaks INSTREAM; `answer` replaces what it would say."""

    allow_reuse_address = daemon_threads = True
    answer: bytes | None = None
    seen = b""


class Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        body = b""
        while size := struct.unpack("!I", self.rfile.read(4))[0]:
            body += self.rfile.read(size)
        server: Any = self.server
        server.seen = body
        verdict = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in body else b"stream: OK\0"
        self.wfile.write(verdict if server.answer is None else server.answer)


@pytest.fixture
def clamd(settings: Any) -> Iterator[Clamd]:
    with Clamd(("127.0.0.1", 0), Talk) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.CLAMAV_ADDRESS = f"127.0.0.1:{server.server_address[1]}"
        yield server
        server.shutdown()


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "paper"
    path.write_bytes(b"%PDF-1.7 " + b"x" * 200_000)  # more than one chunk
    return path


def verdict(paper: Path, within: float = 5.0) -> str:
    with paper.open("rb") as file:
        return scanning.scan(file, within)


def test_a_clean_file_is_sent_whole(clamd: Clamd, paper: Path) -> None:
    assert verdict(paper) == StoredFile.Scan.CLEAN
    assert clamd.seen == paper.read_bytes()


def test_a_test_virus_is_found(clamd: Clamd, paper: Path) -> None:
    paper.write_bytes(EICAR)
    assert verdict(paper) == StoredFile.Scan.INFECTED


LIES = [
    b"",
    b"\0",
    b"OK\0",
    b"stream: OKAY\0",
    b"stream: ok\0",
    b"stream: OK FOUND OK\0",
    b"size limit exceeded. ERROR\0",
    b"HTTP/1.1 200 OK\r\n\r\nstream: OK\0",
    b"\xff" * 9000,
    b"stream: OK\n\0stream: X FOUND\0x",
]


@pytest.mark.parametrize("answer", LIES, ids=range(len(LIES)))
def test_any_other_answer_leaves_the_file_waiting(clamd: Clamd, paper: Path, answer: bytes) -> None:
    clamd.answer = answer
    assert verdict(paper) == StoredFile.Scan.PENDING


@pytest.mark.parametrize("address", ["127.0.0.1:9", "127.0.0.1", "/nowhere/clamd.sock"])
def test_a_scanner_that_is_away_leaves_the_file_waiting(
    settings: Any, paper: Path, address: str
) -> None:
    settings.CLAMAV_ADDRESS = address
    assert verdict(paper) == StoredFile.Scan.PENDING
    assert not scanning.answers()


def test_a_scanner_that_drips_is_given_up_in_time(settings: Any, paper: Path) -> None:
    """Each byte comes well within any time limit of a socket; the whole conversation has an end all
    the same.
    """
    listening = socket.create_server(("127.0.0.1", 0))
    settings.CLAMAV_ADDRESS = f"127.0.0.1:{listening.getsockname()[1]}"

    def drip() -> None:
        talk, _address = listening.accept()
        with talk, contextlib.suppress(OSError):
            while talk.recv(1 << 20):
                talk.sendall(b"s")
                time.sleep(0.1)
                talk.sendall(b"s" * 10)

    threading.Thread(target=drip, daemon=True).start()
    started = time.monotonic()
    assert verdict(paper, within=1.0) == StoredFile.Scan.PENDING
    assert time.monotonic() - started < 60, "it would drip for ever"
    listening.close()


def test_people_do_not_wait_again_for_a_scanner_that_just_failed(
    settings: Any, clamd: Clamd, paper: Path
) -> None:
    settings.CLAMAV_ADDRESS, there = "/nowhere/clamd.sock", settings.CLAMAV_ADDRESS
    with paper.open("rb") as file:
        assert scanning.scan_at_once(file) == StoredFile.Scan.PENDING
        settings.CLAMAV_ADDRESS = there
        assert scanning.scan_at_once(file) == StoredFile.Scan.PENDING and clamd.seen == b""
        scanning.ask_again()
        assert scanning.scan_at_once(file) == StoredFile.Scan.CLEAN


def test_a_site_without_scanner_says_that_nothing_was_scanned(settings: Any, paper: Path) -> None:
    settings.CLAMAV_ADDRESS = ""
    assert verdict(paper) == StoredFile.Scan.NONE
