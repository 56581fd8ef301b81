"""An officer registers a telephone and signs with it, on a phone's screen and at a desk, in a real
browser.
"""

from __future__ import annotations

import time
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from portal.models import FactorCounter
from tests.browser.conftest import DESK, PHONE, Open, apart
from tests.people import World, draft_of
from workflows import actions
from workflows.models import Entry, WorkItem

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def asked_for(settings: Any) -> None:
    """As on a public site; a code is old at once, so that signing asks again."""
    settings.SECOND_FACTOR, settings.STEP_UP_MINUTES = True, 0


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
def test_an_officer_registers_a_telephone_and_signs_with_it(
    world: World, open_page: Open, screen: dict[str, int]
) -> None:
    item = apart(lambda: ready_to_sign(world))
    page = open_page(screen)
    page.goto(f"/mot-cua/viec/{item.pk}/")
    page.get_by_label("Tên đăng nhập").fill("dung")
    page.get_by_label("Mật khẩu").fill("mat-khau-rat-dai")
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", name="Đăng ký điện thoại xác thực")).to_be_visible()
    page.get_by_text("Không quét được?").click()
    secret = page.locator("code").inner_text()
    page.get_by_label("Mã sáu chữ số").fill(code_of(secret))
    page.get_by_role("button", name="Đăng ký").click()
    expect(page.get_by_role("listitem").filter(has=page.locator("code"))).to_have_count(10)
    page.goto(f"/mot-cua/viec/{item.pk}/")
    page.get_by_role("radio", name="Ký duyệt").check()
    page.locator("[data-decide]").click()
    apart(FactorCounter.objects.all().delete)  # the same half minute's code may be given again
    page.get_by_label("Mã xác thực trên điện thoại").fill(code_of(secret))
    page.locator("[data-decide]").click()
    page.wait_for_url("**/mot-cua/**")
    expect(page.get_by_text("Mã xác thực trên điện thoại")).to_have_count(0)
    assert Entry.objects.filter(dossier_id=item.process_id, act="approve").count() == 1


def ready_to_sign(world: World) -> WorkItem:
    dossier = actions.submit(draft_of(world), world.huong)
    for officer, outcome, values in (
        (world.lan, "accept", {}),
        (world.binh, "found", {"match": str(world.diploma.pk)}),
    ):
        item = WorkItem.objects.get(process=dossier, finished__isnull=True)
        actions.decide(item, officer, outcome, values)
    return WorkItem.objects.get(process=dossier, finished__isnull=True)
