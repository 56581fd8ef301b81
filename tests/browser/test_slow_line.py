"""On a phone in the highlands: an account by a code, filed, corrected, over a slow 3G line."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Open, apart
from tests.browser.test_citizens_get_in import site as site
from tests.browser.test_citizens_get_in import text_code
from tests.browser.test_without_account import born, written
from tests.people import World
from workflows.models import Dossier

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: As Chromium's tools have called it: 400 kbit/s each way, 400 ms until an answer begins.
SLOW_3G = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 50_000,
    "uploadThroughput": 50_000,
}


def slowed(page: Page) -> Page:
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW_3G)
    return page


def test_signed_up_filed_and_corrected(world: World, open_page: Open, site: Any) -> None:
    page = slowed(open_page(PHONE))
    written(page)
    signed_up(page)
    page.get_by_role("button", name="Đúng, đưa vào tài khoản của tôi").click()
    page.get_by_role("button", name="Nộp hồ sơ").click()
    expect(page.get_by_role("heading", name="Đã nộp hồ sơ")).to_be_visible()
    dossier = Dossier.objects.get()
    page.goto(f"/ho-so/{dossier.code}/tu-sua/")
    page.locator('[name="phone"]').fill("0935 123 456")
    page.locator(".actions").get_by_role("button", name="Lưu phần sửa").click()
    expect(page.get_by_text("Thời hạn giải quyết không đổi")).to_be_visible()
    dossier.refresh_from_db()
    assert dossier.answers["phone"] == "0935123456"


def signed_up(page: Page) -> None:
    """From the check of what was written to the page that takes it over."""
    page.get_by_role("main").get_by_role("link", name="Đăng ký").click()
    page.get_by_label("Số điện thoại hoặc thư điện tử").fill("0912 345 678")
    page.get_by_role("button", name="Gửi mã").click()
    page.get_by_label("Mã sáu chữ số").fill(apart(text_code))
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_label("Họ và tên").fill("Mai Thị Lan")
    born(page)
    page.get_by_role("button", name="Lập tài khoản").click()
    expect(page.get_by_role("heading", name="Hồ sơ viết trên trình duyệt này")).to_be_visible()
