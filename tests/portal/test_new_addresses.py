"""Whoever writes the address of an account does not get the account: no link goes there for some
days.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from notifications import account_letters
from organisations.account_models import AccountLetter, RightRequest
from organisations.accounts import contacts
from organisations.accounts.contacts import Contact
from organisations.contact_models import ContactKind
from organisations.models import User
from organisations.rights import giving, requests
from tests.organisations.test_rights import administrator
from tests.people import World
from tests.portal.conftest import visiting
from tests.portal.test_account_takeover import form_of, page

EVIL = "ke-gian@example.vn"
MAIL = Contact(ContactKind.EMAIL, "huong@example.vn")
NUMBER = Contact(ContactKind.PHONE, "0912345678")


@pytest.fixture
def attacker(world: World) -> Client:
    return visiting(administrator("quantri", "change_user", "view_user"))


def links_to(address: str) -> list[Any]:
    """Letters with a link that went there; those that wait are sent first."""
    account_letters.sweep()
    return [one for one in mail.outbox if one.to == [address] and "/mat-khau/dat/" in one.body]


def readdressed(client: Client, who: User) -> None:
    assert (
        client.post(page("user_change", who.pk), form_of(client, who) | {"email": EVIL}).status_code
        == 302
    )


def ask_for_link(client: Client, who: User) -> str:
    sent = {"action": "send_password_link", "_selected_action": who.pk}
    return client.post(page("user_changelist"), sent, follow=True).text


def test_no_link_goes_to_an_address_that_an_administrator_wrote_today(
    world: World, attacker: Client
) -> None:
    readdressed(attacker, world.huong)
    assert "chỉ gửi được từ" in ask_for_link(attacker, world.huong)
    Client().post(reverse("portal:password_forgotten"), {"name": "huong"})
    Client().post(reverse("portal:password_forgotten"), {"name": EVIL})
    assert not links_to(EVIL)
    (told,) = [one for one in mail.outbox if one.to == ["huong@example.vn"]]
    assert "địa chỉ" in told.subject + told.body
    letter = AccountLetter.objects.get(kind="CONTACT_CHANGED")
    assert letter.state == AccountLetter.State.SENT and not letter.address, "told, and forgotten"


def test_nor_to_that_of_an_account_that_is_opened_by_codes_alone(
    world: World, attacker: Client
) -> None:
    """It has no password, and is somebody's all the same."""
    contacts.give(world.huong, Contact(ContactKind.EMAIL, "huong@example.vn"))
    world.huong.set_unusable_password()
    world.huong.save()
    readdressed(attacker, world.huong)
    ask_for_link(attacker, world.huong)
    Client().post(reverse("portal:password_forgotten"), {"name": EVIL})
    assert not links_to(EVIL)


@pytest.mark.parametrize("change", [{"email": EVIL, "phone": ""}, {"is_active": False}])
def test_a_contact_that_an_account_has_no_longer_is_free(
    world: World, attacker: Client, change: dict[str, Any]
) -> None:
    """Whoever has the address or the number makes an account of their own with it."""
    mine = (MAIL, NUMBER)
    for contact in mine:
        contacts.give(world.huong, contact)
    sent = form_of(attacker, world.huong) | change
    sent = {name: value for name, value in sent.items() if value}
    assert attacker.post(page("user_change", world.huong.pk), sent).status_code == 302
    for contact in mine:
        assert not contacts.is_taken(contact) and contacts.owner_of(contact) is None
        contacts.give(world.dung, contact)
        assert contacts.is_taken(contact)


def test_what_an_administrator_leaves_stays_proved(world: World, attacker: Client) -> None:
    for contact in (MAIL, NUMBER):
        contacts.give(world.huong, contact)
    sent = form_of(attacker, world.huong) | {"position": "Kế toán", "email": "Huong@example.vn"}
    assert attacker.post(page("user_change", world.huong.pk), sent).status_code == 302
    assert contacts.owner_of(MAIL) == contacts.owner_of(NUMBER) == world.huong


def test_an_officers_former_address_is_free(world: World) -> None:
    contact = Contact(ContactKind.EMAIL, "dung@example.vn")
    contacts.give(world.dung, contact)
    giving.change_contact(world.dung, "dung.moi@example.vn", "")
    assert not contacts.is_taken(contact)


def test_after_a_week_it_goes_there(world: World, attacker: Client) -> None:
    readdressed(attacker, world.huong)
    for days, sent in ((6, 0), (8, 1)):
        with time_machine.travel(timezone.now() + dt.timedelta(days=days), tick=False):
            Client().post(reverse("portal:password_forgotten"), {"name": "huong"})
            assert len(links_to(EVIL)) == sent


def test_two_who_change_an_officers_address_wait_too(world: World) -> None:
    quan, tri = administrator("quan"), administrator("tri")
    wanted = RightRequest(
        kind="CONTACT", person=world.dung, email=EVIL, phone="0905", reason="Đổi máy"
    )
    requests.grant(requests.ask(wanted, quan), tri)
    Client().post(reverse("portal:password_forgotten"), {"name": "dung"})
    assert not links_to(EVIL)


def test_who_never_had_a_password_gets_their_link_at_the_corrected_address(
    world: World, attacker: Client
) -> None:
    new = User.objects.create_user("moi", "sai@example.vn", full_name="Lê Văn Mới")
    readdressed(attacker, new)
    ask_for_link(attacker, new)
    assert len(links_to(EVIL)) == 1


def test_another_telephone_holds_no_link_up(world: World, attacker: Client) -> None:
    sent = form_of(attacker, world.huong) | {"phone": "0905123456"}
    assert attacker.post(page("user_change", world.huong.pk), sent).status_code == 302
    ask_for_link(attacker, world.huong)
    assert len(links_to("huong@example.vn")) == 1
