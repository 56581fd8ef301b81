"""A citizen makes an account by themselves: the contact is proved first, the account is made after (issue 16, 1)."""

from __future__ import annotations

import datetime as dt
import re
import time
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from notifications import contact_codes
from notifications.channels import sms
from organisations.accounts import codes, contacts
from organisations.accounts.contacts import Contact
from organisations.contact_models import ContactKind, ContactProof, ProvedContact
from organisations.models import RoleAssignment, User
from portal.account import asked_code
from portal.http.limits import Limit
from tests.people import World

MAIL = "Mai.Lan@example.vn"
PASSWORD = "cà phê Buôn Ma Thuột mùa hoa"
SIGN_UP, CODE, DETAILS = "/dang-ky/", "/ma-xac-nhan/", "/dang-ky/tai-khoan/"


def code_to(address: str) -> str:
    """The last code that was mailed there; "" where none was."""
    contact_codes.sweep()
    letters = [one for one in mail.outbox if one.to == [address]]
    found = re.search(r"^(\d{6})$", letters[-1].body, re.MULTILINE) if letters else None
    return found[1] if found else ""


def asked(client: Client, contact: str = MAIL, **more: str) -> Any:
    return client.post(SIGN_UP, {"contact": contact, **more})


def proved(client: Client, contact: str = MAIL, **more: str) -> None:
    """Asked and given: what is left is the name."""
    assert asked(client, contact, **more).url == CODE
    given = client.post(CODE, {"code": code_to(contact)})
    assert given.status_code == 302 and given.url == DETAILS


def signed_up(contact: str = MAIL, **more: str) -> tuple[Client, User]:
    client = Client()
    proved(client, contact)
    made = client.post(DETAILS, {"full_name": "Mai Thị Lan", **more})
    assert made.status_code == 302, made.text
    return client, User.objects.get(contacts__index=ProvedContact.objects.latest("pk").index)


def test_from_a_procedure_to_an_account_and_back(world: World) -> None:
    """Where one is asked to sign in there is a way to sign up, and after it one is where one was."""
    client, wanted = Client(), "/thu-tuc/diploma-copy/nop/"
    asked_to = client.get(wanted, follow=True)
    assert f'href="{SIGN_UP}?next={wanted}"' in asked_to.text
    assert f'name="next" value="{wanted}"' in client.get(SIGN_UP, {"next": wanted}).text
    proved(client, next=wanted)
    made = client.post(DETAILS, {"full_name": "  Mai Thị  Lan "})
    assert made.status_code == 302 and made.url == wanted
    assert "Đã lập tài khoản" in client.get(wanted).text
    person = User.objects.get(email=MAIL)
    assert (person.full_name, person.has_usable_password()) == ("Mai Thị Lan", False)
    assert "lan" not in person.username and re.fullmatch(r"cd\d{9}", person.username)


def test_no_account_before_the_code(world: World) -> None:
    before, client = User.objects.count(), Client()
    asked(client)
    code_to(MAIL)
    assert client.get(DETAILS).status_code == 410
    asked(client)
    assert client.post(DETAILS, {"full_name": "M"}).status_code == 410
    client.post(CODE, {"code": "000000"})
    assert client.post(DETAILS, {"full_name": "M"}).status_code == 410
    assert User.objects.count() == before


def test_with_a_password_one_signs_in_by_the_address(world: World) -> None:
    signed_up(new_password1=PASSWORD, new_password2=PASSWORD)
    client = Client()
    wrong = client.post("/dang-nhap/", {"username": MAIL.lower(), "password": "x" * 20})
    assert wrong.status_code == 422 and MAIL.lower() in wrong.text
    assert (
        client.post("/dang-nhap/", {"username": MAIL.lower(), "password": PASSWORD}).status_code
        == 302
    )
    assert client.get("/tai-khoan/").status_code == 200


@pytest.mark.parametrize(
    "password", ["ngắn", "matkhau123456", "maithilan1998", "123456789012", "mai.lan@example.vn"]
)
def test_a_password_that_is_guessed_first_is_refused_and_nothing_is_lost(
    world: World, password: str
) -> None:
    client = Client()
    proved(client)
    refused = client.post(
        DETAILS, {"full_name": "Mai Thị Lan", "new_password1": password, "new_password2": password}
    )
    assert refused.status_code == 422 and 'value="Mai Thị Lan"' in refused.text
    assert client.post(DETAILS, {"full_name": "Mai Thị Lan"}).status_code == 302


def test_what_is_no_contact_is_said_and_kept(world: World) -> None:
    said = {"": "Hãy nhập", "mai@": "Thư điện tử chưa đúng"}
    said |= dict.fromkeys(("mai", "0262 123", "12345"), "Hãy nhập số di động")
    for typed, sentence in said.items():
        refused = asked(Client(), typed)
        assert refused.status_code == 422 and sentence in refused.text, typed
        assert f'value="{typed}"' in refused.text
    assert not ContactProof.objects.exists()


def test_who_has_an_account_is_told_and_the_page_does_not_say_so(world: World) -> None:
    """Sign-up for a contact that has an account: refused, the owner is told, strangers learn nothing."""
    new, taken = Client(), Client()
    pages = []
    for client, address in ((new, "moi@example.vn"), (taken, "huong@example.vn")):
        assert asked(client, address).url == CODE
        page = client.get(CODE).text.replace("m***@", "h***@")
        pages.append(re.sub(r'(value|content|nonce)="[\w+/=-]{16,}"', "", page))
    assert pages[0] == pages[1]
    assert code_to("moi@example.vn") and not code_to("huong@example.vn")
    (letter,) = [one for one in mail.outbox if one.to == ["huong@example.vn"]]
    assert "đã có tài khoản" in letter.subject and "/mat-khau/quen/" in letter.body
    proof = ContactProof.objects.latest("pk")
    assert (
        taken.post(CODE, {"code": codes.code_of(proof)}).status_code == 422
    )  # not even by the right one
    assert taken.post(DETAILS, {"full_name": "Kẻ Gian"}).status_code == 410


