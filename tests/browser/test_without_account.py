"""On a phone: the form is filled in by somebody without an account, who signs up at the end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from notifications import contact_codes
from notifications.models import DemoText
from tests.browser.conftest import PHONE, Open, apart
from tests.browser.test_citizens_get_in import SMALL, sound, text_code
from tests.browser.test_citizens_get_in import site as site
from tests.browser.walking import fill_contact, fill_person, go_on
from tests.people import World
from tests.portal.test_without_account import ALONE
from tests.workflows.countersigned import publish_text
from workflows.models import Dossier

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def written(page: Page) -> None:
    """From the start to the check, nobody signed in."""
    page.goto("/thu-tuc/diploma-copy/nop/")
    sound(page, "start")
    page.get_by_role("button", name="Bắt đầu").click()
    page.get_by_role("radio", name="Cho chính tôi").check()
    fill_person(page, "applicant", "Mai Thị Lan", ("5", "2", "1998"), "066198001234")
    go_on(page)
    fill_contact(page)
    go_on(page)
    page.locator('[name="level"]').first.check()
    page.get_by_label("Năm tốt nghiệp").fill("2016")
    page.get_by_label("Trường", exact=True).fill("THPT Buôn Ma Thuột")
    go_on(page)
    page.get_by_label("Số bản sao").fill("1")
    page.locator('[name="delivery"][value="ONLINE"]').check()
    go_on(page)
    expect(page.get_by_role("heading", name="Kiểm tra lại trước khi nộp")).to_be_visible()
    sound(page, "check")


@pytest.mark.parametrize("viewport", [SMALL, PHONE], ids=["small", "phone"])
def test_the_form_first_and_the_account_at_the_end(
    world: World, open_page: Open, site: Any, viewport: dict[str, int]
) -> None:
    page = open_page(viewport)
    written(page)
    page.get_by_role("main").get_by_role("link", name="Đăng ký").click()
    page.get_by_label("Số điện thoại hoặc thư điện tử").fill("0912 345 678")
    page.get_by_role("button", name="Gửi mã").click()
    page.get_by_label("Mã sáu chữ số").fill(apart(text_code))
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_label("Họ và tên").fill("Mai Thị Lan")
    born(page)
    page.get_by_role("button", name="Lập tài khoản").click()
    expect(page.get_by_role("heading", name="Hồ sơ viết trên trình duyệt này")).to_be_visible()
    sound(page, "take over")
    page.get_by_role("button", name="Đúng, đưa vào tài khoản của tôi").click()
    page.get_by_role("button", name="Nộp hồ sơ").click()
    expect(page.get_by_role("heading", name="Đã nộp hồ sơ")).to_be_visible()
    assert Dossier.objects.get().applicant.full_name == "Mai Thị Lan"  # type: ignore[union-attr]


def test_filed_by_a_code_and_a_second_fact(
    world: World, open_page: Open, site: Any, tmp_path: Path
) -> None:
    world.version = apart(lambda: publish_text(tmp_path, ALONE))
    page = open_page(PHONE)
    written(page)
    page.get_by_role("button", name="Gửi mã tới 0905123456").click()
    contact_codes.sweep()
    assert DemoText.objects.exists()
    page.get_by_label("Mã sáu chữ số").fill(apart(text_code))
    page.get_by_role("button", name="Tiếp tục").click()
    sound(page, "second fact")
    born(page, "1998")
    page.get_by_role("button", name="Nộp hồ sơ").click()
    expect(page.get_by_role("heading", name="Đã nộp hồ sơ")).to_be_visible()
    sound(page, "filed")
    page.get_by_role("link", name="Theo dõi hồ sơ").click()
    code = Dossier.objects.get().code
    expect(page.get_by_label("Mã hồ sơ")).to_have_value(code)
    page.get_by_label("Số điện thoại người nộp").fill("0905 123 456")
    page.get_by_role("button", name="Tra cứu").click()
    expect(page.get_by_role("main").get_by_text(code).first).to_be_visible()


def born(page: Page, year: str = "1990") -> None:
    for label, typed in (("Ngày", "5"), ("Tháng", "2"), ("Năm", year)):
        page.get_by_label(label, exact=True).fill(typed)
