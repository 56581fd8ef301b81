"""An applicant corrects an address and a telephone on a phone; the officer, whose page was open all
the while, is shown what, and decides on that.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, Open, apart
from tests.browser.test_looks import NARROW, shoot
from tests.forms.test_uploads import png
from tests.people import World, draft_of
from workflows import actions
from workflows.models import Dossier, WorkItem

PAPER = {"name": "ban-sao.png", "mimeType": "image/png", "buffer": png()}
pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def dossier(world: World) -> Dossier:
    return apart(lambda: actions.submit(draft_of(world), world.huong))


def test_the_officer_decides_on_what_was_corrected(
    world: World, dossier: Dossier, open_page: Open
) -> None:
    lan = open_page(DESK, user=world.lan)
    task = apart(lambda: WorkItem.objects.get(process=dossier).pk)
    lan.goto(f"/mot-cua/viec/{task}/")
    huong = open_page(PHONE, user=world.huong)
    huong.goto(f"/ho-so/{dossier.code}/")
    huong.get_by_role("link", name="Sửa thông tin đã khai").click()
    shoot(huong, "amend-390")
    huong.fill("[name='phone']", "0905 999 888")
    huong.set_input_files("[name='old_copy']", PAPER)
    ward = huong.locator("select[name='address.ward']")
    wards = ward.inner_text()
    huong.locator("select[name='address.province']").select_option(index=3)
    expect(ward).not_to_have_text(wards)  # those of the other province
    ward.select_option(index=3)
    expect(huong.locator("[name='phone']")).to_have_value("0905 999 888")
    huong.locator(".actions").get_by_role("button", name="Lưu phần sửa").click()
    expect(huong.get_by_text("Thời hạn giải quyết không đổi")).to_be_visible()
    shoot(huong, "amended-390")

    lan.check("[name='do-outcome'][value='accept']")
    lan.locator("[name='do-decide']").last.click()
    expect(lan.get_by_text("Người nộp vừa tự sửa hồ sơ").first).to_be_visible()
    shoot(lan, "amended-1280")
    lan.locator("[name='do-decide']").last.click()
    expect(lan.locator(".messages, .notice").first).to_be_visible()
    found = apart(lambda: Dossier.objects.get(pk=dossier.pk))
    assert found.accepted_at and found.applicant_phone == "0905999888"
    assert len(found.answers["old_copy"]) == 1


def test_the_page_fits_320_pixels(world: World, dossier: Dossier, open_page: Open) -> None:
    page = open_page(NARROW, user=world.huong)
    page.goto(f"/ho-so/{dossier.code}/tu-sua/")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    shoot(page, "amend-320")
