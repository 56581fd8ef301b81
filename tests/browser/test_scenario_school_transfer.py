"""A pupil moves to another school: his mother on a phone, two principals, the school's office, a stranger."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from organisations.seed import seed_organisations
from tests.browser.conftest import DESK, PHONE, Open
from tests.browser.walking import decide, download_result, fill_contact, fill_person, go_on, open_first_task, scan_paper
from tests.procedures.schools import Schools, make_schools
from workflows import journal
from workflows.models import Dossier

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def schools(transactional_db: Any) -> Schools:
    seed_organisations()
    return make_schools()


def test_a_pupil_moves_to_another_school(schools: Schools, open_page: Open, tmp_path: Path) -> None:
    mother = open_page(PHONE, schools.mother)
    she_applies(mother)
    code = Dossier.objects.get().code
    decide(open_first_task(open_page, schools.office), "Tiếp nhận")
    the_present_school_lets_him_go(open_page(DESK, schools.old_principal))
    the_teacher_reads_the_answer_and_proposes(open_page(DESK, schools.teacher))
    decide(open_first_task(open_page, schools.principal), "Tiếp nhận học sinh")
    the_teacher_places_him(open_first_task(open_page, schools.teacher))
    decide(open_first_task(open_page, schools.office), "Cấp số, đóng dấu")
    paper = download_result(mother, code, "Giấy tiếp nhận", tmp_path)
    stranger = open_page(PHONE)
    stranger.goto(scan_paper(paper))
    expect(stranger.get_by_role("heading", name="Văn bản có thật")).to_be_visible()
    expect(stranger.get_by_text("Trường THPT Buôn Ma Thuột").first).to_be_visible()
    assert "Khoa" not in stranger.content()
    assert journal.verify() is None


def she_applies(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Chuyển trường và tiếp nhận học sinh").click()
    page.get_by_role("link", name="Nộp hồ sơ trực tuyến").click()
    page.get_by_role("button", name="Bắt đầu").click()
    page.get_by_label("Đang học và muốn chuyển trường").check()
    page.get_by_label("Trong tỉnh Đắk Lắk").check()
    page.get_by_label("Cha hoặc mẹ của học sinh").check()
    fill_person(page, "applicant", "H'Lan Niê", ("14", "9", "1978"), "066178004512")
    go_on(page)
    fill_contact(page)
    go_on(page)
    fill_person(page, "student", "Y Khoa Niê", ("2", "3", "2010"), "")
    go_on(page)
    page.get_by_label("Trường xin chuyển đến").select_option("thpt-buon-ma-thuot")
    page.get_by_label("Lớp 11", exact=True).check()
    page.get_by_label("Trường đang học").select_option("thpt-ngo-gia-tu")
    page.get_by_label("Chuyển nơi cư trú").check()
    go_on(page)
    go_on(page)  # the present school sends the record
    page.get_by_role("button", name="Nộp hồ sơ").click()
    expect(page.get_by_role("heading", name="Đã nộp hồ sơ")).to_be_visible()


def first_task(page: Page) -> None:
    page.goto("/mot-cua/")
    page.get_by_role("link", name=re.compile("Xem hàng chờ")).first.click()
    page.locator("a.queue-link").first.click()


def the_present_school_lets_him_go(page: Page) -> None:
    first_task(page)
    expect(page.get_by_text("Y Khoa Niê").first).to_be_visible()
    page.get_by_label("Có", exact=True).check()
    page.get_by_label("Đã gửi bản điện tử kèm theo").check()
    page.get_by_label("Nội dung").fill("Đồng ý cho học sinh chuyển đi, gửi kèm học bạ.")
    page.get_by_role("button", name="Gửi ý kiến").click()
    expect(page.get_by_role("button", name="Gửi ý kiến")).to_have_count(0)


def the_teacher_reads_the_answer_and_proposes(page: Page) -> None:
    first_task(page)
    page.get_by_role("link", name="Ý kiến").first.click()
    expect(page.get_by_text("Đồng ý cho học sinh chuyển đi, gửi kèm học bạ.")).to_be_visible()
    decide(page, "Đề nghị tiếp nhận")


def the_teacher_places_him(page: Page) -> None:
    page.get_by_label("Lớp", exact=True).fill("11A3")
    for part, value in zip(("Ngày", "Tháng", "Năm"), ("30", "11", "2026"), strict=True):
        page.get_by_role("group", name="Ngày vào học").get_by_label(part, exact=True).fill(value)
    decide(page, "Đã xếp lớp")
