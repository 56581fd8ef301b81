"""One story, in the users' words, on phones: from Hường's application to a stranger who checks her
paper.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from organisations.models import User
from tests.browser.conftest import PHONE, Open
from tests.browser.walking import (
    decide,
    download_result,
    fill_contact,
    fill_person,
    go_on,
    open_first_task,
    scan_paper,
)
from tests.people import World
from workflows.journal import entries
from workflows.models import Dossier

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_from_the_application_to_the_strangers_check(
    world: World, open_page: Open, tmp_path: Path
) -> None:
    citizen = open_page(PHONE, world.huong)
    hoping_for_a_copy_she_applies(citizen)
    code = Dossier.objects.get().code

    the_receptionist_accepts(open_page, world.lan)
    the_expert_finds_the_entry_in_the_register(open_page, world.binh)
    the_head_signs(open_page, world.dung)
    the_clerk_numbers_and_seals(open_page, world.anh)

    paper = download_result(citizen, code, "Bản sao văn bằng", tmp_path)
    address = scan_paper(paper)
    the_stranger_reads_that_it_is_genuine(open_page(PHONE), address)
    assert entries.verify() is None


def hoping_for_a_copy_she_applies(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Xin bản sao bằng tốt nghiệp").click()
    page.get_by_role("link", name="Nộp hồ sơ trực tuyến").click()
    page.get_by_role("button", name="Bắt đầu").click()
    page.get_by_label("Cho chính tôi").check()
    fill_person(page, "applicant", "Nguyễn Thị Hường", ("5", "2", "1998"), "066198001234")
    go_on(page)
    fill_contact(page)
    go_on(page)
    page.get_by_label("Bằng tốt nghiệp trung học phổ thông").check()
    page.get_by_label("Năm tốt nghiệp").fill("2016")
    page.get_by_label("Trường", exact=True).fill("THPT Buon Ma Thuot")  # typed without diacritics
    go_on(page)
    page.get_by_label("Bản điện tử trên cổng").check()
    go_on(page)
    page.get_by_role("button", name="Nộp hồ sơ").click()
    expect(page.get_by_role("heading", name="Đã nộp hồ sơ")).to_be_visible()


def the_receptionist_accepts(open_page: Open, officer: User) -> None:
    page = open_first_task(open_page, officer)
    expect(page.get_by_text("Nguyễn Thị Hường").first).to_be_visible()
    decide(page, "Tiếp nhận")
    assert Dossier.objects.get().status_label == "Được tiếp nhận"


def the_expert_finds_the_entry_in_the_register(open_page: Open, officer: User) -> None:
    page = open_first_task(open_page, officer)
    page.get_by_role("link", name="Xem sổ gốc").click()
    page.get_by_role("button", name="Chọn dòng này").click()
    expect(page.get_by_text("Đã chọn").first).to_be_visible()
    decide(page, "Khớp sổ gốc, trình ký")


def the_head_signs(open_page: Open, officer: User) -> None:
    decide(open_first_task(open_page, officer), "Ký duyệt")
    assert Dossier.objects.get().decision == "GRANTED"


def the_clerk_numbers_and_seals(open_page: Open, officer: User) -> None:
    decide(open_first_task(open_page, officer), "Cấp số, đóng dấu")
    dossier = Dossier.objects.get()
    assert dossier.status_label == "Đã trả kết quả"  # online: returned as soon as it is sealed


def the_stranger_reads_that_it_is_genuine(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", name="Văn bản có thật")).to_be_visible()
    expect(page.get_by_text("Sở Giáo dục và Đào tạo Đắk Lắk")).to_be_visible()
    assert "Hường" not in page.content()
    page.get_by_text("Xem đầy đủ họ tên").click()
    page.get_by_label("Ngày sinh ghi trên văn bản").fill("05/02/1998")
    page.get_by_role("button", name="Xem", exact=True).click()
    expect(page.get_by_text("Nguyễn Thị Hường")).to_be_visible()
