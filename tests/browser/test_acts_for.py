"""On a phone: a child is kept and chosen; a mandate is asked, agreed to, used and ended."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from notifications import contact_codes
from notifications.models import DemoText
from tests.browser.conftest import PHONE, Open, apart
from tests.browser.test_citizens_get_in import sound, text_code
from tests.browser.test_looks import NARROW, shoot
from tests.people import World, person
from tests.workflows.two_sign import link_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def site(live_server: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts go over HTTP to the demo's own telephone."""
    settings.SITE_URL = live_server.url
    monkeypatch.delenv("SMS_URL", raising=False)


def text_link() -> str:
    contact_codes.sweep()
    return link_in(DemoText.objects.latest("pk").text)


@pytest.mark.parametrize("viewport", [NARROW, PHONE], ids=["small", "phone"])
def test_for_a_child_and_for_somebody_who_agrees(
    world: World, open_page: Open, site: None, viewport: dict[str, int]
) -> None:
    mai = apart(lambda: person("mai", "Phạm Thị Mai"))
    huong = open_page(viewport, user=world.huong)
    huong.goto("/tai-khoan/nop-thay/them/?loai=con")
    huong.get_by_label("Họ và tên").fill("Nguyễn Bé An")
    for label, typed in (("Ngày", "2"), ("Tháng", "1"), ("Năm", "2012")):
        huong.get_by_label(label, exact=True).fill(typed)
    sound(huong, "child")
    huong.get_by_role("button", name="Lưu").click()
    expect(huong.get_by_role("link", name="Nguyễn Bé An")).to_be_visible()
    huong.goto("/tai-khoan/nop-thay/them/?loai=uy-quyen")
    huong.get_by_label("Họ và tên").fill("Phạm Thị Mai")
    huong.get_by_label("Số điện thoại hoặc thư điện tử").fill("0912 345 678")
    huong.get_by_label("Ủy quyền đến hết ngày").fill(
        str(timezone.localdate() + dt.timedelta(days=30))
    )
    sound(huong, "mandate")
    huong.get_by_role("button", name="Gửi đường dẫn").click()
    sound(huong, "list")
    shoot(huong, f"acts-for-{viewport['width']}")

    her = open_page(viewport, user=mai)
    her.goto(apart(text_link))
    her.get_by_role("button", name="Gửi mã").click()
    her.get_by_label("Mã sáu chữ số").fill(apart(text_code))
    her.get_by_role("button", name="Tiếp tục").click()
    expect(her.get_by_text("Nguyễn Thị Hường đề nghị")).to_be_visible()
    sound(her, "asked")
    shoot(her, f"mandate-asked-{viewport['width']}")
    her.get_by_role("button", name="Đồng ý ủy quyền").click()
    expect(her.get_by_text("được nộp hồ sơ thay bạn")).to_be_visible()

    huong.goto("/thu-tuc/diploma-copy/nop/")
    huong.get_by_label("Phạm Thị Mai").check()
    sound(huong, "start")
    shoot(huong, f"whom-{viewport['width']}")
    huong.get_by_role("button", name="Bắt đầu").click()
    expect(huong.get_by_text("Bước 1")).to_be_visible()

    her.goto("/tai-khoan/nop-thay/")
    her.get_by_role("link", name="Nguyễn Thị Hường").click()
    sound(her, "one")
    her.get_by_label("Tôi hiểu và muốn chấm dứt").check()
    her.get_by_role("button", name="Chấm dứt").click()
    expect(her.get_by_text("Đã chấm dứt")).to_be_visible()
    huong.goto("/thu-tuc/diploma-copy/nop/")
    expect(huong.get_by_label("Nguyễn Bé An")).to_be_visible()
    expect(huong.get_by_label("Phạm Thị Mai")).to_have_count(0)
