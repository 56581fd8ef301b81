"""What comes back finds its letter by a signed return path, stops a dead address, and has the next
way tried.
"""

from __future__ import annotations

import json
import mailbox
import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from config import production
from foundation import leases
from notifications import bounce_mailbox, bounces, choices, return_paths
from notifications import delivery as sending
from notifications.models import DeadAddress, Delivery
from tests.gateway_server import DESCRIBED, Phone
from tests.notifications.conftest import Postbox, tell
from tests.people import World, draft_of
from workflows import actions

State = Delivery.State
DSN = """From: MAILER-DAEMON@mx.example.vn
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I am sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.vn

Final-Recipient: rfc822; huong@example.vn
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no such user huong@example.vn
--b--
"""


@pytest.fixture(autouse=True)
def mailbox_for_bounces(settings: Any) -> None:
    settings.BOUNCE_ADDRESS = "tra-ve@motcua.example"


@pytest.fixture
def sent(postbox: Postbox, world: World) -> Delivery:
    """Hường's letter has left."""
    choices.keep(world.huong, ["EMAIL"])
    dossier = actions.submit(draft_of(world, phone="0905 123 456"), world.huong)
    tell(dossier)
    sending.sweep()
    return Delivery.objects.get(message__dossier=dossier, state=State.SENT)


def dsn(sent: Delivery, status: str = "5.1.1", action: str = "failed", to: str = "") -> bytes:
    back_to = to or return_paths.return_path(sent.message)
    return DSN.format(to=back_to, status=status, action=action).encode()


def state(sent: Delivery) -> str:
    sent.refresh_from_db()
    return sent.state


def test_the_envelope_says_where_it_comes_back_to_and_the_letter_who_wrote_it(
    postbox: Postbox, sent: Delivery, settings: Any
) -> None:
    (back,) = postbox.returns
    assert back == return_paths.return_path(sent.message) and back.startswith("tra-ve+")
    assert return_paths.message_of(back.upper()) == sent.message
    assert postbox.letters[0]["From"] == settings.DEFAULT_FROM_EMAIL
    assert "huong" not in back


def test_a_mailbox_that_is_none_is_marked_and_written_to_no_more(
    sent: Delivery, world: World
) -> None:
    assert bounces.take(dsn(sent))
    assert (state(sent), sent.last_error) == (State.BOUNCED, "Bounced 5.1.1")
    assert DeadAddress.objects.get().channel == "EMAIL"
    assert not bounces.take(dsn(sent)), "heard twice is once"
    dossier = actions.submit(draft_of(world), world.huong)
    tell(dossier)
    assert not Delivery.objects.filter(message__dossier=dossier).exists()


def test_the_next_way_gets_what_came_back(sent: Delivery, world: World, phone: Phone) -> None:
    choices.keep(world.huong, ["EMAIL", "SMS"])
    assert bounces.take(dsn(sent, "5.2.2"))
    sending.sweep()
    assert [number for number, _text in phone.texts] == ["84905123456"]
    assert not DeadAddress.objects.exists(), "a full mailbox is not dead"


@pytest.mark.parametrize(
    "letter",
    [
        b"",
        b"\xff\x00nonsense",
        b"Subject: Out of office\n\nI am away.",
        b"Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n",
    ],
)
def test_what_says_nothing_changes_nothing(sent: Delivery, letter: bytes) -> None:
    assert not bounces.take(letter)
    assert state(sent) == State.SENT


def test_delayed_is_not_failed_and_a_forged_name_is_nobodys(sent: Delivery) -> None:
    assert not bounces.take(dsn(sent, "4.4.1", "delayed"))
    back = return_paths.return_path(sent.message)
    name, _plus, rest = back.partition("+")
    pk, _line, mark = rest.partition("-")
    for forged in (
        f"{name}+{pk}-{'0' * 20}@motcua.example",
        f"{name}+{int(pk) + 1}-{mark}",
        back.replace("motcua.example", "other.example"),
        f"{name}@motcua.example",
    ):
        assert not bounces.take(dsn(sent, to=forged))
    assert state(sent) == State.SENT


