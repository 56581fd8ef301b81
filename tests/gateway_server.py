"""A provider's gateway for tests, spoken to over real HTTP: `phone` is the fixture, its `texts`
what arrived.

Import it in a conftest: `from tests.gateway_server import phone`. The site is set to send through
it and the test message has arrived, so `notifications.channels.sms.send_now("0905 123 456", "…")`
works.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

SECRET = "khoa-cua-nha-cung-cap-0001"
#: As a provider's papers would have it described.
DESCRIBED = {
    "SMS_METHOD": "POST",
    "SMS_HEADERS": json.dumps({"Authorization": "Bearer {secret}", "X-Signature": "{signature}"}),
    "SMS_BODY": json.dumps(
        {"Phone": "{to}", "Content": "{text}", "Brandname": "{sender}", "RequestId": "{id}"}
    ),
    "SMS_SECRET": SECRET,
    "SMS_SENDER": "SGDDT DLAK",
    "SMS_SIGNED": "{id}{to}{text}",
    "SMS_SUCCESS_PATH": "result.code",
    "SMS_SUCCESS_VALUE": "100",
    "SMS_DEAD_VALUES": "99,101",
    "SMS_ID_PATH": "result.sms_id",
}


class Phone:
    """The gateway's other end. `answers`: (status, code) of the next calls; `dead`: numbers that
    are none.
    """

    def __init__(self) -> None:
        self.calls: list[dict[str, str]] = []
        self.answers: list[tuple[int, str]] = []
        self.dead: set[str] = set()
        self.waits = 0.0

    @property
    def texts(self) -> list[tuple[str, str]]:
        """(number, text) in the order in which they arrived."""
        return [(call["Phone"], call["Content"]) for call in self.calls]

    @property
    def last(self) -> str:
        """The newest text."""
        return self.calls[-1]["Content"]

    def heard(self, said: dict[str, str], signature: str) -> tuple[int, str]:
        """What the call is answered."""
        text = said["RequestId"] + said["Phone"] + said["Content"]
        if not hmac.compare_digest(
            hmac.digest(SECRET.encode(), text.encode(), hashlib.sha256).hex(), signature
        ):
            return 200, "104"
        time.sleep(self.waits)
        if self.answers:
            return self.answers.pop(0)
        if said["Phone"] in self.dead:
            return 200, "99"
        self.calls.append(said)
        return 200, "100"


def _handler(phone: Phone) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, code = phone.heard(said, self.headers["X-Signature"])
            self.send_response(status)
            self.end_headers()
            self.wfile.write(
                json.dumps({"result": {"code": code, "sms_id": f"s{len(phone.calls)}"}}).encode()
            )

        def log_message(self, *args: Any) -> None:
            """Nothing: numbers stay out of the tests' output too."""

    return Handler


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Iterator[Phone]:
    """The gateway, described in the environment; no test message has arrived yet."""
    phone = Phone()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(phone))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    for name, value in DESCRIBED.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("SMS_URL", f"http://127.0.0.1:{server.server_port}/send")
    yield phone
    server.shutdown()
    server.server_close()


@pytest.fixture
def phone(gateway: Phone, db: None) -> Phone:
    """The same with the test message arrived, as an administrator does it."""
    from notifications import channel_tests
    from notifications.channels.sms import SMS

    channel_tests.begin(SMS, "0905 000 001", by=None)
    channel_tests.confirm(SMS, gateway.last.rpartition(" ")[2])
    gateway.calls.clear()
    return gateway
