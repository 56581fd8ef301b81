"""An administrator writes a definition: what stands beside the text follows the keys, and nothing
typed is lost.
"""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from organisations.models import User
from tests.browser.conftest import DESK, PHONE, Open
from tests.people import World
from workflows.models import ProcedureVersion

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def administrator() -> User:
    return User.objects.create_superuser(
        "quan-tri", "", "mat-khau-rat-dai", full_name="Phạm Thị Quản"
    )


def test_findings_diagram_and_form_follow_what_is_typed(world: World, open_page: Open) -> None:
    page = open_page(DESK, administrator())
    page.goto(reverse("admin:workflows_definition_edit", args=[world.version.pk]))
    text, beside = page.locator("#the-source"), page.locator("[data-beside]")
    expect(beside).to_contain_text("Không có lỗi")
    original = text.input_value()
    text.fill(original.replace("to: sign,", "to: sing,", 1))
    expect(beside.locator("li.definition-fault").first).to_contain_text("sing")
    expect(page.locator("[data-lines]")).to_contain_text("●")
    beside.locator("[data-line]").first.click()
    at = text.evaluate("area => area.value.slice(area.selectionStart, area.selectionEnd)")
    assert "to: sing," in at, "the click leads to the line"
    text.fill(original.replace("vi: Đối chiếu sổ gốc", "vi: Tra sổ gốc", 1))
    expect(beside.locator("svg")).to_contain_text("Tra sổ gốc")
    beside.get_by_label("Cho người thân đã mất").check()
    expect(beside.locator('[name="kinship"]')).to_have_count(1)
    beside.get_by_label("Cho chính tôi").check()
    expect(beside.locator('[name="kinship"]')).to_have_count(0)
    expect(beside.get_by_label("Cho chính tôi")).to_be_checked()
    assert ProcedureVersion.objects.count() == 1


def test_what_was_typed_outlives_the_page_and_a_server_that_is_away(
    world: World, open_page: Open
) -> None:
    page = open_page(PHONE, administrator())
    page.goto(reverse("admin:workflows_definition_edit", args=[world.version.pk]))
    page.route("**/soan/xem/", lambda route: route.abort())
    page.locator("#the-source").fill("title: dở dang")
    expect(page.locator("[data-failure]")).to_contain_text("Nội dung bạn soạn vẫn còn")
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.get_by_role("button", name="Lấy lại bản đó").click()
    expect(page.locator("#the-source")).to_have_value("title: dở dang")


def test_it_works_without_javascript(world: World, open_page: Open) -> None:
    page = open_page(DESK, administrator(), javascript=False)
    page.goto(reverse("admin:workflows_definition_edit", args=[world.version.pk]))
    page.locator("#the-source").fill("title: dở dang")
    page.get_by_role("button", name="Kiểm tra", exact=True).click()
    expect(page.locator("li.definition-fault").first).to_be_visible()
    expect(page.locator("#the-source")).to_have_value("title: dở dang")


def test_the_editor_is_as_wide_as_the_screen(world: World, open_page: Open) -> None:
    page = open_page({"width": 320, "height": 640}, administrator())
    page.goto(reverse("admin:workflows_definition_edit", args=[world.version.pk]))
    expect(page.locator("[data-beside]")).to_contain_text("Không có lỗi")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
