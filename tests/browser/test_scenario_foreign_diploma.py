"""A diploma from abroad: he applies on a phone, pays at the (demo's) bank, it is recognised, a
stranger checks it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from organisations.seed import seed_organisations
from tests.browser.conftest import PHONE, Open
from tests.browser.walking import (
    attach,
    decide,
    download_result,
    fill_contact,
    fill_person,
    go_on,
    open_first_task,
    open_given_task,
    scan_paper,
)
from tests.forms.test_uploads import png
from tests.procedures.diplomas_abroad import Office, make_office
from workflows.journal import entries
from workflows.models import Dossier

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def office(transactional_db: Any) -> Office:
    seed_organisations()
    return make_office()


def test_a_foreign_diploma_is_recognised_once_its_fee_is_paid(
    office: Office, open_page: Open, tmp_path: Path, settings: Any
) -> None:
    phone = open_page(PHONE, office.khoa)
    he_applies(phone)
    code = Dossier.objects.get().code
    decide(open_first_task(open_page, office.reception), "Tiếp nhận")
    he_pays_at_the_second_try(phone, code)
    the_expert_concludes(open_given_task(open_page, office.expert))
    decide(open_first_task(open_page, office.head), "Ký công nhận")
    decide(open_first_task(open_page, office.clerk), "Cấp số, đóng dấu")
    paper = download_result(phone, code, "Giấy công nhận", tmp_path)
    stranger = open_page(PHONE)
    stranger.goto(scan_paper(paper))
    expect(stranger.get_by_role("heading", name="Văn bản có thật")).to_be_visible()
    assert "Y Khoa" not in stranger.content()
    assert entries.verify() is None


def he_applies(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Công nhận bằng phổ thông nước ngoài").first.click()
    page.get_by_role("link", name="Nộp hồ sơ trực tuyến").click()
    page.get_by_role("button", name="Bắt đầu").click()
    page.get_by_label("Của chính tôi").check()
    fill_person(page, "applicant", "Y Khoa Niê", ("2", "3", "2005"), "066205001234")
    go_on(page)
    fill_contact(page)
    go_on(page)
    page.get_by_label("Bằng tốt nghiệp trung học phổ thông", exact=True).check()
    page.get_by_label("Tên văn bằng như ghi trên bằng").fill("High School Diploma")
    page.get_by_label("Cơ sở giáo dục cấp bằng").fill("Lincoln High School")
    page.get_by_label("Quốc gia, vùng lãnh thổ nơi trường đặt trụ sở chính").fill("Hoa Kỳ")
    page.get_by_label("Tại cơ sở của trường nước ngoài ở Việt Nam").check()
    page.get_by_label("Trực tiếp", exact=True).check()
    page.get_by_label("Năm cấp").fill("2025")
    go_on(page)
    page.get_by_label(re.compile("Có: tôi có địa chỉ")).check()
    page.get_by_label(re.compile("Địa chỉ, mã tra cứu")).fill("registrar@lincoln.example")
    for name in ("diploma_copy", "transcript"):
        picture = {"name": f"{name}.png", "mimeType": "image/png", "buffer": png()}
        attach(page, name, picture)
    go_on(page)
    page.get_by_label("Bản điện tử trên cổng").check()
    go_on(page)
    page.get_by_role("button", name="Nộp hồ sơ").click()
    expect(page.get_by_role("heading", name="Đã nộp hồ sơ")).to_be_visible()


def he_pays_at_the_second_try(page: Page, code: str) -> None:
    page.goto(f"/ho-so/{code}/")
    page.get_by_role("link", name="Nộp phí").click()
    expect(page.get_by_role("img", name="Mã VietQR để chuyển khoản")).to_be_visible()
    page.get_by_role("button", name="Nộp qua VNPay").click()
    expect(page.get_by_text("250.000 đồng")).to_be_visible()
    page.get_by_role("button", name="Hủy giao dịch").click()
    expect(page.get_by_role("heading", name="Chưa nộp được phí")).to_be_visible()
    page.get_by_role("link", name="Thử lại").click()
    page.get_by_role("button", name="Nộp qua VNPay").click()
    page.get_by_role("button", name="Thanh toán thành công").click()
    expect(page.get_by_role("heading", name="Đã nhận phí")).to_be_visible()
    page.get_by_role("link", name="Về hồ sơ").click()
    expect(page.get_by_text("Biên lai thu phí, lệ phí").first).to_be_visible()


def the_expert_concludes(page: Page) -> None:
    page.get_by_label("Tương đương bằng tốt nghiệp trung học phổ thông của Việt Nam").check()
    decide(page, "Đủ điều kiện, trình ký công nhận")
