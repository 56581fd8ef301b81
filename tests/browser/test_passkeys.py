"""Passkeys, by Chromium's virtual authenticator (CDP): made, signed in by, taken away, refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as site_settings
from playwright.sync_api import Page, expect

from notifications import account_letters
from organisations.account_models import AccountLetter
from portal.models import Passkey
from tests.browser.conftest import PHONE, Open, apart
from tests.browser.test_citizens_get_in import sound
from tests.people import World

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def site(live_server: Any, settings: Any) -> None:
    settings.SITE_URL = live_server.url.replace("127.0.0.1", "localhost")


def with_authenticator(page: Page) -> Any:
    """The page's device has one that knows its owner; returns its name and the connection."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    made = cdp.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return cdp, made["authenticatorId"]


def confirmed(page: Page, password: str = "mat-khau-rat-dai") -> None:
    page.goto("/tai-khoan/khoa/")
    page.get_by_label("Mật khẩu đang dùng").fill(password)
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_role("heading", name="Khóa truy cập")).to_be_visible()


def test_made_signed_in_by_and_taken_away(
    world: World, open_page: Open, site: None, settings: Any
) -> None:
    settings.SECOND_FACTOR = False
    page = open_page(PHONE, world.dung)
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    _cdp, _name = with_authenticator(page)
    confirmed(page)
    page.get_by_role("button", name="Thêm khóa").click()
    expect(page.get_by_text("Đã thêm khóa truy cập")).to_be_visible()
    sound(page, "own passkeys")
    assert apart(lambda: AccountLetter.objects.filter(kind="PASSKEY_ADDED").exists())

    page.context.clear_cookies()
    settings.SECOND_FACTOR = True  # from here on officers are asked for one: the passkey is it
    page.goto("/dang-nhap/?next=/mot-cua/")
    page.get_by_role("link", name="Đăng nhập bằng khóa truy cập").click()
    sound(page, "sign in by a passkey")
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    expect(page.get_by_role("heading", name="Việc của tôi")).to_be_visible()
    assert apart(lambda: Passkey.objects.get().used_at) is not None

    page.goto("/tai-khoan/khoa/")
    page.get_by_role("button", name="Bỏ").click()
    expect(page.get_by_text("Đã bỏ khóa truy cập")).to_be_visible()
    page.context.clear_cookies()
    page.goto("/dang-nhap/bang-khoa/")
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    expect(page.get_by_role("alert")).to_contain_text("không dùng được ở đây")
    assert not [one for one in faults if "422" not in one]
    apart(account_letters.sweep)
    assert site_settings.SITE_URL


def test_a_copy_of_a_passkey_opens_nothing(world: World, open_page: Open, site: None) -> None:
    """Its counter does not go on from where the site saw it last."""
    page = open_page(PHONE, world.huong)
    with_authenticator(page)
    confirmed(page)
    page.get_by_role("button", name="Thêm khóa").click()
    expect(page.get_by_text("Đã thêm khóa truy cập")).to_be_visible()
    apart(lambda: Passkey.objects.update(counter=1000))
    page.context.clear_cookies()
    page.goto("/dang-nhap/bang-khoa/")
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    expect(page.get_by_role("alert")).to_contain_text("không dùng được ở đây")


def test_a_device_without_one_says_so(world: World, open_page: Open, site: None) -> None:
    page = open_page(PHONE)
    cdp, name = with_authenticator(page)
    cdp.send("WebAuthn.setUserVerified", {"authenticatorId": name, "isUserVerified": False})
    page.goto("/dang-nhap/bang-khoa/")
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    expect(page.get_by_text("Thiết bị chưa đưa ra khóa nào")).to_be_visible()
