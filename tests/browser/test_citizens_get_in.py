"""On a phone: an account by a code that arrives as a text, a procedure begun, in again, closed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from notifications import contact_codes
from notifications.models import DemoText
from tests.browser.conftest import DESK, PHONE, Open, apart
from tests.browser.test_accessibility import SERIOUS, TAGS
from tests.people import World

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SMALL = {"width": 320, "height": 640}
NAME = re.compile("Thêm một điều")


@pytest.fixture
def site(live_server: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts go over HTTP to the demo's own telephone."""
    settings.SITE_URL = live_server.url
    monkeypatch.delenv("SMS_URL", raising=False)


def text_code() -> str:
    """The code of the newest text on the demo's telephone."""
    contact_codes.sweep()
    found = re.match(r"\d{6}", DemoText.objects.first().text)  # type: ignore[union-attr]
    assert found
    return found[0]


def sound(page: Page, name: str) -> None:
    """axe finds nothing serious, and nothing is wider than the screen."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    faults = [one["id"] for one in found.response["violations"] if one["impact"] in SERIOUS]
    assert not faults, f"{name}: {faults}"
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{name}: {wide} px too wide"


@pytest.mark.parametrize("viewport", [SMALL, PHONE, DESK], ids=["small", "phone", "desk"])
def test_from_nothing_to_a_draft_and_in_again(
    world: World, open_page: Open, site: None, viewport: dict[str, int]
) -> None:
    page = open_page(viewport)
    made_an_account(page)
    for name, address in (
        ("account", "/tai-khoan/"),
        ("contact", "/tai-khoan/lien-he/"),
        ("name", "/tai-khoan/ten/"),
        ("close", "/tai-khoan/dong/"),
    ):
        page.goto(address)
        sound(page, name)
    other = open_page(viewport)
    in_by_a_code(other)
    page.get_by_label("Tôi hiểu").check()
    page.get_by_role("button", name="Đóng tài khoản").click()
    expect(page.get_by_text("Tài khoản đã đóng")).to_be_visible()
    other.goto("/tai-khoan/")
    expect(other.get_by_role("heading", name="Đăng nhập")).to_be_visible()


def made_an_account(page: Page) -> None:
    """From a procedure to the first page of its form."""
    page.goto("/thu-tuc/diploma-copy/nop/")
    sound(page, "sign-in")
    page.get_by_role("main").get_by_role("link", name="Đăng ký").click()
    sound(page, "sign-up")
    page.get_by_label("Số điện thoại hoặc thư điện tử").fill("0912 345 678")
    page.get_by_role("button", name="Gửi mã").click()
    expect(page.get_by_role("heading", name="Nhập mã")).to_be_visible()
    page.get_by_label("Mã sáu chữ số").fill("12")
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_role("alert")).to_contain_text("Còn 4 lần")
    sound(page, "code")
    page.get_by_label("Mã sáu chữ số").fill(apart(text_code))
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_role("heading", name="Lập tài khoản")).to_be_visible()
    page.get_by_label("Họ và tên").fill("Mai Thị Lan")
    page.get_by_role("button", name="Lập tài khoản").click()
    expect(page.get_by_role("alert")).to_contain_text("Hãy nhập ngày sinh")
    sound(page, "details")
    for label, typed in (("Ngày", "5"), ("Tháng", "2"), ("Năm", "1990")):
        page.get_by_label(label, exact=True).fill(typed)
    page.get_by_role("button", name="Lập tài khoản").click()
    expect(page.get_by_role("heading", name="Trước khi bắt đầu")).to_be_visible()
    page.get_by_role("button", name="Bắt đầu").click()
    expect(page.get_by_text("Bước 1")).to_be_visible()


def in_by_a_code(other: Page) -> None:
    """In another browser, so with the birth date."""
    other.goto("/dang-nhap/bang-ma/?next=/ho-so/")
    sound(other, "by-code")
    other.get_by_label("Số điện thoại hoặc thư điện tử").fill("+84 912 345 678")
    other.get_by_role("button", name="Gửi mã").click()
    expect(other.get_by_role("heading", name="Nhập mã")).to_be_visible()
    other.get_by_label("Mã sáu chữ số").fill(apart(text_code))
    other.get_by_role("button", name="Tiếp tục").click()
    expect(other.get_by_role("heading", name=NAME)).to_be_visible()
    sound(other, "second-fact")
    for label, typed in (("Ngày", "5"), ("Tháng", "2"), ("Năm", "1990")):
        other.get_by_label(label, exact=True).fill(typed)
    other.get_by_role("button", name="Đăng nhập").click()
    expect(other.get_by_role("heading", name="Hồ sơ của tôi")).to_be_visible()
    other.goto("/tai-khoan/mat-khau/moi/")
    sound(other, "new-password")
