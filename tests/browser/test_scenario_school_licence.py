"""A school asks to open: its head on a phone, a council that votes, the Director; then the office
suspends it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from organisations.seed import seed_organisations
from registers.models import Grant
from tests.browser.conftest import DESK, PHONE, Open, apart
from tests.browser.walking import attach, decide, fill_contact, fill_person, go_on
from tests.forms.test_uploads import png
from tests.people import publish
from tests.procedures.licences import IDENTITY, Licensing, make_licensing
from tests.procedures.walking import decide as decide_by_act
from tests.procedures.walking import item, now
from workflows import actions
from workflows.journal import entries
from workflows.models import Dossier

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def site(transactional_db: Any) -> Licensing:
    seed_organisations()
    publish("school-licence-change")
    return make_licensing()


def test_a_school_is_licensed_and_suspended(
    site: Licensing, open_page: Open, tmp_path: Path
) -> None:
    school = open_page(PHONE, site.school)
    the_school_applies(school, tmp_path)
    dossier = Dossier.objects.get()
    apart(lambda: the_department_looks_at_it(site, dossier))
    task = item(dossier, "council").pk
    keeper = open_page(DESK, site.drafter)
    the_council_is_named_and_sent(keeper, task, site)
    for member, choice in zip(
        site.members, ("Đồng ý", "Đồng ý", "Không đồng ý", "Đồng ý"), strict=True
    ):
        apart(
            lambda who=member, said=choice: (
                vote(who, task, said) if who != site.members[0] else None
            )
        )
    the_chair_votes_on_a_phone(open_page(PHONE, site.members[0]))
    the_keeper_writes_the_minutes(keeper, task, tmp_path)
    the_director_signs(
        open_page(DESK, site.director), lambda: apart(lambda: drafted(site, dossier))
    )
    apart(lambda: decide_by_act(now(dossier), "seal", site.clerk, "seal"))
    stranger = open_page(PHONE)
    the_register_says(stranger, "đang có hiệu lực")
    assert "Hiếu" not in stranger.content()
    stranger.get_by_role("link", name=re.compile("Kiểm tra quyết định")).first.click()
    expect(stranger.get_by_role("heading", name="Văn bản có thật")).to_be_visible()
    the_office_suspends(open_page(DESK, site.drafter))
    apart(lambda: ordered(site, Dossier.objects.latest("pk")))
    the_register_says(stranger, "bị đình chỉ")
    assert entries.verify() is None


def the_school_applies(page: Page, folder: Path) -> None:
    picture = folder / "giay-to.png"
    picture.write_bytes(png())
    page.goto("/thu-tuc/school-licence/")
    page.get_by_role("link", name="Nộp hồ sơ trực tuyến").click()
    page.get_by_role("button", name="Bắt đầu").click()
    fill_person(page, "representative", "Nguyễn Văn Hiếu", ("11", "2", "1975"), IDENTITY)
    page.locator("input[name='representative.sex'][value='M']").check()
    page.get_by_label("Chức vụ").fill("Hiệu trưởng")
    fill_contact(page)
    go_on(page)
    page.get_by_label("Tên trường").fill("Trường THPT Hòa Bình")
    page.get_by_label("Trường trên hệ thống này").select_option("thpt-ngo-gia-tu")
    page.get_by_label("Công lập").check()
    page.get_by_label("Xã, phường nơi đặt trường").select_option("ubnd-ea-kar")
    page.get_by_label("Địa điểm trường").fill("Thôn 4")
    page.get_by_label("Quyết định thành lập").fill(
        "Quyết định số 512/QĐ-UBND ngày 12/03/2026 của UBND tỉnh"
    )
    page.get_by_label("Số lớp dự kiến").fill("12")
    page.get_by_label("Số học sinh dự kiến").fill("480")
    go_on(page)
    for name in ("request", "founding", "staff", "rules"):
        attach(page, name, picture)
    go_on(page)
    page.get_by_role("button", name="Nộp hồ sơ").click()
    expect(page.get_by_role("heading", name="Đã nộp hồ sơ")).to_be_visible()


def the_department_looks_at_it(site: Licensing, dossier: Dossier) -> None:
    decide_by_act(dossier, "receive", site.receptionist, "accept")
    actions.reassign(item(dossier, "appraise"), site.chief, site.expert)
    decide_by_act(dossier, "appraise", site.expert, "complete")
    actions.give_opinion(
        item(dossier, "ask_offices"), site.commune, "Nhất trí.", values={"agrees": True}
    )


def the_council_is_named_and_sent(page: Page, task: int, site: Licensing) -> None:
    page.goto("/mot-cua/hang-cho/sgddt-daklak/expert/")
    page.locator("a.queue-link").first.click()
    expect(page).to_have_url(re.compile(rf"/mot-cua/viec/{task}/hoi-dong/"))
    for number, member in enumerate(site.members, start=1):
        page.locator(f"#user-{number}").select_option(str(member.pk))
    page.locator("#name-5").fill("Phạm Văn Ngoài")
    page.locator("#title-5").fill("Trưởng Công an xã")
    page.get_by_role("button", name="Cử thành viên").click()
    today = timezone.localdate()
    for part, value in (("Ngày", today.day), ("Tháng", today.month), ("Năm", today.year)):
        page.get_by_role("group", name="Ngày kiểm tra thực tế").get_by_label(part, exact=True).fill(
            str(value)
        )
    page.get_by_label("Giờ, địa điểm").fill("8 giờ, tại trường")
    page.get_by_role("button", name="Hẹn ngày").click()
    expect(page.get_by_text("Đã hẹn ngày kiểm tra thực tế").first).to_be_visible()


def vote(who: Any, task: int, said: str) -> None:
    choice = {"Đồng ý": "FOR", "Không đồng ý": "AGAINST"}[said]
    actions.vote(who.seats.get(council__item=task), who, choice)


def the_chair_votes_on_a_phone(page: Page) -> None:
    page.goto("/mot-cua/")
    page.get_by_role("link", name=re.compile("chưa biểu quyết")).click()
    page.get_by_role("group", name=re.compile("Ý kiến của")).get_by_label(
        "Đồng ý", exact=True
    ).check()
    page.get_by_role("button", name="Gửi ý kiến của tôi").click()
    expect(page.get_by_text("Đã ghi 1 ý kiến biểu quyết").first).to_be_visible()


def the_keeper_writes_the_minutes(page: Page, task: int, folder: Path) -> None:
    page.goto(f"/mot-cua/viec/{task}/hoi-dong/")
    page.get_by_role("group", name="Ý kiến của Phạm Văn Ngoài").get_by_label(
        "Đồng ý", exact=True
    ).check()
    page.get_by_role("button", name="Ghi các ý kiến đã chọn").click()
    expect(page.get_by_text("Đã biểu quyết 5/5")).to_be_visible()
    page.get_by_role("group", name="Cơ sở vật chất").get_by_label("Có", exact=True).check()
    page.get_by_role("group", name="Đội ngũ").get_by_label("Có", exact=True).check()
    page.get_by_label("Kết quả kiểm tra và kiến nghị").fill("Phòng học đủ, sân chơi rộng.")
    page.get_by_text("Đính kèm giấy tờ").click()
    page.get_by_label("Tệp PDF hoặc ảnh").set_input_files(folder / "giay-to.png")
    page.get_by_role("button", name="Lập biên bản, kết thúc").click()
    expect(page.get_by_text("Hội đồng đồng ý").first).to_be_visible()


def drafted(site: Licensing, dossier: Dossier) -> None:
    decide_by_act(now(dossier), "draft", site.drafter, "propose", scale="12 lớp, 480 học sinh")
    decide_by_act(now(dossier), "review", site.chief, "reviewed")


def the_director_signs(page: Page, before: Any) -> None:
    before()
    page.goto("/mot-cua/hang-cho/sgddt-daklak/head/")
    page.locator("a.queue-link").first.click()
    decide(page, "Ký quyết định cho phép")


def the_register_says(page: Page, words: str) -> None:
    page.goto("/so-giay-phep/")
    page.get_by_label("Tên trường, số quyết định").fill("hoa binh")
    page.get_by_role("button", name="Tìm", exact=True).click()
    expect(page.locator(".licences .tag")).to_have_text(words)
    page.get_by_role("link", name="Trường THPT Hòa Bình").click()
    expect(page.locator("h1 + p .tag")).to_have_text(words)


def the_office_suspends(page: Page) -> None:
    page.goto("/mot-cua/")
    page.get_by_role("link", name="Cơ quan tự mở hồ sơ").click()
    page.get_by_role("button", name="Bắt đầu").click()
    page.get_by_label("Số quyết định cho phép hoạt động").fill(Grant.objects.get().symbol)
    page.get_by_label("Đình chỉ hoạt động giáo dục").check()
    go_on(page)
    page.get_by_label("Căn cứ, lý do").fill("Cơ sở vật chất xuống cấp.")
    today = timezone.localdate()
    for part, value in (("Ngày", today.day), ("Tháng", today.month), ("Năm", today.year)):
        page.get_by_role("group", name="Có hiệu lực từ ngày").get_by_label(part, exact=True).fill(
            str(value)
        )
    page.get_by_label("Thời hạn đình chỉ").fill("Ba tháng; học sinh sang trường lân cận")
    go_on(page)
    page.get_by_role("button", name="Nộp hồ sơ").click()
    expect(page.get_by_text("Trường THPT Hòa Bình").first).to_be_visible()


def ordered(site: Licensing, dossier: Dossier) -> None:
    decide_by_act(dossier, "appraise", site.expert, "propose")
    decide_by_act(dossier, "review", site.chief, "reviewed")
    decide_by_act(dossier, "sign", site.director, "approve")
    decide_by_act(dossier, "seal", site.clerk, "seal")
