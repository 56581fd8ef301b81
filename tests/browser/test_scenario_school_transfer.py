"""A pupil moves to another school: his mother on a phone, two principals, the school's office, a
stranger.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from organisations.seed import seed_organisations
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
from tests.procedures.schools import Schools, make_schools
from tests.procedures.walking import decide as decide_by_act
from tests.reading import pdf_text
from workflows.journal import entries
from workflows.models import Dossier

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FULL = "Lớp học sinh xin vào đã đủ chỉ tiêu, không còn chỗ."


@dataclass(frozen=True)
class Case:
    """What the mother chooses and sends in one case of the procedure."""

    choices: tuple[str, ...]
    former_school: str = ""  # "" where the present school is one of the site
    papers: tuple[str, ...] = ()


WITHIN_THE_PROVINCE = Case(("Đang học và muốn chuyển trường", "Trong tỉnh Đắk Lắk"))
FROM_ABROAD = Case(
    ("Từ nước ngoài về, xin học tiếp",), "Lessing-Gymnasium, Berlin, Đức", ("record", "photo")
)
BACK_TO_STUDY = Case(("Đã nghỉ học, xin học lại",), "Trường THPT Buôn Ma Thuột", ("record",))


@pytest.fixture
def schools(transactional_db: Any) -> Schools:
    seed_organisations()
    return make_schools()


def test_a_pupil_moves_to_another_school(schools: Schools, open_page: Open, tmp_path: Path) -> None:
    mother = open_page(PHONE, schools.mother)
    she_applies(mother, WITHIN_THE_PROVINCE)
    code = Dossier.objects.get().code
    decide(open_first_task(open_page, schools.office), "Tiếp nhận")
    the_present_school_lets_him_go(open_page(DESK, schools.old_principal), tmp_path)
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
    assert entries.verify() is None


def test_a_pupil_comes_back_from_abroad(schools: Schools, open_page: Open, tmp_path: Path) -> None:
    """2.002855: with the record of the school abroad and a photograph; nobody here is asked about
    him.
    """
    mother = she_has_filed(schools, open_page, FROM_ABROAD, tmp_path)
    teacher = open_first_task(open_page, schools.teacher)
    expect(teacher.get_by_text("Lessing-Gymnasium, Berlin, Đức").first).to_be_visible()
    decide(teacher, "Đề nghị tiếp nhận")
    decide(open_first_task(open_page, schools.principal), "Tiếp nhận học sinh")
    the_teacher_places_him(open_first_task(open_page, schools.teacher))
    paper = it_is_sealed(open_page, schools, mother, "Giấy tiếp nhận", tmp_path)
    assert "11A3" in pdf_text(paper.read_bytes())


def test_a_pupil_asks_to_study_again_in_vain(
    schools: Schools, open_page: Open, tmp_path: Path
) -> None:
    """2.002857: with his old record; the answer is a sealed refusal that says why."""
    mother = she_has_filed(schools, open_page, BACK_TO_STUDY, tmp_path)
    teacher = open_first_task(open_page, schools.teacher)
    teacher.get_by_role("radio", name="Đề nghị không tiếp nhận", exact=True).check()
    teacher.get_by_label(FULL).check()
    decide(teacher, "Đề nghị không tiếp nhận")
    decide(open_first_task(open_page, schools.principal), "Không tiếp nhận học sinh")
    paper = it_is_sealed(open_page, schools, mother, "Thông báo không tiếp nhận học sinh", tmp_path)
    assert FULL in " ".join(pdf_text(paper.read_bytes()).split())


def she_has_filed(schools: Schools, open_page: Open, case: Case, folder: Path) -> Page:
    """Filed on a phone and received; returns the mother's page."""
    picture = folder / "giay-to.png"
    picture.write_bytes(png())
    mother = open_page(PHONE, schools.mother)
    she_applies(mother, case, picture)
    apart(lambda: decide_by_act(Dossier.objects.get(), "receive", schools.office, "accept"))
    return mother


def it_is_sealed(open_page: Open, schools: Schools, mother: Page, name: str, folder: Path) -> Path:
    """The school's office seals the answer and the mother has it on her phone."""
    decide(open_first_task(open_page, schools.office), "Cấp số, đóng dấu")
    paper = download_result(mother, Dossier.objects.get().code, name, folder)
    assert scan_paper(paper).startswith("/k/") and entries.verify() is None
    return paper


def she_applies(page: Page, case: Case, picture: Path | None = None) -> None:
    page.goto("/")
    page.get_by_role("link", name="Xin chuyển trường, xin học lại").click()
    page.get_by_role("link", name="Nộp hồ sơ trực tuyến").click()
    page.get_by_role("button", name="Bắt đầu").click()
    for choice in (*case.choices, "Cha hoặc mẹ của học sinh"):
        page.get_by_label(choice).check()
    fill_person(page, "applicant", "H'Lan Niê", ("14", "9", "1978"), "066178004512")
    go_on(page)
    fill_contact(page)
    go_on(page)
    fill_person(page, "student", "Y Khoa Niê", ("2", "3", str(timezone.localdate().year - 16)), "")
    go_on(page)
    page.get_by_label("Trường xin chuyển đến").select_option("thpt-buon-ma-thuot")
    page.get_by_label("Lớp 11", exact=True).check()
    if case.former_school:
        expect(page.get_by_label("Trường đang học", exact=True)).to_have_count(0)
        page.get_by_label("Trường đang học hoặc đã học").fill(case.former_school)
    else:
        # which sends the record, too
        page.get_by_label("Trường đang học").select_option("thpt-ngo-gia-tu")
    page.get_by_label("Chuyển nơi cư trú").check()
    go_on(page)
    for name in case.papers:
        assert picture is not None
        attach(page, name, picture)
    go_on(page)
    page.get_by_role("button", name="Nộp hồ sơ").click()
    expect(page.get_by_role("heading", name="Đã nộp hồ sơ")).to_be_visible()


def first_task(page: Page) -> None:
    page.goto("/mot-cua/")
    page.get_by_role("link", name=re.compile("Xem hàng chờ")).first.click()
    page.locator("a.queue-link").first.click()


def the_present_school_lets_him_go(page: Page, folder: Path) -> None:
    page.goto("/mot-cua/")
    page.get_by_role("link", name=re.compile("Xem câu hỏi chờ ý kiến")).click()
    page.get_by_role("link", name=re.compile("Hỏi trường đang học: Y Khoa Niê")).click()
    expect(page.get_by_text("Y Khoa Niê").first).to_be_visible()
    page.get_by_label("Có", exact=True).check()
    page.get_by_label("Đã gửi bản điện tử kèm theo").check()
    page.get_by_label("Nội dung").fill("Đồng ý cho học sinh chuyển đi, gửi kèm học bạ.")
    page.get_by_role("button", name="Gửi ý kiến").click()
    expect(page.get_by_text("nói có giấy tờ kèm theo")).to_be_visible()
    record = folder / "hoc-ba.png"
    record.write_bytes(png())
    if not page.get_by_label("Tệp PDF hoặc ảnh").is_visible():
        page.get_by_text("Đính kèm giấy tờ").click()
    page.get_by_label("Tệp PDF hoặc ảnh").set_input_files(record)
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
