"""Whose account somebody from a provider comes into: linking after proof, and take-over tries."""

from __future__ import annotations

import datetime as dt
import json
import logging
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from fido2.cose import ES256
from fido2.webauthn import AttestedCredentialData

from notifications import account_letters
from organisations.accounts import closing, contacts, provider_accounts
from organisations.accounts.contacts import Contact
from organisations.contact_models import ContactKind
from organisations.models import User
from organisations.provider_models import ProviderAccount
from portal.models import Passkey
from tests.identity.forger import START, Forger
from tests.people import World, person

pytestmark = pytest.mark.django_db

NEW, LINK, OWN = "/dang-ky/bang-dinh-danh/", "/tai-khoan/dinh-danh/noi/", "/tai-khoan/dinh-danh/"
NUMBER = "066190001234"
PASSWORD = "mat-khau-rat-dai"


@pytest.fixture
def mai(world: World) -> User:
    """Has an account with an identity number, a password and a proved address."""
    who = person("mai", "Mai Thị Lan")
    who.birth_date, who.identity_number = dt.date(1990, 2, 5), NUMBER
    who.save()
    contacts.give(who, Contact(ContactKind.EMAIL, "mai@example.vn"))
    return who


@pytest.fixture
def noted(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Any:
    log = logging.getLogger("security")
    monkeypatch.setattr(log, "propagate", True)
    caplog.set_level(logging.INFO, "security")
    log.setLevel(logging.INFO)
    return lambda: [
        json.loads(one.message)["event"] for one in caplog.records if one.name == "security"
    ]


def signed_in(user: User) -> Client:
    client = Client()
    answer = client.post("/dang-nhap/", {"username": user.username, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/tai-khoan/").status_code == 200


def letters_to(address: str) -> list[str]:
    account_letters.sweep()
    return [one.subject for one in mail.outbox if one.to == [address]]


def test_a_number_that_an_account_has_opens_it_to_nobody(
    mai: User, forger: Forger, noted: Any
) -> None:
    client = Client()
    answer = forger.comes(client, identity_number=NUMBER)
    assert answer.status_code == 200 and "đã có tài khoản" in answer.text
    assert "Mai" not in answer.text and "mai@" not in answer.text
    assert not is_in(client) and not ProviderAccount.objects.exists()
    assert client.post(NEW).status_code == 410
    assert User.objects.filter(identity_index=mai.identity_index).count() == 1
    assert "provider_refused" in noted()
    assert any("tài khoản định danh khác" in one for one in letters_to("mai@example.vn"))


def test_who_owns_the_account_links_it_after_proof(mai: User, forger: Forger) -> None:
    client = Client()
    forger.comes(client, identity_number=NUMBER)
    assert client.get(LINK).status_code == 302  # to sign in
    wrong = {"username": "mai", "password": "sai", "next": LINK}
    assert client.post("/dang-nhap/", wrong).status_code == 422
    right = {"username": "mai", "password": PASSWORD, "next": LINK}
    assert client.post("/dang-nhap/", right).url == LINK
    assert NUMBER in client.get(LINK).text and not ProviderAccount.objects.exists()
    assert client.post(LINK).status_code == 302
    assert ProviderAccount.objects.get().person_id == mai.pk
    assert any("vừa được nối" in one for one in letters_to("mai@example.vn"))
    other = Client()
    assert forger.comes(other, identity_number=NUMBER).url == "/" and is_in(other)


def test_who_owns_another_account_links_nothing(mai: User, forger: Forger, noted: Any) -> None:
    """The number of somebody else's account, brought to one's own."""
    thief = person("trom", "Kẻ Trộm")
    client = Client()
    forger.comes(client, identity_number=NUMBER)
    client.post("/dang-nhap/", {"username": "trom", "password": PASSWORD, "next": LINK})
    answer = client.post(LINK)
    assert answer.status_code == 403 and "thuộc tài khoản khác" in answer.text
    assert not ProviderAccount.objects.exists() and "provider_refused" in noted()
    thief.refresh_from_db()
    assert thief.identity_number == ""


def test_another_persons_account_over_there_is_no_way_in(
    mai: User, forger: Forger, noted: Any
) -> None:
    """Whoever has the session would make themselves a way in by an account of their own."""
    client = signed_in(mai)
    assert forger.comes(client, identity_number="066090009999").url == LINK
    answer = client.post(LINK)
    assert answer.status_code == 403 and not ProviderAccount.objects.exists()
    assert "provider_refused" in noted()
    assert any("tài khoản định danh khác" in one for one in letters_to("mai@example.vn"))


def test_linking_asks_the_owner_first(mai: User, forger: Forger) -> None:
    client = signed_in(mai)
    session = client.session
    session["confirmed_at"] = 0
    session.save()
    forger.comes(client, auth_time=0)
    for answer in (client.get(LINK), client.post(LINK), client.post(OWN, {"remove": "vneid"})):
        assert answer.url.startswith("/tai-khoan/xac-nhan/")
    assert not ProviderAccount.objects.exists()


def test_an_account_over_there_opens_one_account(mai: User, forger: Forger, noted: Any) -> None:
    first = signed_in(mai)
    forger.comes(first)
    first.post(LINK)
    second = signed_in(person("hai", "Người Thứ Hai"))
    answer = forger.comes(second)
    assert answer.status_code == 403 and "provider_refused" in noted()
    assert ProviderAccount.objects.get().person_id == mai.pk
    assert second.post(LINK).status_code == 410
    assert any("tài khoản định danh khác" in one for one in letters_to("mai@example.vn"))


def test_one_account_of_a_provider_is_enough(mai: User, forger: Forger) -> None:
    client = signed_in(mai)
    forger.comes(client)
    client.post(LINK)
    forger.comes(client, sub="another")
    assert client.post(LINK).status_code == 403
    assert ProviderAccount.objects.count() == 1


def test_it_is_taken_away_and_told(mai: User, forger: Forger) -> None:
    client = signed_in(mai)
    forger.comes(client)
    client.post(LINK)
    assert "VNeID" in client.get(OWN).text
    client.post(OWN, {"remove": "vneid"})
    assert not ProviderAccount.objects.exists()
    assert any("đã bỏ nối" in one for one in letters_to("mai@example.vn"))


def test_the_last_way_in_is_not_taken_away(world: World, forger: Forger) -> None:
    client = Client()
    forger.comes(client, identity_number=NUMBER)
    client.post(NEW)
    answer = client.post(OWN, {"remove": "vneid"})
    assert answer.status_code == 422 and "duy nhất" in answer.text
    assert ProviderAccount.objects.count() == 1
    contacts.give(User.objects.latest("pk"), Contact(ContactKind.EMAIL, "moi@example.vn"))
    client.post(OWN, {"remove": "vneid"})
    assert not ProviderAccount.objects.exists()


def test_a_closed_account_stays_closed(mai: User, forger: Forger) -> None:
    client = signed_in(mai)
    forger.comes(client)
    client.post(LINK)
    User.objects.filter(pk=mai.pk).update(is_active=False)
    other = Client()
    answer = forger.comes(other)
    assert answer.status_code == 403 and "đã đóng" in answer.text and not is_in(other)


def test_who_closed_their_account_begins_anew(world: World, forger: Forger) -> None:
    client = Client()
    forger.comes(client, identity_number=NUMBER)
    client.post(NEW)
    closing.close_own(User.objects.latest("pk"))
    assert not ProviderAccount.objects.exists()
    assert forger.comes(Client(), identity_number=NUMBER).url == NEW


def test_an_officer_is_asked_for_the_second_factor(
    world: World, forger: Forger, settings: Any
) -> None:
    settings.SECOND_FACTOR = True
    forger.comes(Client())  # the provider is known
    row = ProviderAccount(person=world.dung, provider="vneid")
    from protection import blind_index

    row.subject_index = blind_index.subject(forger.issuer, "someone")
    row.save()
    client = Client()
    assert forger.comes(client).status_code == 302
    assert client.get("/tai-khoan/").url.startswith("/dang-nhap/ma/")


def test_who_says_no_level_says_no_number(mai: User, forger: Forger) -> None:
    client = Client()
    assert forger.comes(client, acr=None, identity_number=NUMBER).url == NEW
    client.post(NEW)
    assert User.objects.latest("pk").identity_number == ""
    assert "identity" not in ProviderAccount.objects.get().facts


def test_the_same_number_at_another_provider_is_somebody_else(
    mai: User, forger: Forger, settings: Any
) -> None:
    client = signed_in(mai)
    forger.comes(client)
    client.post(LINK)
    with Forger() as another:
        settings.IDENTITY_PROVIDERS["vneid"] |= {"issuer": another.issuer}
        other = Client()
        assert another.comes(other).url == NEW and not is_in(other)


@pytest.mark.parametrize("acr", ["3", "level-2", "02", " 2", 2, None, ["2"], "10"])
def test_an_unknown_level_is_none(world: World, forger: Forger, acr: Any) -> None:
    client = Client()
    forger.claims = {"acr": acr}
    answer = forger.answers(client, forger.asks(client, level="level-1"))
    assert answer.status_code == 403 and "mức độ 01" in answer.text


def test_a_number_that_changes_over_there_is_not_taken_over(
    mai: User, forger: Forger, noted: Any
) -> None:
    client = signed_in(mai)
    forger.comes(client, identity_number=NUMBER)
    client.post(LINK)
    forger.comes(Client(), identity_number="066090007777")
    other = Client()
    answer = forger.comes(other, identity_number="066090007777", name="Người Khác")
    assert answer.status_code == 403 and not is_in(other), "nobody comes in as somebody else"
    row = provider_accounts.of(mai)[0]
    assert row.facts["identity"] == NUMBER and row.facts.get("name") != "Người Khác"
    assert "provider_refused" in noted()
    mai.refresh_from_db()
    assert mai.identity_number == NUMBER


@pytest.mark.parametrize(
    "claims", [{"name": "Người Trước Đó"}, {"birthdate": "1951-01-01"}, {"name": "MAI THI LÀN"}]
)
def test_what_the_person_before_left_in_a_browser_is_not_the_next_ones(
    mai: User, forger: Forger, claims: dict[str, str]
) -> None:
    """At a one-stop desk: somebody came from VNeID and went away, Mai signs in there."""
    client = Client()
    assert forger.comes(client, sub="before", identity_number="066090008888", **claims).url == NEW
    client.post("/dang-nhap/", {"username": "mai", "password": PASSWORD})
    client.get(LINK)
    shown = client.get(LINK)
    assert "066090008888" not in shown.text, "nor is it shown"
    client.post(LINK)
    assert not ProviderAccount.objects.exists()
    mai.refresh_from_db()
    assert mai.identity_number == NUMBER


@pytest.mark.parametrize(
    "claims", [{"name": "Người Trước Đó"}, {"name": "Mài Thị Lan"}, {"birthdate": "1951-01-01"}]
)
def test_nor_where_the_account_has_no_identity_number(
    mai: User, forger: Forger, claims: dict[str, str]
) -> None:
    mai.identity_number = ""
    mai.save()
    client = Client()
    forger.comes(client, sub="before", identity_number="066090008888", **claims)
    client.post("/dang-nhap/", {"username": "mai", "password": PASSWORD})
    assert "066090008888" not in client.get(LINK).text
    assert client.post(LINK).status_code in (403, 410)
    assert not ProviderAccount.objects.exists()


def test_the_same_number_is_the_same_person_however_the_account_spells_the_name(
    mai: User, forger: Forger
) -> None:
    client = signed_in(mai)
    forger.comes(client, identity_number=NUMBER, name="Mai Thị Lanh")
    client.post(LINK)
    assert ProviderAccount.objects.get().person == mai


def test_whoever_it_is_not_says_so_and_it_is_gone(mai: User, forger: Forger) -> None:
    client = Client()
    forger.comes(client, identity_number="066090008888")
    assert "Không phải tôi" in client.get(NEW).text
    assert client.post(NEW, {"not_me": "1"}).url == "/dang-nhap/"
    assert client.get(NEW).status_code == 410 and not is_in(client)


def test_the_last_passkey_stays_where_nothing_else_opens_the_account(
    world: World, forger: Forger
) -> None:
    client = Client()
    forger.comes(client)
    client.post(NEW, {})
    who = ProviderAccount.objects.get().person
    made = AttestedCredentialData.create(bytes(16), b"one", ES256.from_ctap1(b"\x04" + bytes(64)))
    key = Passkey.objects.create(user=who, index="k", device="Chrome", credential=bytes(made))
    assert client.post(OWN, {"remove": "vneid"}).status_code == 302
    refused = client.post("/tai-khoan/khoa/", {"remove": str(key.pk)})
    assert refused.status_code == 422 and "cách đăng nhập duy nhất" in refused.text
    assert Passkey.objects.filter(user=who).exists()


def test_the_same_press_twice_makes_one_account(world: World, forger: Forger) -> None:
    first, second = Client(), Client()
    forger.comes(first, identity_number=NUMBER)
    forger.comes(second, identity_number=NUMBER)
    before = User.objects.count()
    first.post(NEW)
    assert second.post(NEW).status_code == 410 and not is_in(second)
    assert User.objects.count() == before + 1


def test_an_arrival_is_forgotten_after_half_an_hour(world: World, forger: Forger) -> None:
    client = Client()
    forger.comes(client)
    session = client.session
    session["provider_arrival"] = session["provider_arrival"] | {"at": 0}
    session.save()
    assert client.get(NEW).status_code == 410 and client.post(NEW).status_code == 410


def test_pages_for_who_has_nothing_to_link(mai: User, forger: Forger) -> None:
    client = signed_in(mai)
    assert client.get(LINK).status_code == 410
    assert "Nối với VNeID" in client.get(OWN).text
    assert client.get(START).status_code == 200
