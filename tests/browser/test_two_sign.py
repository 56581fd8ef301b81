"""Both parents on telephones: one writes, the other opens the link with the code of the text and
confirms; whoever the link was forwarded to gets nowhere, and the first is told.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from notifications import contact_codes
from notifications.models import DemoText
from tests.browser.conftest import PHONE, Open, apart
from tests.browser.test_citizens_get_in import sound, text_code
from tests.browser.test_looks import NARROW, shoot
from tests.people import World
from tests.workflows.two_sign import link_in, two_sign
from workflows.models import Dossier, Draft

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NUMBER = "0912345678"


@pytest.fixture
def draft(
    world: World, live_server: Any, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Draft:
    """The other parent has a telephone; texts go to the demo's own."""
    settings.SITE_URL = live_server.url
    monkeypatch.delenv("SMS_URL", raising=False)

    def written() -> Draft:
        draft = two_sign(world, tmp_path)
        draft.answers = {**draft.answers, "second_email": None, "second_phone": NUMBER}
        draft.save()
        return draft

    return apart(written)


def text_link() -> str:
    contact_codes.sweep()
    return link_in(DemoText.objects.latest("pk").text)


def opens(page: Page, link: str, code: str = "") -> None:
    """Ask for the code, and give it back."""
    page.goto(link)
    page.get_by_role("button", name="Gửi mã").click()
    page.get_by_label("Mã sáu chữ số").fill(code or apart(text_code))
    page.get_by_role("button", name="Tiếp tục").click()


@pytest.mark.parametrize("viewport", [NARROW, PHONE], ids=["small", "phone"])
def test_the_second_parent_confirms(
    world: World, draft: Draft, open_page: Open, viewport: dict[str, int]
) -> None:
    huong = open_page(viewport, user=world.huong)
    huong.goto(f"/nhap/{draft.pk}/kiem-tra/")
    expect(huong.get_by_role("button", name="Nộp hồ sơ")).to_be_disabled()
    sound(huong, "two-sign-asks")
    huong.get_by_role("button", name=re.compile("Mời xác nhận qua 09")).click()
    expect(huong.get_by_text("Chờ Trần Văn Hải xác nhận")).to_be_visible()
    shoot(huong, f"two-sign-waits-{viewport['width']}")
    link = apart(text_link)

    thief = open_page(viewport)
    opens(thief, link, "000000")
    expect(thief.get_by_role("alert")).to_contain_text("Mã không đúng")
    thief.goto(link)
    expect(thief.get_by_role("heading", name="Bạn được mời")).to_be_visible()
    assert "Nguyễn Thị Hường" not in thief.content() and NUMBER not in thief.content()

    hai = open_page(viewport)
    hai.goto(link)
    sound(hai, "two-sign-code")
    opens(hai, link)
    expect(hai.get_by_role("heading", name="Xác nhận hồ sơ")).to_be_visible()
    expect(hai.get_by_text("THPT Buôn Ma Thuột")).to_be_visible()
    sound(hai, "two-sign-reads")
    shoot(hai, f"two-sign-reads-{viewport['width']}")
    hai.get_by_label("Tôi đã đọc hồ sơ").check()
    hai.get_by_role("button", name="Xác nhận hồ sơ").click()
    expect(hai.get_by_text("Bạn đã xác nhận hồ sơ")).to_be_visible()
    sound(hai, "two-sign-done")

    huong.reload()
    expect(huong.get_by_text("đã xác nhận hồ sơ này lúc")).to_be_visible()
    huong.get_by_role("button", name="Nộp hồ sơ").click()
    expect(huong.get_by_role("heading", name="Đã nộp hồ sơ")).to_be_visible()
    found = apart(lambda: Dossier.objects.get())
    assert apart(lambda: found.entries.get(act="submit").data["co_signed"]["content"])