@pytest.mark.parametrize("contact", ["huong@example.vn", "0912345678"])
@pytest.mark.parametrize("opens", [True, False])
def test_who_has_an_account_is_shown_a_door_that_opens(
    world: World, monkeypatch: pytest.MonkeyPatch, contact: str, opens: bool
) -> None:
    """No code opens an account whose address nobody proved, nor by SMS one with a role."""
    texts: list[tuple[str, str]] = []
    monkeypatch.setattr(sms, "is_offered", lambda: True)
    monkeypatch.setattr(sms, "send_now", lambda number, text: texts.append((number, text)))
    kind = ContactKind.EMAIL if "@" in contact else ContactKind.PHONE
    if opens or kind == ContactKind.PHONE:
        contacts.give(world.huong, Contact(kind, contact))
    if not opens:
        clerk = {"role_id": "clerk", "authority": world.department}
        RoleAssignment.objects.create(user=world.huong, **clerk)
    asked(Client(), contact)
    contact_codes.sweep()
    said = texts[0][1] if texts else mail.outbox[-1].body
    assert ("/dang-nhap/bang-ma/" in said) == opens
    assert opens or "/mat-khau/quen/" in said
    assert not texts or (len(said) <= 160 and said.isascii())


def test_a_code_is_tried_five_times(world: World) -> None:
    client = Client()
    asked(client)
    code = code_to(MAIL)
    for left in (4, 3, 2, 1):
        assert (
            f"Còn {left} lần"
            in client.post(CODE, {"code": "999999" if code != "999999" else "1"}).text
        )
    assert client.post(CODE, {"code": "abc"}).status_code == 410
    assert client.post(CODE, {"code": code}).status_code == 410
    assert client.post(DETAILS, {"full_name": "M"}).status_code == 410


def test_nor_more_often_by_two_browsers_or_windows(world: World) -> None:
    """The row counts, whatever a session remembers."""
    asked(Client())
    proof = ContactProof.objects.latest("pk")
    for _ in range(codes.TRIES):
        assert codes.give(proof, "x") is codes.Given.WRONG
    assert codes.give(proof, codes.code_of(proof)) is codes.Given.OVER


def test_a_code_has_an_end_and_works_once(world: World) -> None:
    client = Client()
    asked(client)
    code = code_to(MAIL)
    with time_machine.travel(time.time() + 11 * 60):
        assert client.post(CODE, {"code": code}).status_code == 410
    asked(client)
    code = code_to(MAIL)
    assert client.post(CODE, {"code": code}).url == DETAILS
    assert client.post(CODE, {"code": code}).status_code == 410


def test_a_code_forwarded_to_another_browser_opens_nothing(world: World) -> None:
    asked(Client())
    thief = Client()
    assert thief.post(CODE, {"code": code_to(MAIL)}).status_code == 410
    asked(thief, "ke-gian@example.vn")
    assert thief.post(CODE, {"code": code_to(MAIL)}).status_code == 422


def test_another_code_ends_the_one_before(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    # two nonces whose codes differ: chance gives equal ones once in a million
    nonces = iter(("a" * 32, "b" * 32))
    monkeypatch.setattr(codes, "get_random_string", lambda _length: next(nonces))
    client = Client()
    asked(client)
    first = code_to(MAIL)
    assert client.post(CODE, {"again": "1"}).status_code == 302
    second = code_to(MAIL)
    assert second != first
    assert client.post(CODE, {"code": first}).status_code == 422
    assert client.post(CODE, {"code": second}).url == DETAILS


def test_codes_are_not_asked_without_end(world: World) -> None:
    """Of one contact from anywhere; the page says so and keeps what was typed."""
    for _ in range(4):
        assert asked(Client()).status_code == 302
    refused = asked(Client())
    assert refused.status_code == 429 and MAIL in refused.text and "chờ 15 phút" in refused.text
    assert asked(Client(), "khac@example.vn").status_code == 302


def test_the_sentence_says_how_long_to_wait(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked_code, "A_DAY", Limit("a day", times=1, seconds=86400))
    assert asked(Client()).status_code == 302
    assert "thử lại sau 24 giờ" in asked(Client()).text


def test_two_browsers_make_one_account(world: World) -> None:
    one, other = Client(), Client()
    proved(one)
    proved(other)
    assert one.post(DETAILS, {"full_name": "Mai Thị Lan"}).status_code == 302
    assert other.post(DETAILS, {"full_name": "Mai Thị Lan"}).status_code == 410
    assert User.objects.filter(email=MAIL).count() == 1


def test_neither_code_nor_contact_lie_in_the_database(world: World) -> None:
    client = Client()
    asked(client)
    code = code_to(MAIL)
    told = repr([one.get_decoded() for one in Session.objects.all()])
    assert code not in told and "mai.lan" not in told.lower()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {ContactProof._meta.db_table}")
        rows = repr(cursor.fetchall())
    assert code not in rows and "mai.lan" not in rows.lower()


def test_rows_go_when_they_are_over(world: World) -> None:
    asked(Client())
    with time_machine.travel(time.time() + dt.timedelta(days=2).total_seconds()):
        asked(Client(), "khac@example.vn")
        assert ContactProof.objects.count() == 1


def test_somebody_who_is_signed_in_already_goes_on(world: World) -> None:
    client, _person = signed_up()
    assert client.get(SIGN_UP).status_code == 302
    assert reverse("portal:sign_up") == SIGN_UP
