"""On a phone: in by VNeID (npm's oidc-provider), the form is filled in by it, filed; out there too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from scripts import demo_provider
from tests.browser.conftest import PHONE, Open, apart
from tests.browser.test_citizens_get_in import SMALL, sound
from tests.identity.conftest import SECRET, described, free_port, packages
from tests.people import World
from workflows.models import Dossier, Draft

pytestmark = [pytest.mark.browser, pytest.mark.node, pytest.mark.slow]
__all__ = ["packages"]


@pytest.fixture
def site(
    live_server: Any, settings: Any, monkeypatch: pytest.MonkeyPatch, packages: Path
) -> Iterator[str]:
    """The site, and a provider that knows it."""
    settings.SITE_URL = live_server.url
    port = free_port()
    said = demo_provider.environment(port, SECRET)
    settings.IDENTITY_PROVIDERS = described(monkeypatch, said)
    running = demo_provider.start(packages, port, live_server.url, SECRET)
    yield live_server.url
    running.kill()
    running.wait()


def test_in_by_vneid_and_filed(world: World, open_page: Open, site: str) -> None:
    page = open_page(PHONE)
    violations: list[str] = []
    page.on("console", lambda said: violations.append(said.text) if "Policy" in said.text else None)
    page.goto("/dang-nhap/?next=/thu-tuc/diploma-copy/nop/")
    sound(page, "sign-in")
    page.get_by_role("button", name="Đăng nhập bằng VNeID").click()
    page.get_by_role("button", name="Trần Văn Mới").click()
    expect(page.get_by_role("heading", name="Lập tài khoản")).to_be_visible()
    expect(page.get_by_text("066090004321")).to_be_visible()
    sound(page, "new-account")
    page.get_by_role("button", name="Đồng ý và lập tài khoản").click()
    expect(page.get_by_role("heading", name="Trước khi bắt đầu")).to_be_visible()
    page.get_by_role("button", name="Bắt đầu").click()
    expect(page.get_by_text("theo VNeID").first).to_be_visible()
    expect(page.get_by_label("Họ và tên")).to_have_count(0)
    sound(page, "filled")
    draft = apart(lambda: Draft.objects.latest("created_at"))
    answered = apart(lambda: _answered(draft))
    page.goto(f"/nhap/{draft.pk}/kiem-tra/")
    assert answered == "Trần Văn Mới"
    page.get_by_role("button", name="Nộp hồ sơ").click()
    page.wait_for_url("**/da-nop/")
    assert apart(lambda: Dossier.objects.get().applicant_name) == "Trần Văn Mới"
    page.goto("/tai-khoan/dinh-danh/")
    expect(page.get_by_role("button", name="Bỏ nối")).to_be_visible()
    sound(page, "own-providers")
    page.goto("/tai-khoan/")
    page.locator("details.menu > summary").click()
    page.get_by_role("button", name="Đăng xuất", exact=True).click()
    sound(page, "signed-out")
    page.get_by_role("link", name="Đăng xuất cả ở VNeID").click()
    expect(page).not_to_have_url(f"{site}/")
    page.locator("button[value=yes], button[name=logout]").first.click()
    expect(page).to_have_url(f"{site}/")
    assert not violations


def test_an_account_of_before_is_linked_after_proof(
    world: World, open_page: Open, site: str
) -> None:
    """On the smallest telephone; and a level that is too low."""
    apart(lambda: _numbered(world, "066090004321"))
    page = open_page(SMALL)
    page.goto("/dang-nhap/qua/vneid/?level=level-2&next=/ho-so/")
    sound(page, "level")
    page.get_by_role("button", name="Đăng nhập bằng VNeID").click()
    page.get_by_role("button", name="Lê Thị Mức Một").click()
    expect(page.get_by_role("alert")).to_contain_text("mức độ 02")
    sound(page, "refused")
    page = open_page(SMALL)
    page.goto("/dang-nhap/")
    page.get_by_role("button", name="Đăng nhập bằng VNeID").click()
    page.get_by_role("button", name="Trần Văn Mới").click()
    expect(page.get_by_role("heading", name="Số định danh này đã có tài khoản")).to_be_visible()
    sound(page, "has-account")
    page.get_by_role("link", name="Đăng nhập vào tài khoản đó").click()
    page.get_by_label("tên đăng nhập").fill("huong")
    page.get_by_label("Mật khẩu").fill("mat-khau-rat-dai")
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(page.get_by_role("heading", name="Nối tài khoản")).to_be_visible()
    sound(page, "link")
    page.get_by_role("button", name="Nối tài khoản").click()
    expect(page.get_by_text("Từ nay bạn đăng nhập được bằng VNeID")).to_be_visible()
    page.goto("/tai-khoan/dinh-danh/")
    page.get_by_role("button", name="Bỏ nối").click()
    expect(page.get_by_text("Đã bỏ nối.")).to_be_visible()
    sound(page, "unlinked")


def _numbered(world: World, number: str) -> None:
    world.huong.identity_number = number
    world.huong.save()


def _answered(draft: Draft) -> str:
    """The rest of the form as Hường fills it in; what VNeID stated stays."""
    from tests.people import answers

    draft.answers = answers() | draft.answers
    draft.save()
    return str(draft.answers["applicant"]["name"])