def test_a_maildir_is_read_and_emptied(
    sent: Delivery, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    box = mailbox.Maildir(tmp_path / "tra-ve")
    box.add(dsn(sent))
    box.add(b"Subject: spam\n\n")
    monkeypatch.setenv("BOUNCE_MAILBOX", str(tmp_path / "tra-ve"))
    call_command("take_bounces")
    assert "2 thư, 1 thư báo" in capsys.readouterr().out
    assert state(sent) == State.BOUNCED and len(box) == 0
    monkeypatch.setenv("BOUNCE_MAILBOX", str(tmp_path / "none"))
    with pytest.raises(CommandError):
        call_command("take_bounces")


LOCKED = b"Subject: nobody reads this\n\nx"


class Pop(socketserver.StreamRequestHandler):
    """POP3 (RFC 1939) as far as a mailbox of bounces needs it."""

    def handle(self) -> None:
        gone: set[int] = set()
        self.say("+OK ready")
        while words := self.rfile.readline().decode().split():
            command = words[0].upper()
            letters: list[bytes] = self.server.letters  # type: ignore[attr-defined]
            if command == "PASS" and words[1] != "mat-khau":
                self.say("-ERR no")
            elif command == "STAT":
                self.say(f"+OK {len(letters)} 1")
            elif command == "LIST":
                self.say("+OK")
                for number, letter in enumerate(letters, 1):
                    self.say(f"{number} {len(letter)}")
                self.say(".")
            elif command == "RETR" and letters[int(words[1]) - 1] == LOCKED:
                self.say("-ERR somebody else reads it")
            elif command == "RETR":
                self.server.read.append(int(words[1]))  # type: ignore[attr-defined]
                self.say("+OK")
                for line in letters[int(words[1]) - 1].split(b"\n"):
                    self.wfile.write((b"." if line.startswith(b".") else b"") + line + b"\r\n")
                self.say(".")
            else:
                if command == "DELE":
                    gone.add(int(words[1]) - 1)
                self.say("+OK")
            if command == "QUIT":
                kept = [one for number, one in enumerate(letters) if number not in gone]
                self.server.letters = kept  # type: ignore[attr-defined]
                return

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def pop() -> Iterator[Any]:
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Pop)
    server.daemon_threads = True
    server.letters, server.read = [], []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_mailbox_by_pop3_is_read_and_emptied(
    sent: Delivery, pop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    pop.letters = [dsn(sent), b"Subject: spam\n\nx"]
    monkeypatch.setenv("BOUNCE_MAILBOX", f"pop3://tra-ve@127.0.0.1:{pop.server_address[1]}")
    monkeypatch.setenv("BOUNCE_PASSWORD", "sai")
    with pytest.raises(CommandError):
        call_command("take_bounces")
    monkeypatch.setenv("BOUNCE_PASSWORD", "mat-khau")
    call_command("take_bounces")
    assert state(sent) == State.BOUNCED
    assert left_in(pop, 0) == []


def left_in(pop: Any, count: int) -> list[bytes]:
    """The letters once so many are left: the server's thread ends its session after the answer."""
    for _ in range(600):
        if len(pop.letters) == count:
            break
        threading.Event().wait(0.1)
    letters: list[bytes] = pop.letters
    return letters


@pytest.fixture
def read_by_pop3(pop: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("BOUNCE_MAILBOX", f"pop3://tra-ve@127.0.0.1:{pop.server_address[1]}")
    monkeypatch.setenv("BOUNCE_PASSWORD", "mat-khau")
    return pop


@pytest.mark.parametrize("length", [2046, 2047, 2048, 2049, 100_000])
def test_a_letter_with_a_long_line_is_read_as_any_other(
    sent: Delivery, read_by_pop3: Any, length: int
) -> None:
    long_line = b"X-Long: ".ljust(length - 1, b"x") + b".\n"
    read_by_pop3.letters = [b"Subject: spam\n\n..\n.\n" + long_line, long_line + dsn(sent)]
    assert bounce_mailbox.take() == (2, 1)
    assert state(sent) == State.BOUNCED
    assert left_in(read_by_pop3, 0) == []


def test_a_letter_too_large_for_a_bounce_goes_unread(
    sent: Delivery, read_by_pop3: Any, caplog: Any
) -> None:
    large = b"Subject: a film\n\n" + b"x\n" * (bounce_mailbox.LARGEST // 2)
    read_by_pop3.letters = [large, dsn(sent)]
    assert bounce_mailbox.take() == (1, 1)
    assert read_by_pop3.read == [2] and "too large" in caplog.text
    assert left_in(read_by_pop3, 0) == []


def test_a_letter_that_the_server_does_not_hand_out_holds_up_no_other(
    sent: Delivery, read_by_pop3: Any
) -> None:
    read_by_pop3.letters = [LOCKED, dsn(sent)]
    assert bounce_mailbox.take() == (1, 1)
    assert state(sent) == State.BOUNCED
    assert left_in(read_by_pop3, 1) == [LOCKED]


def test_pop3_without_tls_is_refused_outside_a_demo(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEMO = False
    monkeypatch.setenv("BOUNCE_MAILBOX", "pop3://tra-ve@127.0.0.1")
    with pytest.raises(CommandError, match="TLS"):
        call_command("take_bounces")
    settings.BOUNCE_ADDRESS = ""
    assert [fault for fault in production.settings_faults() if "BOUNCE_MAILBOX" in fault]


@pytest.fixture
def texted(phone: Phone, world: World, monkeypatch: pytest.MonkeyPatch) -> tuple[Delivery, str]:
    """A text has left, and the address that the gateway was told."""
    body = {**json.loads(DESCRIBED["SMS_BODY"]), "Callback": "{callback}"}
    monkeypatch.setenv("SMS_BODY", json.dumps(body))
    monkeypatch.setenv("SMS_REPORT_FIELD", "SendStatus")
    monkeypatch.setenv("SMS_REPORT_ARRIVED", "5")
    monkeypatch.setenv("SMS_REPORT_FAILED", "4")
    from notifications import channel_tests
    from notifications.channels.sms import SMS

    channel_tests.begin(SMS, "0905 000 001", by=None)
    channel_tests.confirm(SMS, phone.last[-6:])
    phone.calls.clear()
    dossier = actions.submit(draft_of(world, phone="0905 123 456"), world.huong)
    tell(dossier)
    sending.sweep()
    address = phone.calls[0]["Callback"].partition("/tin-nhan/")
    return Delivery.objects.get(message__dossier=dossier), f"/tin-nhan/{address[2]}"


def test_the_gateway_reports_that_it_arrived(texted: tuple[Delivery, str], client: Client) -> None:
    sent, address = texted
    assert client.get(address, {"SendStatus": "1"}).status_code == 200
    sent.refresh_from_db()
    assert sent.arrived_at is None
    client.get(address, {"SendStatus": "5"})
    sent.refresh_from_db()
    assert sent.arrived_at and sent.state == State.SENT


@pytest.mark.parametrize(("status", "dead"), [("4", False), ("99", True)])
def test_the_gateway_reports_that_it_did_not(
    texted: tuple[Delivery, str], client: Client, postbox: Postbox, status: str, dead: bool
) -> None:
    sent, address = texted
    for _ in range(2):
        answer = client.post(address, {"SendStatus": status}, "application/json")
        assert answer.status_code == 200
    sending.sweep()
    assert state(sent) == State.BOUNCED and len(postbox.letters) == 1
    assert DeadAddress.objects.exists() is dead


@pytest.mark.parametrize("status", ["4", "5"])
def test_a_gateway_that_calls_before_the_text_is_written_down_is_to_call_again(
    texted: tuple[Delivery, str], client: Client, status: str
) -> None:
    sent, address = texted
    row = Delivery.objects.filter(pk=sent.pk)
    row.update(state=State.PENDING, lease_until=timezone.now() + leases.LEASE)  # as it leaves
    assert client.get(address, {"SendStatus": "1"}).status_code == 200, "it says nothing"
    early = client.get(address, {"SendStatus": status})
    assert (early.status_code, early["Retry-After"]) == (503, "30")
    row.update(state=State.SENT, lease_until=None)
    assert client.get(address, {"SendStatus": status}).status_code == 200
    sent.refresh_from_db()
    assert (sent.state == State.BOUNCED) is (status == "4")
    assert bool(sent.arrived_at) is (status == "5")


def test_a_report_about_a_text_that_nobody_is_sending_is_heard_once(
    texted: tuple[Delivery, str], client: Client
) -> None:
    sent, address = texted
    long_ago = timezone.now() - leases.LEASE
    Delivery.objects.filter(pk=sent.pk).update(state=State.PENDING, lease_until=long_ago)
    assert client.get(address, {"SendStatus": "4"}).status_code == 200
    assert state(sent) == State.PENDING


def test_whoever_guesses_an_address_is_told_nothing_and_limited(
    texted: tuple[Delivery, str], client: Client
) -> None:
    sent, _address = texted
    forged = f"/tin-nhan/bao/{sent.message_id}-{'0' * 20}/"
    answers = [client.get(forged, {"SendStatus": "4"}).status_code for _ in range(62)]
    assert answers[0] == 404 and answers[-1] == 429
    assert client.head(_address).status_code == 405
    assert state(sent) == State.SENT
