"""A school assesses itself, files, answers the draft report, and gets its certificate, in a real
browser.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import pytest
from playwright.sync_api import Page, expect

from assessment import work
from assessment.models import Assessment
from organisations.models import Area, Authority
from organisations.seed import seed_organisations
from tests.assessment.schools import School, begun, fill, seat_council
from tests.browser.conftest import DESK, PHONE, Open, apart
from tests.browser.test_accessibility import overflow, serious
from tests.browser.walking import (
    decide,
    download_result,
    fill_person,
    go_on,
    open_first_task,
    open_given_task,
    scan_paper,
)
from tests.forms.test_uploads import png
from tests.procedures.standards import COMMUNE, SCHOOL, Standards, make_standards, visited
from tests.procedures.walking import decide as decided_by_act
from tests.procedures.walking import now, officer, paper
from workflows.journal import entries
from workflows.models import Dossier

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WORD = "Chất lượng ổn định ba năm liền."


@pytest.fixture
def site(transactional_db: Any) -> Standards:
    seed_organisations()
    return make_standards()


def test_a_school_gets_its_certificate(site: Standards, open_page: Open, tmp_path: Path) -> None:
    head = officer("cq_tri", "Đặng Minh Trí", SCHOOL, "head", position="HIỆU TRƯỞNG")
    school = School(Authority.objects.get(slug=SCHOOL), site.secretary, head, site.chief)
    secretary = open_page(DESK, site.secretary)
    it_begins_and_saves_as_one_types(secretary, tmp_path)
    apart(lambda: the_rest_is_filled_in(school))
    the_head_approves(open_page(PHONE, head))
    it_files(secretary, "Công nhận trường trung học đạt chuẩn quốc gia", has_cohort=True)
    decide(open_first_task(open_page, site.commune), "Chấp nhận, chuyển Sở Giáo dục và Đào tạo")
    decide(open_first_task(open_page, site.expert), "Chấp nhận để đánh giá ngoài")
    apart(lambda: visited(site, Dossier.objects.get()))
    the_draft_goes_to_the_school(open_first_task(open_page, site.expert))
    the_school_gets_its_paper(site, open_page, secretary, tmp_path)


def test_a_preschool_gets_its_certificate(
    transactional_db: Any, open_page: Open, tmp_path: Path
) -> None:
    """1.000288: four levels of the circular of 2018, no cohort asked for; the expert for preschools
    is given it.
    """
    seed_organisations()
    site, school = a_preschool()
    apart(lambda: its_report_is_approved(school))
    secretary = open_page(PHONE, site.secretary)
    secretary.goto("/tu-danh-gia/")
    secretary.locator("a.card-link").click()
    it_files(secretary, "Công nhận trường mầm non đạt chuẩn quốc gia", has_cohort=False)
    apart(lambda: decided_by_act(Dossier.objects.get(), "check", site.commune, "hand_over"))
    decide(open_given_task(open_page, site.expert, DESK), "Chấp nhận để đánh giá ngoài")
    apart(lambda: visited(site, Dossier.objects.get(), level="4"))
    the_draft_goes_to_the_school(open_first_task(open_page, site.expert))
    the_school_gets_its_paper(site, open_page, secretary, tmp_path, level="4")


def a_preschool() -> tuple[Standards, School]:
    """One under its commune, and who at the department looks after preschools."""
    commune = Authority.objects.get(slug=COMMUNE)
    name = {
        "name": "Trường Mầm non Hoa Sen",
        "symbol": "MNHS",
        "code": "H15.101.01",
        "place": "Buôn Ma Thuột",
    }
    made = Authority.objects.create(
        slug="mn-hoa-sen", kind=Authority.Kind.SCHOOL, parent=commune, **name
    )
    site = make_standards("national-standard-preschool", made.slug)
    Area.objects.create(assignment=site.expert.assignments.get(), name="PRESCHOOL")
    head = officer("cq_hoa", "H'Hoa Kbuôr", made.slug, "head", position="HIỆU TRƯỞNG")
    return site, School(made, site.secretary, head, site.chief)


def its_report_is_approved(school: School) -> None:
    made = begun(school, "preschool-2018")
    fill(made, school, improvement="Tiếp tục duy trì.")
    seat_council(made, school, 7)
    work.approve(made, school.head)


def the_school_gets_its_paper(
    site: Standards, open_page: Open, secretary: Page, folder: Path, level: str = "1"
) -> None:
    """From the draft report before the school to a stranger who holds the certificate."""
    code = Dossier.objects.get().code
    the_school_answers(open_page(PHONE, site.secretary), code)
    apart(lambda: the_report_is_finished(site, level))
    decide(open_first_task(open_page, site.director), "Ký Bằng công nhận")
    decide(open_first_task(open_page, site.clerk), "Cấp số, đóng dấu")
    paper = download_result(secretary, code, "Bằng công nhận", folder)
    stranger = open_page(PHONE)
    stranger.goto(scan_paper(paper))
    expect(stranger.get_by_role("heading", name="Văn bản có thật")).to_be_visible()
    expect(stranger.get_by_text("Sở Giáo dục và Đào tạo").first).to_be_visible()
    assert entries.verify() is None


def it_begins_and_saves_as_one_types(page: Page, folder: Path) -> None:
    page.goto("/tu-danh-gia/")
    page.get_by_label("Năm học").fill("2026-2027")
    page.get_by_role("button", name="Bắt đầu").click()
    page.get_by_role("link", name="1.1 Phương hướng").click()
    page.get_by_role("group", name="Đạt yêu cầu Mức 1").get_by_label("Đạt", exact=True).check()
    # and does nothing else: no button, no leaving
    page.get_by_label("Mô tả hiện trạng").press_sequentially(WORD)
    expect(page.get_by_text("Đã lưu lúc")).to_be_visible()
    expect(page.locator("#state")).to_contain_text("Đang làm")
    page.reload()
    expect(page.get_by_label("Mô tả hiện trạng")).to_have_value(WORD)
    page.get_by_label("Tên minh chứng").fill("Chiến lược phát triển")
    page.locator("#evidence-file").set_input_files(
        {"name": "cl.png", "mimeType": "image/png", "buffer": png()}
    )
    page.get_by_role("button", name="Thêm minh chứng").click()
    expect(page.get_by_text("MC.1.1.1").first).to_be_visible()
    assert not serious(page) + overflow(page)
    page.get_by_role("button", name="Về danh sách").click()
    assert not serious(page) + overflow(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải bản nháp (Word)").click()
    download.value.save_as(folder / "draft.docx")
    assert WORD in "\n".join(
        one.text for one in docx.Document(str(folder / "draft.docx")).paragraphs
    )


def the_rest_is_filled_in(school: School) -> None:
    made = Assessment.objects.select_related("rules", "school").get()
    fill(made, school, improvement="Tiếp tục duy trì.")
    seat_council(made, school, 5)
    assert not work.missing(made, work.overview(made))


def the_head_approves(page: Page) -> None:
    page.goto("/tu-danh-gia/")
    page.locator("a.card-link").click()
    expect(page.get_by_text("Trường đạt Mức 2")).to_be_visible()
    page.get_by_role("button", name="Phê duyệt báo cáo").click()
    expect(page.get_by_text("Báo cáo lần 1 (Word)")).to_be_visible()
    assert not serious(page) + overflow(page)


def it_files(page: Page, procedure: str, has_cohort: bool) -> None:
    page.reload()
    page.get_by_role("button", name=procedure).click()
    fill_person(page, "filer", "Nguyễn Thị Kim Oanh", ("12", "3", "1989"), "066189006006")
    page.get_by_label("Chức vụ ở trường").fill("Thư ký hội đồng")
    page.get_by_label("Số điện thoại").fill("0905123456")
    go_on(page)
    page.get_by_label("Xã, phường nơi đặt trường").select_option(COMMUNE)
    page.get_by_label("Thành lập mới").check()
    page.get_by_label("Số năm đã hoạt động").fill("30")
    cohort = page.get_by_role("group", name="Đã có ít nhất một khóa học sinh")
    expect(cohort).to_have_count(int(has_cohort))
    if has_cohort:
        cohort.get_by_label("Có", exact=True).check()
    go_on(page)
    page.get_by_label("Mức độ 1", exact=True).check()
    go_on(page)
    page.locator("input[type=file][name=letter]").set_input_files(
        {"name": "cv.png", "mimeType": "image/png", "buffer": png()}
    )
    # as the head approved it
    expect(page.get_by_text("Bao cao tu danh gia 2026-2027.docx")).to_be_visible()
    go_on(page)
    page.get_by_role("button", name="Nộp hồ sơ").click()
    expect(page.get_by_role("heading", name="Đã nộp hồ sơ")).to_be_visible()


def the_draft_goes_to_the_school(page: Page) -> None:
    page.get_by_label("Tóm tắt dự thảo").fill("Trường đạt Mức 1, cần thêm phòng học bộ môn.")
    page.locator("#do-attach").set_input_files(
        {"name": "du-thao.png", "mimeType": "image/png", "buffer": png()}
    )
    decide(page, "Gửi dự thảo cho trường")


def the_school_answers(page: Page, code: str) -> None:
    page.goto(f"/ho-so/{code}/")
    page.get_by_role("link", name="Trả lời").click()
    expect(page.get_by_text("cần thêm phòng học bộ môn")).to_be_visible()
    expect(page.get_by_text("xem như đã đồng ý")).to_be_visible()
    assert not serious(page) + overflow(page)
    page.get_by_label("Có", exact=True).check()
    page.get_by_role("button", name="Gửi câu trả lời").click()
    expect(page.get_by_text("Đã gửi câu trả lời")).to_be_visible()


def the_report_is_finished(site: Standards, level: str) -> None:
    dossier = now(Dossier.objects.get())
    decided_by_act(
        dossier, "final", site.expert, "propose", files=[paper(site.expert)], level=level
    )
    decided_by_act(dossier, "review", site.chief, "reviewed")
