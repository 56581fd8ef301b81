"""A diploma is corrected: the holder on a phone, the office at its desk, and a stranger with the
copy of before.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from documents.models import Document
from portal.demo.load import settle
from tests.browser.conftest import DESK, PHONE, Open, apart
from tests.browser.walking import decide, fill_contact, fill_person, go_on, open_first_task
from tests.forms.test_uploads import png
from tests.people import World
from tests.procedures.diplomas import a_copy, diploma_world
from workflows.journal import entries
from workflows.models import Dossier

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def world(transactional_db: Any) -> World:
    return diploma_world()


def test_a_copy_of_before_says_that_the_diploma_was_corrected_since(
    world: World, open_page: Open
) -> None:
    copy = apart(lambda: a_copy(world).documents.get(kind="copy").document)
    holder = open_page(PHONE, world.huong)
    she_asks(holder)
    decide(open_first_task(open_page, world.lan), "Tiếp nhận")
    the_expert_confirms(open_first_task(open_page, world.binh, DESK))
    decide(open_first_task(open_page, world.dung), "Ký quyết định")
    decide(open_first_task(open_page, world.anh), "Cấp số, đóng dấu")
    apart(settle)
    decision = Document.objects.get(kind="QĐ")
    stranger = open_page(PHONE)
    stranger.goto(f"/k/{copy.code}")
    expect(
        stranger.get_by_role("heading", name=re.compile("chỉnh sửa sau ngày cấp"))
    ).to_be_visible()
    expect(stranger.get_by_text(f"quyết định số {decision.symbol}")).to_be_visible()
    assert "Hương" not in stranger.content() and "Hường" not in stranger.content()
    the_head_revokes(
        open_page(DESK, world.dung), Dossier.objects.get(version__procedure__slug="diploma-copy")
    )
    stranger.reload()
    expect(stranger.get_by_role("heading", name="Văn bản đã bị thu hồi")).to_be_visible()
    assert entries.verify() is None


def she_asks(page: Page) -> None:
    page.goto("/thu-tuc/diploma-correction/nop/")
    page.get_by_role("button", name="Bắt đầu").click()
    page.get_by_label("Của chính tôi").check()
    fill_person(page, "applicant", "Nguyễn Thị Hương", ("5", "2", "1998"), "066198001234")
    go_on(page)
    fill_contact(page)
    go_on(page)
    page.get_by_label("Bằng tốt nghiệp trung học phổ thông").check()
    page.get_by_label("Năm tốt nghiệp").fill("2016")
    page.get_by_label("Trường", exact=True).fill("THPT Buôn Ma Thuột")
    page.get_by_label("Số hiệu văn bằng").fill("A 01234567")
    page.set_input_files(
        "input[type=file]", {"name": "bang.png", "mimeType": "image/png", "buffer": png()}
    )
    go_on(page)
    she_says_what_is_wrong(page)
    page.get_by_label("cải chính hộ tịch").check()
    page.get_by_role("group", name="dữ liệu điện tử").get_by_label("Có", exact=True).check()
    go_on(page)
    page.get_by_label("Bản điện tử trên cổng").check()
    go_on(page)
    page.get_by_role("button", name="Nộp hồ sơ").click()
    expect(page.get_by_role("heading", name="Đã nộp hồ sơ")).to_be_visible()


def she_says_what_is_wrong(page: Page) -> None:
    """The new content is asked as its kind wants; the same text again is no correction."""
    page.get_by_label("Ngày, tháng, năm sinh").check()
    expect(page.get_by_role("group", name="Sửa thành ngày")).to_be_visible()
    page.get_by_label("Họ và tên").check()
    expect(page.get_by_label("Sửa thành", exact=True)).to_be_visible()
    page.get_by_label("Trên bằng đang ghi").fill("Nguyễn Thị Hường")
    page.get_by_label("Sửa thành", exact=True).fill("Nguyễn Thị Hường")
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_text("Nội dung mới phải khác nội dung đang ghi.").first).to_be_visible()
    page.get_by_label("Sửa thành", exact=True).fill("Nguyễn Thị Hương")
    go_on(page)


def the_expert_confirms(page: Page) -> None:
    page.get_by_role("button", name=re.compile("Chọn dòng này")).first.click()
    expect(page.get_by_label("Sửa thành", exact=True)).to_have_value("Nguyễn Thị Hương")
    page.get_by_label("căn cứ giấy tờ nào").fill("Trích lục cải chính hộ tịch số 12/TLCCHT")
    decide(page, "Đề nghị chỉnh sửa, trình ký")


def the_head_revokes(page: Page, dossier: Dossier) -> None:
    page.goto(f"/mot-cua/ho-so/{dossier.code}/?xem=van-ban")
    page.get_by_role("link", name="Thu hồi…").click()
    page.get_by_label("Văn bản cấp nhầm người").check()
    page.get_by_role("button", name="Ký quyết định thu hồi").click()
    expect(page.get_by_text("Đã thu hồi 01/BS-SGDĐT.")).to_be_visible()
