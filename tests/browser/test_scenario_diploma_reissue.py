"""A diploma the office wrote wrong is written anew: its holder on a phone, the office, a stranger
with two papers.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from registers.models import Diploma
from tests.browser.conftest import DESK, PHONE, Open, apart
from tests.browser.walking import (
    attach,
    decide,
    download_result,
    fill_contact,
    fill_person,
    go_on,
    open_first_task,
    scan_paper,
)
from tests.forms.test_uploads import png
from tests.people import World
from tests.procedures.diplomas import a_copy, diploma_world
from workflows.journal import entries
from workflows.models import Dossier

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def world(transactional_db: Any) -> World:
    return diploma_world()


def test_a_diploma_is_written_anew_and_the_copy_of_before_says_so(
    world: World, open_page: Open, tmp_path: Path
) -> None:
    copy = apart(lambda: a_copy(world).documents.get(kind="copy").document)
    holder = open_page(PHONE, world.huong)
    she_asks(holder)
    code = Dossier.objects.get(version__procedure__slug="diploma-reissue").code
    decide(open_first_task(open_page, world.lan), "Tiếp nhận")
    the_expert_confirms(open_first_task(open_page, world.binh, DESK))
    decide(open_first_task(open_page, world.dung), "Ký quyết định")
    decide(open_first_task(open_page, world.anh), "Cấp số, đóng dấu")
    handed_over = open_first_task(open_page, world.lan)
    handed_over.get_by_role("radio", name="Đã thu lại", exact=True).check()
    decide(handed_over, "Đã trả văn bằng cấp lại")
    assert dict(Diploma.objects.values_list("serial", "state")) == {
        "A 01234567": "REISSUED",
        "A 09999999": "VALID",
    }
    stranger = open_page(PHONE)
    stranger.goto(scan_paper(download_result(holder, code, "Quyết định cấp lại", tmp_path)))
    expect(stranger.get_by_role("heading", name="Văn bản có thật", exact=True)).to_be_visible()
    stranger.goto(f"/k/{copy.code}")
    expect(stranger.get_by_role("heading", name="văn bằng gốc đã được cấp lại")).to_be_visible()
    assert "Hường" not in stranger.content()
    assert entries.verify() is None


def she_asks(page: Page) -> None:
    page.goto("/thu-tuc/diploma-reissue/nop/")
    page.get_by_role("button", name="Bắt đầu").click()
    page.get_by_label("Của chính tôi").check()
    fill_person(page, "applicant", "Nguyễn Thị Hường", ("5", "2", "1998"), "066198001234")
    go_on(page)
    fill_contact(page)
    go_on(page)
    page.get_by_label("Bằng tốt nghiệp trung học phổ thông").check()
    page.get_by_label("Năm tốt nghiệp").fill("2016")
    page.get_by_label("Trường", exact=True).fill("THPT Buôn Ma Thuột")
    page.get_by_label("Số hiệu văn bằng").fill("A 01234567")
    for name in ("diploma_picture", "proof"):
        picture = {"name": f"{name}.png", "mimeType": "image/png", "buffer": png()}
        attach(page, name, picture)
    go_on(page)
    page.get_by_label("Xếp loại").check()
    expect(page.get_by_label("Đúng ra là", exact=True)).to_be_visible()
    page.get_by_label("Trên bằng đang ghi").fill("Khá")
    page.get_by_label("Đúng ra là", exact=True).fill("Giỏi")
    go_on(page)
    page.get_by_role("button", name="Nộp hồ sơ").click()
    expect(page.get_by_role("heading", name="Đã nộp hồ sơ")).to_be_visible()


def the_expert_confirms(page: Page) -> None:
    """What she asked stands in the form already."""
    page.get_by_role("button", name=re.compile("Chọn dòng này")).first.click()
    expect(page.get_by_label("Đúng ra là", exact=True)).to_have_value("Giỏi")
    page.get_by_label("căn cứ giấy tờ nào").fill("Học bạ lớp 12")
    page.get_by_label("Số hiệu phôi mới").fill("A 09999999")
    page.get_by_label("Số vào sổ gốc mới").fill("1234/CL")
    decide(page, "Đề nghị cấp lại, trình ký")
