"""The conversation with ClamAV, with a server that speaks it: whatever is not clean keeps the file out."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from forms import scanning
from forms.models import StoredFile
from forms.parsing import UploadRefused

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


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


def test_a_clean_file_is_sent_whole(clamd: Clamd, paper: Path) -> None:
    assert scanning.scan(paper) == StoredFile.Scan.CLEAN
    assert clamd.seen == paper.read_bytes()


def test_a_test_virus_is_found(clamd: Clamd, paper: Path) -> None:
    paper.write_bytes(EICAR)
    assert scanning.scan(paper) == StoredFile.Scan.INFECTED


@pytest.mark.parametrize("answer", [b"", b"\0", b"INSTREAM size limit exceeded. ERROR\0", b"stream: OKAY\0"])
def test_any_other_answer_keeps_the_file_out(clamd: Clamd, paper: Path, answer: bytes) -> None:
    clamd.answer = answer
    with pytest.raises(UploadRefused, match="thử lại sau"):
        scanning.scan(paper)


@pytest.mark.parametrize("address", ["127.0.0.1:9", "127.0.0.1", "/nowhere/clamd.sock"])
def test_a_scanner_that_is_away_keeps_the_file_out(settings: Any, paper: Path, address: str) -> None:
    settings.CLAMAV_ADDRESS = address
    with pytest.raises(UploadRefused, match="thử lại sau"):
        scanning.scan(paper)


def test_a_site_without_scanner_says_that_nothing_was_scanned(settings: Any, paper: Path) -> None:
    settings.CLAMAV_ADDRESS = ""
    assert scanning.scan(paper) == StoredFile.Scan.NONE
