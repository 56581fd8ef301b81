"""Everybody chooses how they are reached; a dead address is shown to its owner and to the officer."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine

from notifications import choices, dead_addresses
from notifications import delivery as sending
from notifications.models import DeadAddress, Delivery, ReachChoice
from organisations.models import User
from portal.account.own_data import account_facts
from tests.gateway_server import Phone, gateway, phone
from tests.notifications.conftest import tell
from tests.people import World, draft_of
from tests.portal.conftest import visiting
from tests.reading import as_read
from workflows import actions

__all__ = ["gateway", "phone"]
PAGE, AGAIN = "/tai-khoan/cach-nhan-tin/", "/tai-khoan/cach-nhan-tin/dung-lai/"


@pytest.fixture
def huong(world: World) -> User:
    world.huong.phone = "0977000456"
    world.huong.save()
    return world.huong


def test_what_is_chosen_is_kept_and_shown(phone: Phone, huong: User) -> None:
    client = visiting(huong)
    page = as_read(client.get(PAGE).text)
    assert "Tin nhắn SMS" in page and "*** *** 456" in page and "h***@example.vn" in page
    assert "0977000456" not in page and "huong@example.vn" not in page
    said = {"used": ["SMS", "EMAIL", "BIRD"], "first": "EMAIL"}
    assert client.post(PAGE, said).status_code == 302
    assert choices.order_of(huong, ["SMS", "EMAIL"]) == ["EMAIL", "SMS"]
    assert account_facts.account(huong)["Cách nhận tin"] == "Thư điện tử, Tin nhắn SMS"
    assert client.post(PAGE, {"first": "EMAIL"}).status_code == 302
    assert ReachChoice.objects.get().order == []
    assert "BIRD" not in client.get(PAGE).text


def test_quiet_hours_are_promised_where_there_are_some(huong: User, settings: Any) -> None:
    settings.QUIET_HOURS = "21:30-06:45"
    said = as_read(visiting(huong).get(PAGE).text)
    assert "Từ 21:30 đến 06:45 điện thoại không bị làm phiền" in said
    settings.QUIET_HOURS = "00:00-00:00"
    assert "làm phiền" not in visiting(huong).get(PAGE).text


def test_a_site_with_letters_alone_offers_letters_alone(world: World) -> None:
    page = as_read(visiting(world.huong).get(PAGE).text)
    assert "Thư điện tử" in page and "SMS" not in page


def test_an_officer_reads_what_the_order_is_not_for(world: World) -> None:
    said = "Tin về việc của cơ quan nằm trong cổng"
    assert said in as_read(visiting(world.lan).get(PAGE).text)
    assert said not in as_read(visiting(world.huong).get(PAGE).text)


def test_the_owner_sees_a_dead_address_and_revives_their_own_alone(
    phone: Phone, world: World, huong: User
) -> None:
    dead_addresses.note("SMS", "0977000456", "99")
    stranger = visiting(world.dung)
    assert "không gửi đến đó nữa" not in as_read(stranger.get(PAGE).text)
    stranger.post(AGAIN, {"channel": "SMS"})
    assert DeadAddress.objects.exists()
    client = visiting(huong)
    assert "không gửi đến đó nữa" in as_read(client.get(PAGE).text)
    assert "lại gửi tin" in client.post(AGAIN, {"channel": "SMS"}, follow=True).text
    assert not DeadAddress.objects.exists()
    assert "vẫn đang được dùng" in client.post(AGAIN, {"channel": "FAX"}, follow=True).text


def test_a_dead_address_is_tried_again_after_a_year(phone: Phone, huong: User) -> None:
    dead_addresses.note("SMS", "0977000456", "99")
    assert dead_addresses.among([("SMS", "0977000456")])
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=366)):
        assert not dead_addresses.among([("SMS", "0977000456")])


def test_the_officer_sees_by_which_way_and_that_it_is_dead(phone: Phone, world: World) -> None:
    phone.dead.add("84905123456")
    dossier = actions.submit(draft_of(world, phone="0905 123 456"), world.huong)
    tell(dossier)
    for _ in range(2):
        sending.sweep()
    states = {row.message.channel: row.state for row in Delivery.objects.all()}
    assert states == {"SMS": "PASSED", "EMAIL": "SENT"}
    page = as_read(visiting(world.lan).get(f"/mot-cua/ho-so/{dossier.code}/?xem=van-ban").text)
    assert "Tin nhắn SMS, 0905123456" in page and "chuyển sang cách khác" in page
    assert "địa chỉ người nộp đã khai không nhận được" in page
