"""Every event of the table is written when it happens, and no line says who anybody is (finding
13).
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from config.syslog import Syslog, security_handlers
from organisations import covers, leaving
from organisations.account_models import RightRequest
from organisations.accounts import codes, contacts, password_links
from organisations.accounts.sign_in_links import sign_in_link_of
from organisations.contact_models import ContactProof, ProvedContact
from organisations.models import Cover, RoleAssignment, User
from organisations.rights import requests
from portal.http import second_factor, security_notes
from portal.models import Passkey
from protection import security_log
from protection.security_log import EVENTS, account_name, note
from tests.identity.offered import offer
from tests.organisations.test_rights import administrator
from tests.people import World, draft_of
from tests.portal.conftest import visiting
from tests.portal.test_second_factor import code_of
from workflows.applicant import invitations, own_things, unwanted
from workflows.models import InvitationRefusal

TABLE = Path(__file__).parent.parent.parent / "docs" / "security-log.md"
PASSWORD, NEW = "mat-khau-rat-dai", "cà phê Buôn Ma Thuột mùa hoa"
CANARIES = (
    "Hường",
    "Dũng",
    "huong",
    "dung",
    "quan@",
    "example.vn",
    "0905123456",
    "127.0.0.1",
    "203.0.113",
    NEW,
    PASSWORD,
    "kho-doan-lam",
    "192.0.2",
)


class Lines(logging.Handler):
    """Keeps what was written."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())

    def events(self) -> list[str]:
        return [json.loads(text)["event"] for text in self.texts]

    def of(self, event: str) -> dict[str, Any]:
        return next(found for found in map(json.loads, self.texts) if found["event"] == event)


@pytest.fixture
def lines() -> Iterator[Lines]:
    handler, level = Lines(), security_log.log.level
    security_log.log.addHandler(handler)
    security_log.log.setLevel(logging.INFO)
    yield handler
    security_log.log.removeHandler(handler)
    security_log.log.setLevel(level)


def sign_in(username: str, password: str, **browser: str) -> Client:
    client = Client(**browser)
    client.post("/dang-nhap/", {"username": username, "password": password})
    return client


def signing_in_and_out(world: World) -> None:
    sign_in("huong", PASSWORD).post(reverse("portal:sign_out"))
    sign_in("huong", PASSWORD).post(reverse("portal:sign_out_everywhere"))
    Client().post(sign_in_link_of(world.huong).replace(settings.SITE_URL, ""))
    for _ in range(7):
        sign_in("kho-doan-lam", "sai", REMOTE_ADDR="203.0.113.7")


def the_telephone(world: World, settings: Any) -> None:
    settings.SECOND_FACTOR = True
    client = sign_in("dung", PASSWORD)
    client.get(reverse("portal:factor_setup"))
    secret = client.session[second_factor.NEW_SECRET]
    client.post(reverse("portal:factor_setup"), {"code": code_of(secret)})
    client.post(reverse("portal:factor_code"), {"code": "000000"})
    client.post(reverse("portal:factor_code"), {"code": code_of(secret, 1)})
    second_factor.forget(world.dung)
    settings.SECOND_FACTOR = False


def passwords(world: World) -> None:
    Client().post(reverse("portal:password_forgotten"), {"name": "huong"})
    Client().get("/mat-khau/dat/MQ-abc/")
    browser = Client()
    browser.get("/" + password_links.password_link_of(world.huong).split("/", 3)[3])
    browser.post("/mat-khau/dat/", {"new_password1": NEW, "new_password2": NEW})
    client, sent = visiting(world.dung), {"new_password1": NEW, "new_password2": NEW}
    client.post(reverse("portal:change_password"), {"old_password": "sai", **sent})
    client.post(reverse("portal:change_password"), {"old_password": PASSWORD, **sent})


def given_rights(world: World) -> None:
    quan, tri = administrator("quan"), administrator("tri")
    for act in (requests.grant, requests.refuse):
        what = {
            "person": world.huong,
            "role_id": "expert",
            "authority": world.centre,
            "reason": "Hường",
        }
        act(requests.ask(RightRequest(kind="ROLE", **what), quan), tri)
    held = RoleAssignment.objects.get(user=world.huong)
    held.valid_to = timezone.localdate()
    held.save()
    contact = RightRequest(
        kind="CONTACT", person=world.dung, email="moi@example.vn", phone="0905123456", reason="Dũng"
    )
    requests.grant(requests.ask(contact, quan), tri)
    today = timezone.localdate()
    away = RoleAssignment.objects.get(user=world.dung)
    cover = Cover(assignment=away, covering=world.binh, form="TL", valid_from=today, valid_to=today)
    covers.revoke(covers.give(cover, world.dung), world.dung)


def accounts_closed_and_opened(world: World) -> None:
    from tests.portal.test_account_takeover import form_of, page

    root = visiting(User.objects.create_superuser("goc", "g@example.vn", "x" * 20, full_name="Gốc"))
    for active in ({}, {"is_active": "on"}):
        form = {
            name: value for name, value in form_of(root, world.lan).items() if name != "is_active"
        }
        assert root.post(page("user_change", world.lan.pk), form | active).status_code == 302


