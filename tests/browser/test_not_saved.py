"""“Saved” is true: signed out, signed in anew, offline, the server away, a file on its way – as a
browser shows it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from organisations.models import User
from organisations.seed import seed_organisations
from tests.browser.conftest import PHONE, Open, apart, sign_in
from tests.forms.test_uploads import png
from tests.people import World, draft_of
from tests.portal import filling
from tests.procedures.diplomas_abroad import make_office
from workflows import actions
from workflows.models import Draft

pytestmark = pytest.mark.browser

PASSWORD = "mot mat khau dai"
Contact = Callable[..., tuple[Page, Draft]]


@pytest.fixture
def contact(world: World, open_page: Open) -> Contact:
    """The page of phone and address of an application that is being filled in."""

    def opened(**more: Any) -> tuple[Page, Draft]:
        draft = apart(lambda: draft_of(world))
        page = open_page(PHONE, user=world.huong, **more)
        page.goto(f"/nhap/{draft.pk}/contact/")
        return page, draft

    return opened


def type_detail(page: Page, text: str) -> None:
    page.get_by_label("Số nhà, đường").fill(text)
    page.get_by_label("Số nhà, đường").blur()


def line(page: Page) -> Any:
    return page.locator("[data-saved]")


def detail_of(draft: Draft) -> str:
    return str(apart(lambda: Draft.objects.get(pk=draft.pk).answers["address"]["detail"]))


def come_in(page: Page, user: User) -> None:
    """By the site's own page, with a password."""

    def give_password() -> None:
        user.set_password(PASSWORD)
        user.save()

    apart(give_password)
    page.get_by_label("Tên đăng nhập").fill(user.username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()


def test_signed_out_the_form_stays_and_the_text_comes_back(world: World, contact: Contact) -> None:
    page, draft = contact()
    page.context.clear_cookies(name="sessionid")
    type_detail(page, "99 Y Ngông")
    expect(line(page)).to_contain_text("Bạn đã bị đăng xuất, chưa lưu được")
    page.get_by_label("Tỉnh, thành phố").select_option("79")
    expect(line(page)).to_contain_text("đăng xuất, chưa lưu được")
    expect(page.get_by_label("Số nhà, đường")).to_have_value("99 Y Ngông")
    page.locator(".actions").get_by_role("button", name="Lưu và tiếp tục").click()
    expect(page.get_by_role("heading", name="Đăng nhập")).to_be_visible()
    expect(page.get_by_text("Những gì bạn vừa điền chưa được lưu.")).to_be_visible()
    come_in(page, world.huong)
    expect(page.get_by_label("Số nhà, đường")).to_have_value("99 Y Ngông")
    expect(page.get_by_label("Tỉnh, thành phố")).to_have_value("79")
    assert detail_of(draft) == "99 Y Ngông"


def test_signed_in_again_in_another_tab_it_is_saved(
    world: World, contact: Contact, live_server: Any
) -> None:
    page, draft = contact()
    page.context.clear_cookies()
    type_detail(page, "98 Y Ngông")
    expect(line(page)).to_contain_text("chưa lưu được")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Đăng nhập ở thẻ mới").click()
    come_in(opened.value, world.huong)
    expect(opened.value.get_by_label("Số nhà, đường")).to_be_visible()
    page.bring_to_front()
    page.evaluate("() => window.dispatchEvent(new Event('focus'))")
    expect(line(page)).to_contain_text("Đã lưu lúc")
    assert detail_of(draft) == "98 Y Ngông"


def test_another_person_in_the_same_browser_gets_nothing(
    world: World, contact: Contact, live_server: Any
) -> None:
    page, draft = contact()
    before = detail_of(draft)
    page.context.clear_cookies()
    type_detail(page, "97 Y Ngông")
    expect(line(page)).to_contain_text("chưa lưu được")
    sign_in(page, live_server.url, world.lan)
    page.evaluate("() => window.dispatchEvent(new Event('focus'))")
    expect(line(page)).to_contain_text("Chưa lưu được: bản này không còn")
    expect(page.get_by_label("Số nhà, đường")).to_have_value("97 Y Ngông")
    assert detail_of(draft) == before


def test_offline_it_says_so_and_saves_when_the_line_is_back(contact: Contact) -> None:
    page, draft = contact()
    page.context.set_offline(True)
    type_detail(page, "96 Y Ngông")
    expect(line(page)).to_contain_text("Chưa lưu được: mất kết nối mạng")
    page.locator(".actions").get_by_role("button", name="Lưu và tiếp tục").click()
    expect(page.get_by_text("Chưa gửi được: mất kết nối mạng.")).to_be_visible()
    expect(page.get_by_label("Số nhà, đường")).to_have_value("96 Y Ngông")
    page.context.set_offline(False)
    expect(line(page)).to_contain_text("Đã lưu lúc")
    assert detail_of(draft) == "96 Y Ngông"


def test_a_server_that_is_away_is_asked_again(contact: Contact) -> None:
    page, draft = contact()
    page.route(
        "**/nhap/**", lambda route: route.fulfill(status=503, body="<h1>Tạm ngừng</h1>"), times=1
    )
    type_detail(page, "95 Y Ngông")
    expect(line(page)).to_contain_text("Chưa lưu được: máy chủ tạm thời không nhận")
    expect(page.get_by_text("Tạm ngừng")).to_have_count(0)
    expect(line(page)).to_contain_text("Đã lưu lúc")
    assert detail_of(draft) == "95 Y Ngông"


def test_a_half_typed_phone_is_said_so(contact: Contact) -> None:
    page, _draft = contact()
    page.get_by_label("Số điện thoại").fill("0905 12")
    page.get_by_label("Số điện thoại").blur()
    expect(line(page)).to_contain_text("Chưa lưu được: Số điện thoại")
    page.reload()
    expect(page.get_by_label("Số điện thoại")).not_to_have_value("0905123456")


def test_filed_in_another_tab_the_page_says_so(world: World, contact: Contact) -> None:
    page, draft = contact()
    dossier = apart(lambda: actions.submit(Draft.objects.get(pk=draft.pk), world.huong))
    type_detail(page, "94 Y Ngông")
    expect(line(page)).to_contain_text("Hồ sơ này đã nộp")
    expect(line(page).get_by_role("link")).to_have_attribute("href", f"/ho-so/{dossier.code}/")
    expect(page.get_by_label("Số nhà, đường")).to_have_value("94 Y Ngông")


@pytest.fixture
def on_its_way(transactional_db: Any, open_page: Open) -> tuple[Page, Draft, Route]:
    """A page on which a file was chosen: its request is held, and may be let through or broken."""
    seed_organisations()
    office = make_office()
    draft = apart(lambda: Draft.objects.create(owner=office.khoa, version=office.version))
    page = open_page(PHONE, user=office.khoa)
    page.goto(f"/nhap/{draft.pk}/proof/")
    paper = {"name": "hoc-ba.png", "mimeType": "image/png", "buffer": png()}
    held: list[Route] = []
    page.route("**/nhap/**", lambda route: held.append(route), times=1)
    page.get_by_label("Bảng kết quả học tập và bản dịch công chứng").set_input_files(paper)
    expect(line(page).get_by_role("progressbar")).to_be_visible()
    return page, draft, held[0]


def files_of(draft: Draft) -> list[int]:
    """How many files each answer that has some holds."""
    kept = apart(lambda: Draft.objects.get(pk=draft.pk).answers)
    return [len(value) for value in kept.values() if isinstance(value, list)]


def test_a_chosen_file_is_sent_at_once_and_again_after_the_line_was_gone(
    on_its_way: tuple[Page, Draft, Route],
) -> None:
    page, draft, route = on_its_way
    route.abort()
    expect(line(page)).to_contain_text("Chưa lưu được")
    expect(page.get_by_role("button", name="Bỏ tệp hoc-ba.png")).to_be_visible()
    wrong = {"name": "thu.txt", "mimeType": "text/plain", "buffer": b"khong"}
    page.get_by_label("Bảng kết quả học tập và bản dịch công chứng").set_input_files(wrong)
    expect(line(page)).to_contain_text("Chưa lưu được: ")
    assert files_of(draft) == [1]


@pytest.mark.parametrize("fails", [False, True])
def test_a_button_pressed_while_a_file_is_on_its_way_sends_it_once(
    on_its_way: tuple[Page, Draft, Route], fails: bool
) -> None:
    page, draft, route = on_its_way
    page.get_by_role("button", name="Quay lại").click()
    page.wait_for_timeout(300)
    assert page.url.endswith("/proof/") and line(page).get_by_role("progressbar").is_visible(), (
        "it waits"
    )
    route.abort() if fails else route.continue_()
    expect(page).not_to_have_url(re.compile("/proof/"))
    assert files_of(draft) == [1]


def test_without_scripts_the_button_back_saves_and_a_file_is_told_not_sent(
    contact: Contact,
) -> None:
    page, draft = contact(javascript=False)
    page.get_by_label("Số nhà, đường").fill("93 Y Ngông")
    page.get_by_role("button", name="Quay lại").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert detail_of(draft) == "93 Y Ngông" and page.url.endswith("/who/")


def test_without_scripts_the_text_comes_back_after_signing_in(
    world: World, contact: Contact
) -> None:
    page, draft = contact(javascript=False)
    page.context.clear_cookies()
    page.get_by_label("Số nhà, đường").fill("92 Y Ngông")
    page.locator(".actions").get_by_role("button", name="Lưu và tiếp tục").click()
    page.get_by_role("link", name="Mở lại biểu mẫu, có sẵn những gì đã điền").click()
    come_in(page, world.huong)
    expect(page.get_by_label("Số nhà, đường")).to_have_value("92 Y Ngông")
    assert filling.contact() and detail_of(draft) == "92 Y Ngông"


def test_the_line_that_says_so_does_not_cover_the_field_one_is_in(contact: Contact) -> None:
    page, _draft = contact()
    page.set_viewport_size({"width": 390, "height": 620})
    email = page.get_by_label("Thư điện tử")
    page.get_by_label("Số điện thoại").fill("0905 12")
    email.evaluate(
        "field => window.scrollBy(0, field.getBoundingClientRect().bottom - innerHeight + 8)"
    )
    email.focus()
    expect(line(page)).to_contain_text("Chưa lưu được: Số điện thoại")
    said, field = line(page).bounding_box(), email.bounding_box()
    assert said and field and field["y"] + field["height"] <= said["y"]
