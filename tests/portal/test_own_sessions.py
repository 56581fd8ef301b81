"""Where one is signed in is seen and ended by oneself, and by nobody else (ASVS 5.0, 7.5.2)."""

from __future__ import annotations

import re

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory
from django.urls import reverse

from organisations.models import RoleAssignment, User
from portal.http.own_sessions import device_of, place_of
from portal.models import OwnSession
from tests.people import World
from tests.reading import as_read

PASSWORD = "mat-khau-rat-dai"
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36"
)
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5"
    " Mobile Safari/604.1"
)
ACCOUNT, END = "/tai-khoan/", "/tai-khoan/phien/cham-dut/"


def browser(who: User, said: str = CHROME, address: str = "203.0.113.7") -> Client:
    client = Client(headers={"User-Agent": said}, REMOTE_ADDR=address)
    assert (
        client.post("/dang-nhap/", {"username": who.username, "password": PASSWORD}).status_code
        == 302
    )
    return client


def is_in(client: Client) -> bool:
    return client.get(ACCOUNT).status_code == 200


def test_one_sees_ones_own_with_device_place_and_time(world: World) -> None:
    here = browser(world.huong)
    browser(world.huong, PHONE, "2001:db8:1:2::9")
    browser(world.dung, "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0")
    page = as_read(here.get(ACCOUNT).text)
    devices = page.split("Các thiết bị")[1].split("<footer")[0]
    shown = re.findall(r"<strong>([^<]+)</strong>", devices)
    assert sorted(shown) == ["Chrome, Windows", "Safari, iPhone"]
    assert page.count("thiết bị này</span>") == 1 and "203.0.*.*" in page and "2001:0db8:*" in page
    assert (
        "203.0.113.7" not in page and not OwnSession.objects.filter(place__contains="113").exists()
    )


def test_one_is_ended_and_the_others_live(world: World) -> None:
    here, lost, third = browser(world.huong), browser(world.huong, PHONE), browser(world.huong)
    pk = OwnSession.objects.get(device="Safari, iPhone").pk
    assert here.post(END, {"session": pk}).status_code == 302
    assert (is_in(here), is_in(lost), is_in(third)) == (True, False, True)
    assert "đã kết thúc từ trước" in here.post(END, {"session": pk}, follow=True).text


def test_all_others_are_ended_also_those_that_no_list_has(world: World) -> None:
    here, old, third = browser(world.huong), browser(world.huong), browser(world.huong, PHONE)
    # begun before there was a list
    OwnSession.objects.filter(session_key=old.session.session_key).delete()
    here.post(END, {"others": "1"})
    assert (is_in(here), is_in(old), is_in(third)) == (True, False, False)
    assert here.get(ACCOUNT).text.count("<li>") >= 1
    assert OwnSession.objects.filter(user=world.huong).count() == 1


@pytest.mark.parametrize("wanted", ["other", "0", "-1", "x", "", "9" * 40, "1 OR 1=1"])
def test_nobody_ends_anothers(world: World, wanted: str) -> None:
    mine, theirs = browser(world.huong), browser(world.dung)
    pk = OwnSession.objects.get(user=world.dung).pk
    mine.post(END, {"session": pk if wanted == "other" else wanted})
    assert is_in(theirs) and is_in(mine)


def test_the_list_follows_a_session_that_got_another_name(world: World) -> None:
    here = browser(world.huong)
    RoleAssignment.objects.create(user=world.huong, role_id="expert", authority=world.centre)
    before = here.session.session_key
    here.get(reverse("portal:my_dossiers"))
    assert here.session.session_key != before
    other = browser(world.huong, PHONE)
    other.post(END, {"session": OwnSession.objects.get(device="Chrome, Windows").pk})
    assert not is_in(here) and is_in(other)


def test_what_is_over_is_not_shown_and_goes(world: World) -> None:
    here, out, stale = browser(world.huong), browser(world.huong, PHONE), browser(world.huong)
    out.post(reverse("portal:sign_out"))
    Session.objects.filter(session_key=stale.session.session_key).delete()
    here.get(ACCOUNT)
    assert OwnSession.objects.filter(user=world.huong).count() == 1


def test_a_new_password_elsewhere_leaves_this_one_on_the_list(world: World) -> None:
    here = browser(world.huong)
    browser(world.huong, PHONE)
    new = {"new_password1": "cà phê Buôn Ma Thuột", "new_password2": "cà phê Buôn Ma Thuột"}
    here.post("/tai-khoan/mat-khau/", {"old_password": PASSWORD, **new})
    page = here.get(ACCOUNT).text
    assert page.count("thiết bị này</span>") == 1 and "iPhone" not in page


@pytest.mark.parametrize(
    ("said", "device"),
    [
        (CHROME, "Chrome, Windows"),
        (CHROME + " Edg/131.0", "Edge, Windows"),
        (PHONE, "Safari, iPhone"),
        (
            "Mozilla/5.0 (Linux; Android 14; SM-A546B) Chrome/131.0 Mobile Safari/537.36",
            "Chrome, Android",
        ),
        ("curl/8.5", ""),
        ("", ""),
        ("<script>alert(1)</script>" * 99, ""),
    ],
)
def test_of_a_browser_only_its_kind_is_kept(said: str, device: str) -> None:
    assert device_of(RequestFactory().get("/", headers={"User-Agent": said})) == device


@pytest.mark.parametrize(("address", "place"), [("198.51.100.7", "198.51.*.*"), ("2001:db8:7::1", "2001:0db8:*"),
                                                 ("khong", ""), ("", "")])  # fmt: skip
def test_of_an_address_only_its_first_half(address: str, place: str) -> None:
    assert place_of(RequestFactory().get("/", REMOTE_ADDR=address)) == place


def test_a_session_that_was_ended_does_not_come_back_by_a_page_under_way(world: World) -> None:
    """A request that began before the end saves its session behind it: nothing may be made anew."""
    here, lost = browser(world.huong), browser(world.huong, PHONE)
    under_way = lost.session
    assert under_way["seen"]
    here.post(END, {"session": OwnSession.objects.get(device="Safari, iPhone").pk})
    under_way["seen"] = 1
    with pytest.raises(UpdateError):
        under_way.save()
    assert not is_in(lost)