def codes_and_contacts(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Signed up and closed; a number that somebody else has by now."""
    from tests.portal import test_code_sign_in as by_code
    from tests.portal.test_own_account import CLOSE, NAME
    from tests.portal.test_sign_up import DETAILS, proved

    monkeypatch.setattr("notifications.contact_codes.reaches", lambda kind: True)
    client, born = Client(), {"day": "5", "month": "2", "year": "1990"}
    proved(client, "thanh@example.vn")
    client.post(DETAILS, {"full_name": "Hường"})
    client.post(NAME, {"full_name": "Nguyễn Hường", **born})
    owner = User.objects.get(email="thanh@example.vn")
    number = contacts.Contact(contacts.ContactKind.PHONE, "0905123456")
    contacts.give(owner, number)
    long_ago = timezone.now() - dt.timedelta(days=100)
    ProvedContact.objects.update(proved_at=long_ago)
    User.objects.filter(pk=owner.pk).update(last_login=long_ago)
    other = Client()
    by_code.with_code(other, number.value)
    for fact in ({"digits": "0000"}, {"passed_on": "1"}):
        other.post(by_code.FACT, fact)
    contacts.give(owner, contacts.Contact(contacts.ContactKind.PHONE, "0905123457"))
    third = Client()
    third.post(by_code.BY_CODE, {"contact": "0905123457"})
    third.post(by_code.CODE, {"code": "sai"})
    third.post(by_code.CODE, {"code": by_code.latest()})
    third.post(by_code.FACT, born)
    for _ in range(5):
        Client().post(by_code.BY_CODE, {"contact": "0905123458"})
    client.post("/tai-khoan/du-lieu/")
    passkeys_of(client, owner, monkeypatch)
    client.post(CLOSE, {"sure": "1"})


def a_link_without_its_code(world: World) -> None:
    contact = contacts.Contact(contacts.ContactKind.EMAIL, "hai@example.vn")
    invitation = invitations.invite("SIGN", world.huong, contact, "Hải", draft=draft_of(world))
    thief = Client()
    thief.post(invitations.link_of(invitation).replace(settings.SITE_URL, ""))
    thief.post("/ma-xac-nhan/", {"code": "sai"})
    link = invitations.link_of(invitation).replace(settings.SITE_URL, "")
    proof = ContactProof.objects.filter(purpose="INVITED", letter="CODE").latest("pk")
    thief.post("/ma-xac-nhan/", {"code": codes.code_of(proof)})
    thief.post(link, {"never": "one"})


def passkeys_of(client: Client, owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a device: tests/browser/test_passkeys.py has one."""
    Client().post("/dang-nhap/bang-khoa/", {"answer": "{}"})
    with monkeypatch.context() as patch:
        patch.setattr("portal.account.passkeys.add", lambda request, user, answer: None)
        patch.setattr("portal.account.passkeys.owner_of", lambda request, answer: owner)
        client.post("/tai-khoan/khoa/", {"answer": "{}"})
        Client().post("/dang-nhap/bang-khoa/", {"answer": "{}"})
    row = Passkey.objects.create(user=owner, index="a" * 64, credential=b"x")
    client.post("/tai-khoan/khoa/", {"remove": row.pk})


def through_a_provider(world: World, settings: Any) -> None:
    """Linked, in, taken away; brought to another account; an answer to nothing."""
    from tests.identity.forger import ANSWER, Forger
    from tests.identity.test_linking import LINK, OWN

    settings.SITE_URL = "http://testserver"
    with Forger() as provider:
        offer(settings, provider.issuer)
        client, other = (
            sign_in_as(User.objects.create_user(name, password=PASSWORD))
            for name in ("lien", "ket")
        )
        provider.comes(client)
        client.post(LINK)
        provider.comes(Client())
        provider.comes(other)
        Client().get(ANSWER)
        client.post(OWN, {"remove": "vneid"})


def sign_in_as(user: User) -> Client:
    return sign_in(user.username, PASSWORD)


def refusals_limits_and_files(world: World) -> None:
    # their passwords are new
    citizen, head = (User.objects.get(pk=one.pk) for one in (world.huong, world.dung))
    visiting(citizen).get(reverse("portal:absence"))
    for _ in range(21):
        Client(REMOTE_ADDR="192.0.2.7").post(
            "/tra-cuu/", {"code": "H15.50-261123-0001", "fact": "0905123456"}
        )
    assert (
        visiting(head).post(reverse("portal:statistics_file"), {"dang": "csv"}).status_code == 200
    )


def own_things_invitations_and_leaving(world: World) -> None:
    root = User.objects.get(username="goc")
    own_things.agree(world.huong)
    own_things.withdraw(world.huong)
    mail = contacts.Contact(contacts.ContactKind.EMAIL, "huong@example.vn")
    InvitationRefusal.objects.create(index=mail.index)
    assert unwanted.want_again(mail, root)
    leaving.leave(world.anh, root, closes=False)


def test_every_event_of_the_table_is_written_and_none_says_who(
    world: World, lines: Lines, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    signing_in_and_out(world)
    the_telephone(world, settings)
    passwords(world)
    given_rights(world)
    accounts_closed_and_opened(world)
    codes_and_contacts(world, monkeypatch)
    through_a_provider(world, settings)
    a_link_without_its_code(world)
    refusals_limits_and_files(world)
    own_things_invitations_and_leaving(world)
    call_command("rotate_field_keys")
    assert set(EVENTS) - set(lines.events()) == set()
    for text in lines.texts:
        assert not [canary for canary in CANARIES if canary in text], text
        assert re.fullmatch(r"[\x20-\x7e]+", text) and set(json.loads(text)) <= {
            *("at", "event", "account", "by", "network", "tried", "request"),
            *security_log.FACTS,
        }


def test_the_documents_table_is_the_programs() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", TABLE.read_text(), re.M)
    assert dict(rows) == EVENTS and len(rows) == len(EVENTS)


def test_lines_of_one_account_or_network_belong_together_and_name_nobody(
    world: World, lines: Lines
) -> None:
    for client in (sign_in("huong", PASSWORD), sign_in("dung", PASSWORD)):
        client.get(reverse("portal:absence"))
    found = [json.loads(text) for text in lines.texts]
    assert {one["account"] for one in found} == {
        account_name(world.huong.pk),
        account_name(world.dung.pk),
    }
    assert lines.of("signed_in")["network"] == lines.of("refused")["network"]
    assert lines.of("refused") | {"status": 403, "route": "portal:absence"} == lines.of("refused")
    assert (
        str(world.huong.pk) not in account_name(world.huong.pk)
        or len(account_name(world.huong.pk)) == 16
    )


def test_a_guessed_name_is_known_again_and_never_written(world: World, lines: Lines) -> None:
    for name in ("Kho-Doan-Lam", "kho-doan-lam", "nguoi-khac"):
        sign_in(name, "sai")
    tried = [json.loads(text)["tried"] for text in lines.texts]
    assert tried[0] == tried[1] != tried[2]


def test_a_line_carries_the_number_of_its_request(world: World, lines: Lines) -> None:
    answer = visiting(world.huong).get(reverse("portal:desk"))
    assert lines.of("refused")["request"] == answer.headers["X-Request-Id"]


def test_an_idle_session_is_said_to_be_so(world: World, lines: Lines, settings: Any) -> None:
    client = visiting(world.dung)
    session = client.session
    session["seen"] = time.time() - 3600 * 2
    session.save()
    client.get(reverse("portal:desk"))
    assert lines.of("session_ended")["reason"] == "idle"


def test_neither_an_event_nor_a_fact_is_invented() -> None:
    for wrong in ({"event": "khac"}, {"event": "signed_in", "name": "Hường"}):
        with pytest.raises(KeyError):
            note(**wrong)  # type: ignore[arg-type]


def test_a_page_that_refuses_nobody_asks_for_nobody(
    db: Any, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        security_notes.outcomes(lambda request: HttpResponse())(a_request())


def a_request() -> Any:
    request = RequestFactory().get("/")
    request.resolver_match = None
    return request


@pytest.mark.parametrize("kind", ["socket", "udp"])
def test_syslog_gets_the_lines(tmp_path: Path, kind: str) -> None:
    """A real receiver, as `SECURITY_SYSLOG=/dev/log` or `host:port` would have it (RFC 3164)."""
    receiver = socket.socket(
        socket.AF_UNIX if kind == "socket" else socket.AF_INET, socket.SOCK_DGRAM
    )
    receiver.bind(str(tmp_path / "log") if kind == "socket" else ("127.0.0.1", 0))
    receiver.settimeout(5)
    target = (
        str(tmp_path / "log") if kind == "socket" else ":".join(map(str, receiver.getsockname()))
    )
    stated = security_handlers(target)["security_syslog"]
    handler = Syslog(stated["address"])  # type: ignore[arg-type]
    handler.setFormatter(logging.Formatter("motcua: %(message)s"))
    security_log.log.addHandler(handler)
    security_log.log.setLevel(logging.INFO)
    try:
        note("signed_in", account=7, network="203.0.113.7")
        got = receiver.recv(4096).decode()
        if kind == "socket":  # the receiver goes away: no page notices
            receiver.close()
            (tmp_path / "log").unlink()
            note("signed_out", account=7)
    finally:
        security_log.log.removeHandler(handler)
        security_log.log.setLevel(logging.CRITICAL)
        handler.close()
        receiver.close()
    assert got.startswith("<86>motcua: {") and got.endswith("}")  # authpriv.info
    assert json.loads(got.partition(": ")[2])["event"] == "signed_in" and "203.0.113.7" not in got


def test_the_hash_of_an_account_is_told_on_the_server(world: World, capsys: Any) -> None:
    call_command("account_in_log", "huong")
    name = capsys.readouterr().out.strip()
    assert name == account_name(world.huong.pk)
    call_command("account_in_log", name, hash=True)
    assert capsys.readouterr().out.strip() == "huong"
