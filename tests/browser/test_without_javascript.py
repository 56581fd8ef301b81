"""The whole application on a phone with JavaScript off, and the comforts that JavaScript adds."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Open
from tests.browser.walking import fill_contact, fill_person, go_on
from tests.people import World
from tests.portal import filling
from tests.portal.test_files import picture
from workflows.models import Dossier, Draft

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_mother_applies_for_her_son_without_javascript(world: World, open_page: Open) -> None:
    page = open_page(PHONE, world.huong, javascript=False)
    page.goto("/")
    page.get_by_label("Bạn cần làm gì?").fill("ban sao bang")
    page.get_by_role("button", name="Tìm").click()
    page.get_by_role("link", name="Xin bản sao bằng tốt nghiệp").click()
    page.get_by_role("link", name="Nộp hồ sơ trực tuyến").click()
    page.get_by_role("button", name="Bắt đầu").click()

    expect(page.get_by_text("Bước 1/5")).to_be_visible()
    page.get_by_label("Cho người đã ủy quyền cho tôi").check()
    fill_person(page, "applicant", "Nguyễn Thị Hường", ("5", "2", "1978"), "066178001234")
    go_on(page)

    page.get_by_label("Số điện thoại").fill("0905 123 456")
    page.get_by_label("Tỉnh, thành phố").select_option(filling.contact()["address.province"])
    page.locator("button[name=reload][value='address.province']").click()
    page.get_by_label("Xã, phường").select_option(filling.contact()["address.ward"])
    go_on(page)

    fill_person(page, "holder", "Nguyễn Văn Nam", ("1", "9", "2004"), "")
    page.get_by_label("Quan hệ của bạn").fill("Mẹ")
    page.locator("input[type=file]").set_input_files(
        [{"name": "uy-quyen.png", "mimeType": "image/png", "buffer": picture()}]
    )
    go_on(page)

    page.get_by_label("Bằng tốt nghiệp trung học phổ thông").check()
    page.get_by_label("Năm tốt nghiệp").fill("2022")
    page.get_by_label("Trường", exact=True).fill("THPT Buôn Ma Thuột")
    go_on(page)

    page.get_by_label("Bản điện tử trên cổng").check()
    go_on(page)

    expect(page.get_by_role("heading", name="Kiểm tra lại trước khi nộp")).to_be_visible()
    expect(page.get_by_text("uy-quyen.png")).to_be_visible()
    page.get_by_role("button", name="Nộp hồ sơ").click()
    expect(page.get_by_role("heading", name="Đã nộp hồ sơ")).to_be_visible()
    dossier = Dossier.objects.get()
    expect(page.get_by_text(dossier.code)).to_be_visible()
    assert dossier.holder_name == "Nguyễn Văn Nam"
    assert dossier.files.count() == 1


def test_the_menu_opens_without_javascript(world: World, open_page: Open) -> None:
    page = open_page(PHONE, javascript=False)
    page.goto("/")
    page.locator("details.menu > summary").click()
    page.locator(".menu-panel").get_by_role("link", name="Kiểm tra văn bản").click()
    expect(page.get_by_label("Mã kiểm tra")).to_be_visible()


def test_the_language_switch_works_without_javascript(world: World, open_page: Open) -> None:
    page = open_page(PHONE, javascript=False)
    page.goto("/kiem-tra/")
    page.locator("button[name=language]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith("/kiem-tra/")


def test_with_javascript_every_change_is_saved_at_once(world: World, open_page: Open) -> None:
    page = open_page(PHONE, world.huong)
    errors = complaints(page)
    page.goto("/thu-tuc/diploma-copy/nop/")
    page.get_by_role("button", name="Bắt đầu").click()
    page.get_by_label("Cho chính tôi").check()
    expect(page.locator(".saved")).to_have_text(re.compile(r"Đã lưu lúc \d\d:\d\d:\d\d"))
    assert Draft.objects.get().answers["relation"] == "owner"
    assert not errors


def test_with_javascript_the_wards_follow_the_province(world: World, open_page: Open) -> None:
    page = open_page(PHONE, world.huong)
    errors = complaints(page)
    page.goto("/thu-tuc/diploma-copy/nop/")
    page.get_by_role("button", name="Bắt đầu").click()
    page.goto(page.url.replace("/who/", "/contact/"))
    assert not page.locator("button[name=reload]").filter(visible=True).count()
    fill_contact(page)
    expect(page.get_by_label("Số điện thoại")).to_have_value("0905 123 456")
    go_on(page)
    expect(page.get_by_text("Bước 4/5")).to_be_visible()
    assert not errors


def complaints(page: Page) -> list[str]:
    """What the console says: a blocked script or style would be heard here."""
    heard: list[str] = []
    page.on(
        "console",
        lambda message: (
            heard.append(message.text) if message.type in ("error", "warning") else None
        ),
    )
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard
