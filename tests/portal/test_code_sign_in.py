"""Signing in by a code, forgotten passwords, and the ways by which somebody else would come in (issue 16, 1)."""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from notifications import account_letters, contact_codes
from notifications.channels import sms
from organisations.account_models import AccountLetter
from organisations.accounts import codes, contacts
from organisations.accounts.contacts import Contact
from organisations.contact_models import ContactKind, ContactProof, ProvedContact
from organisations.models import RoleAssignment, User
from tests.people import World, person
from tests.portal.test_sign_up import CODE, DETAILS, PASSWORD, code_to

BY_CODE, FACT, FORGOTTEN, NEW = (
    "/dang-nhap/bang-ma/",
    "/dang-nhap/bang-ma/them/",
    "/mat-khau/quen/",
    "/tai-khoan/mat-khau/moi/",
)
NUMBER = "0912345678"
BORN = {"day": "5", "month": "2", "year": "1990"}


@pytest.fixture(autouse=True)
def telephones(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Texts that were sent: the gateway's side is tested in tests/notifications."""
    sent: list[tuple[str, str]] = []
    monkeypatch.setattr(sms, "is_offered", lambda: True)
    monkeypatch.setattr(sms, "send_now", lambda number, text: sent.append((number, text)))
    return sent


@pytest.fixture
def mai(world: World) -> User:
    """Has proved an address and a number long ago."""
    who = person("mai", "Mai Thị Lan")
    who.birth_date, who.identity_number = dt.date(1990, 2, 5), "066190001234"
    who.save()
    contacts.give(who, Contact(ContactKind.EMAIL, "mai@example.vn"))
    contacts.give(who, Contact(ContactKind.PHONE, NUMBER))
    ProvedContact.objects.update(proved_at=timezone.now() - dt.timedelta(days=400))
    return who


def latest() -> str:
    return codes.code_of(ContactProof.objects.latest("pk"))


def with_code(client: Client, contact: str = NUMBER, page: str = BY_CODE) -> Any:
    """Asked and given."""
    field = "name" if page == FORGOTTEN else "contact"
    assert client.post(page, {field: contact}).url == CODE
    return client.post(CODE, {"code": latest()})


def is_in(client: Client) -> bool:
    return client.get("/tai-khoan/").status_code == 200


def letters_to(address: str) -> list[str]:
    account_letters.sweep()
    return [one.subject for one in mail.outbox if one.to == [address]]


def test_by_e_mail_the_code_is_enough(mai: User) -> None:
    client = Client()
    given = client.post(BY_CODE, {"contact": "MAI@example.vn", "next": "/ho-so/"})
    assert given.url == CODE
    assert client.post(CODE, {"code": code_to("MAI@example.vn")}).url == "/ho-so/"
    assert is_in(client)


@pytest.mark.parametrize(
    "spelt", ["0912 345 678", "+84 912 345 678", "84912345678", "0912.345.678"]
)
def test_a_number_is_one_however_it_is_spelt(mai: User, spelt: str) -> None:
    assert with_code(Client(), spelt).url == FACT


@pytest.mark.parametrize("fact", [BORN, {"digits": "1234"}, {"password": "mat-khau-rat-dai"}])
def test_by_telephone_one_fact_more_is_asked(mai: User, fact: dict[str, str]) -> None:
    client = Client()
    assert with_code(client).url == FACT and not is_in(client)
    assert client.get(FACT).status_code == 200
    assert client.post(FACT, fact).status_code == 302 and is_in(client)
    assert any("bằng mã tin nhắn" in one for one in letters_to("mai@example.vn"))


@pytest.mark.parametrize(
    "fact", [{"day": "6", "month": "2", "year": "1990"}, {"digits": "0000"}, {"password": "x"}, {}]
)
def test_a_number_that_passed_on_opens_nothing_and_the_owner_is_told(
    mai: User, fact: dict[str, str]
) -> None:
    client = Client()
    with_code(client)
    assert client.post(FACT, fact).status_code == 422 and not is_in(client)
    told = any("nhưng không vào được" in one for one in letters_to("mai@example.vn"))
    assert told == bool(fact)


def test_what_is_no_answer_is_none_where_the_account_says_little(mai: User) -> None:
    mai.birth_date, mai.identity_number = None, ""
    mai.save()
    client = Client()
    with_code(client)
    for fact in ({"day": "x"}, {"digits": " 0"}, {"day": "1", "month": "1", "year": "1990"}):
        assert client.post(FACT, fact).status_code == 422 and not is_in(client)


def test_facts_are_tried_five_times_a_day_from_everywhere(mai: User) -> None:
    guesser, other = Client(), Client()
    with_code(guesser)
    for _ in range(5):
        assert guesser.post(FACT, {"digits": "9999"}).status_code == 422
    with_code(other)
    for client in (guesser, other):
        assert client.post(FACT, BORN).status_code == 429 and not is_in(client)


def test_in_a_browser_that_the_owner_used_the_code_is_enough(mai: User) -> None:
    client = Client()
    with_code(client)
    client.post(FACT, BORN)
    client.post("/dang-xuat/")
    assert with_code(client).url == "/" and is_in(client)


def test_where_a_session_was_ended_from_elsewhere_a_code_opens_it_again(mai: User) -> None:
    """The session that is over is emptied before what was asked stands in it, not after."""
    client = Client()
    with_code(client, "mai@example.vn")
    mai.end_all_sessions()
    assert with_code(client, "mai@example.vn").url == "/" and is_in(client)


def test_the_fact_is_asked_only_after_the_code(mai: User) -> None:
    client = Client()
    assert client.post(FACT, BORN).status_code == 410
    client.post(BY_CODE, {"contact": NUMBER})
    assert client.post(FACT, BORN).status_code == 410 and not is_in(client)
    other = Client()
    other.post(BY_CODE, {"contact": "mai@example.vn"})
    assert other.post(CODE, {"code": "1"}).status_code == 422


def test_who_has_the_number_now_makes_an_account_of_their_own(mai: User) -> None:
    client = Client()
    with_code(client)
    assert client.post(FACT, {"passed_on": "1"}).url == DETAILS
    born = {"day": "1", "month": "1", "year": "2001"}
    assert client.post(DETAILS, {"full_name": "Người Mới", **born}).status_code == 302
    new = User.objects.get(full_name="Người Mới")
    assert new.phone == NUMBER and client.get("/tai-khoan/").context["user"] == new
    mai.refresh_from_db()
    assert mai.phone == "" and mai.email == "mai@example.vn"
    assert any("không còn gắn" in one for one in letters_to("mai@example.vn"))
    owner = Client()  # the former number is still a name, with the password
    assert (
        owner.post("/dang-nhap/", {"username": NUMBER, "password": "mat-khau-rat-dai"}).status_code
        == 302
    )
    assert owner.get("/tai-khoan/").context["user"] == mai


def test_a_number_that_was_used_lately_does_not_pass_on(mai: User) -> None:
    ProvedContact.objects.update(proved_at=timezone.now() - dt.timedelta(days=20))
    client = Client()
    with_code(client)
    refused = client.post(FACT, {"passed_on": "1"})
    assert refused.status_code == 422 and "gần đây" in refused.text
    assert client.post(DETAILS, {"full_name": "Kẻ Gian", **BORN}).status_code == 410
    mai.refresh_from_db()
    assert mai.phone == NUMBER


def test_the_number_of_whoever_signs_in_by_password_does_not_pass_on(mai: User) -> None:
    signed_in = {"username": mai.username, "password": "mat-khau-rat-dai"}
    assert Client().post("/dang-nhap/", signed_in).status_code == 302
    client = Client()
    with_code(client)
    refused = client.post(FACT, {"passed_on": "1"})
    assert refused.status_code == 422 and "gần đây" in refused.text
    User.objects.update(last_login=timezone.now() - dt.timedelta(days=400))
    assert client.post(FACT, {"passed_on": "1"}).url == DETAILS


def test_the_page_says_that_the_owner_is_told_where_they_are(mai: User) -> None:
    client = Client()
    with_code(client)
    assert "chủ của nó được báo" in client.get(FACT).text
    User.objects.filter(pk=mai.pk).update(email="")
    assert "được báo" not in client.get(FACT).text
    client.post(FACT, {"passed_on": "1"})
    assert not AccountLetter.objects.exists()


def test_no_code_by_telephone_for_whoever_has_a_role(world: World, mai: User) -> None:
    RoleAssignment.objects.create(user=mai, role_id="clerk", authority=world.department)
    Client().post(BY_CODE, {"contact": NUMBER})
    assert ContactProof.objects.latest("pk").letter == "NOTHING"


def test_a_contact_that_an_administrator_wrote_opens_nothing(world: World) -> None:
    for contact in ("huong@example.vn", "0905123456"):
        client = Client()
        assert client.post(BY_CODE, {"contact": contact}).url == CODE
        assert client.post(CODE, {"code": latest()}).status_code == 422
    User.objects.filter(pk=world.huong.pk).update(email="")
    assert not letters_to("huong@example.vn")


def test_after_the_account_states_another_address_the_old_one_opens_nothing(mai: User) -> None:
    client = Client()
    client.post(BY_CODE, {"contact": "mai@example.vn"})
    code = latest()
    User.objects.filter(pk=mai.pk).update(email="khac@example.vn")
    assert client.post(CODE, {"code": code}).status_code == 410 and not is_in(client)


def test_pages_say_the_same_to_whom_no_code_goes(mai: User) -> None:
    pages = []
    for number in (NUMBER, "0912000678"):
        client = Client()
        assert client.post(BY_CODE, {"contact": number}).url == CODE
        page = client.get(CODE).text
        pages.append(re.sub(r'(value|content|nonce)="[\w+/=-]{16,}"', "", page))
    assert pages[0] == pages[1], "both numbers look the same masked"


@pytest.mark.parametrize("contact", ["mai@example.vn", NUMBER])
def test_a_forgotten_password_is_set_after_a_code(mai: User, contact: str) -> None:
    client, other = Client(), Client()
    other.force_login(mai)
    given = with_code(client, contact, FORGOTTEN)
    if contact == NUMBER:
        assert given.url == FACT
        given = client.post(FACT, BORN)
    assert given.url == NEW
    refused = client.post(NEW, {"new_password1": "matkhau123456", "new_password2": "matkhau123456"})
    assert refused.status_code == 422
    assert (
        client.post(NEW, {"new_password1": PASSWORD, "new_password2": PASSWORD}).status_code == 302
    )
    assert is_in(client) and not is_in(other)
    assert (
        Client().post("/dang-nhap/", {"username": contact, "password": PASSWORD}).status_code == 302
    )
    assert AccountLetter.objects.filter(person=mai, kind="PASSWORD_CHANGED").exists()


def test_a_new_password_without_the_old_one_needs_the_code(mai: User) -> None:
    client = Client()
    client.force_login(mai)
    answer = client.post(NEW, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert answer.status_code == 302 and answer.url.startswith("/tai-khoan/xac-nhan/")
    mai.refresh_from_db()
    assert not mai.check_password(PASSWORD)


def test_after_a_code_the_second_factor_is_still_asked(mai: User, settings: Any) -> None:
    settings.SECOND_FACTOR = True
    User.objects.filter(pk=mai.pk).update(is_staff=True)
    client = Client()
    assert with_code(client, "mai@example.vn").status_code == 302
    assert client.get("/tai-khoan/").url.startswith("/dang-nhap/ma/")
    assert client.post(NEW, {"new_password1": PASSWORD, "new_password2": PASSWORD}).url.startswith(
        "/dang-nhap/ma/"
    )


def test_what_happens_stands_in_the_security_log(
    mai: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "security")
    logging.getLogger("security").propagate = True
    client = Client()
    with_code(client)
    client.post(FACT, {"digits": "0000"})
    client.post(FACT, BORN)
    lines = [json.loads(one.message) for one in caplog.records if one.name == "security"]
    told = list(dict.fromkeys(one["event"] for one in lines))
    assert told == ["code_owed", "second_fact_failed", "second_fact_passed", "signed_in"]
    assert NUMBER not in caplog.text and "mai@" not in caplog.text


WHAT_FOR = {
    ContactProof.Purpose.SIGN_UP: "đăng ký tài khoản",
    ContactProof.Purpose.SIGN_IN: "đăng nhập",
    ContactProof.Purpose.PASSWORD: "đặt lại mật khẩu",
    ContactProof.Purpose.CONTACT: "xác nhận liên hệ mới của tài khoản",
    ContactProof.Purpose.CONFIRM: "xác nhận ông/bà là chủ tài khoản",
    ContactProof.Purpose.INVITED: "mở lời mời mà ông/bà đã nhận",
    ContactProof.Purpose.FILE: "nộp hồ sơ không cần tài khoản",
}


@pytest.mark.parametrize("purpose", ContactProof.Purpose.values)
def test_the_letter_says_what_the_code_is_for(
    mai: User, telephones: list[tuple[str, str]], purpose: str
) -> None:
    for contact in contacts.of_person(mai):
        codes.begin(purpose, contact, ContactProof.Letter.CODE, mai)
    contact_codes.sweep()
    ((_number, text),) = telephones
    assert f"Mã để {WHAT_FOR[ContactProof.Purpose(purpose)]} tại" in mail.outbox[-1].body
    assert latest() in text and len(text) <= 160 and text.isascii()


def test_to_a_telephone_goes_one_short_text(mai: User, telephones: list[tuple[str, str]]) -> None:
    Client().post(BY_CODE, {"contact": NUMBER})
    contact_codes.sweep()
    ((number, text),) = telephones
    assert number == NUMBER and latest() in text and len(text) <= 160
