"""A call ends in time and in size, follows nobody elsewhere, and verifies who it speaks to."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from foundation import web_calls
from foundation.web_calls import CallFailed


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()
            return
        self.send_response(200)
        self.end_headers()
        if self.path == "/large":
            self.wfile.write(b"x" * (web_calls.MOST_BYTES * 3))
        for _ in range(100 if self.path == "/drops" else 0):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.1)

    def log_message(self, *args: Any) -> None:
        """Quiet."""


@pytest.fixture
def server() -> Iterator[str]:
    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.daemon_threads = True
    threading.Thread(target=made.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    made.server_close()


def test_a_redirect_is_an_answer_and_not_followed(server: str) -> None:
    assert web_calls.call(f"{server}/away").status == 302


def test_an_answer_without_end_is_cut(server: str) -> None:
    assert len(web_calls.call(f"{server}/large").content) == web_calls.MOST_BYTES


def test_drop_by_drop_ends_with_the_time(server: str) -> None:
    began = time.monotonic()
    with pytest.raises(CallFailed):
        web_calls.call(f"{server}/drops", seconds=0.5)
    assert time.monotonic() - began < 8, "it would have dripped for ten seconds"


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:1/", "ftp://127.0.0.1/", "file:///etc/passwd"]
)
def test_nobody_there_and_no_web_address_are_told_alike(address: str) -> None:
    with pytest.raises(CallFailed):
        web_calls.call(address, seconds=2)


def test_over_tls_a_server_that_is_none_fails(server: str) -> None:
    with pytest.raises(CallFailed):
        web_calls.call(server.replace("http:", "https:"), seconds=5)
