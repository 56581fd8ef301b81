"""The same in Firefox as in Chromium: an account by a code, filed, corrected."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests import machine
from tests.browser import firefox
from tests.browser.conftest import apart
from tests.browser.firefox import Firefox
from tests.browser.test_citizens_get_in import site as site
from tests.browser.test_citizens_get_in import text_code
from tests.people import World
from tests.portal import filling
from workflows.models import Dossier

pytestmark = [pytest.mark.browser, pytest.mark.slow]
APPLY = "/thu-tuc/diploma-copy/nop/"


def test_signed_up_filed_and_corrected(
    world: World, live_server: Any, site: Any, tmp_path: Path
) -> None:
    program = machine.firefox()
    if program is None:
        pytest.skip(machine.NO_FIREFOX)
    with firefox.running(program, tmp_path) as page:
        page.go(live_server.url + APPLY)
        signed_up(page)
        filled_in(page)
        page.press("Nộp hồ sơ")
        page.see("Đã nộp hồ sơ")
        dossier = apart(Dossier.objects.get)
        page.go(f"{live_server.url}/ho-so/{dossier.code}/tu-sua/")
        page.type('[name="phone"]', "0935 123 456")
        page.press("Lưu phần sửa")
        page.see("Thời hạn giải quyết không đổi")
    assert apart(Dossier.objects.get).answers["phone"] == "0935123456"


def signed_up(page: Firefox) -> None:
    page.press("Đăng ký")
    page.type('[name="contact"]', "0912 345 678")
    page.press("Gửi mã")
    page.see("Nhập mã")
    page.type('[name="code"]', apart(text_code))
    page.press("Tiếp tục")
    page.type('[name="full_name"]', "Mai Thị Lan")
    for part, typed in (("day", "5"), ("month", "2"), ("year", "1990")):
        page.type(f'[name="{part}"]', typed)
    page.press("Lập tài khoản")
    page.see("Trước khi bắt đầu")


def filled_in(page: Firefox) -> None:
    page.press("Bắt đầu")
    page.see("Bước 1")
    page.choose('[name="relation"][value="owner"]')
    page.choose('[name="applicant.sex"][value="F"]')
    page.type('[name="applicant.identity"]', "066190001234")
    on(page, "Bước 2")
    contact = filling.contact()
    page.choose(f'[name="address.province"] option[value="{contact["address.province"]}"]')
    page.choose(f'[name="address.ward"] option[value="{contact["address.ward"]}"]')
    on(page, "Bước 3")
    page.choose('[name="level"][value="THPT"]')
    page.type('[name="graduation_year"]', "2008")
    page.type('[name="school"]', "THPT Buôn Ma Thuột")
    on(page, "Bước 4")
    page.type('[name="copies"]', "1")
    page.choose('[name="delivery"][value="ONLINE"]')
    on(page, "Kiểm tra lại trước khi nộp")


def on(page: Firefox, then: str) -> None:
    page.press("Lưu và tiếp tục")
    page.see(then)
