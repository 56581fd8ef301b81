"""An officer at the desk with a keyboard and a browser that runs our script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import DESK, Open, apart
from tests.people import World, draft_of
from workflows import actions
from workflows.models import Entry, WorkItem

pytestmark = pytest.mark.browser

QUEUE = "/mot-cua/hang-cho/ttpvhcc-daklak/receptionist/"
CHECKS = "/mot-cua/hang-cho/sgddt-daklak/expert/"


@pytest.fixture
def filed(world: World) -> Callable[[], WorkItem]:
    """Files one more application and gives its first task."""

    def file() -> WorkItem:
        dossier = actions.submit(draft_of(world), world.huong)
        return WorkItem.objects.get(process=dossier, finished__isnull=True)

    return lambda: apart(file)


@pytest.fixture
def checking(world: World, filed: Callable[[], WorkItem]) -> WorkItem:
    """A dossier that waits for the expert."""
    item = filed()
    apart(lambda: actions.decide(item, world.lan, "accept"))
    return WorkItem.objects.get(process_id=item.process_id, finished__isnull=True)


def open_task(open_page: Open, world: World, item: WorkItem) -> Page:
    page = open_page(DESK, user=world.binh)
    page.goto(f"/mot-cua/viec/{item.pk}/")
    return page


def test_the_day_runs_on_the_keyboard(
    world: World, filed: Callable[[], WorkItem], open_page: Open
) -> None:
    first, second = filed(), filed()
    page = open_page(DESK, user=world.lan)
    page.goto(QUEUE)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("c")
    expect(page.get_by_text("Bạn đã nhận hồ sơ")).to_be_visible()
    assert WorkItem.objects.get(pk=second.pk).owner == world.lan
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/viec/{first.pk}/")
    page.keyboard.press("j")
    page.wait_for_url(f"**/viec/{second.pk}/")
    page.keyboard.press("k")
    page.wait_for_url(f"**/viec/{first.pk}/")
    page.keyboard.press("u")
    page.wait_for_url(f"**{QUEUE}")


def test_question_mark_shows_the_keys_and_no_key_fires_while_typing(
    world: World, checking: WorkItem, open_page: Open
) -> None:
    page = open_task(open_page, world, checking)
    page.get_by_label("Ý kiến chuyên viên").press_sequentially("1 c ? u")
    expect(page.get_by_label("Ý kiến chuyên viên")).to_have_value("1 c ? u")
    expect(page.get_by_label("Khớp sổ gốc, trình ký")).not_to_be_checked()
    page.get_by_label("Ý kiến chuyên viên").blur()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_a_decision_cannot_be_pressed_before_it_has_what_it_needs(
    world: World, checking: WorkItem, open_page: Open
) -> None:
    page = open_task(open_page, world, checking)
    button = page.locator("[data-decide]")
    expect(button).to_be_disabled()
    page.keyboard.press("1")
    expect(
        page.get_by_text("Hãy chọn dòng khớp trong sổ gốc trước khi trình ký.").first
    ).to_be_visible()
    expect(button).to_be_disabled()
    page.keyboard.press("2")
    expect(button).to_be_disabled()
    page.get_by_label("Không còn lưu trữ được sổ gốc của năm tốt nghiệp này.").check()
    expect(button).to_be_enabled()
    expect(button).to_have_text("Không có trong sổ gốc, trình trả lời")


def test_picking_an_entry_and_looking_around_lose_nothing_typed(
    world: World, checking: WorkItem, open_page: Open
) -> None:
    page = open_task(open_page, world, checking)
    page.get_by_label("Ý kiến chuyên viên").fill("Khớp cả số hiệu.")
    page.get_by_role("link", name="Nhật ký").click()
    expect(page.get_by_text("Phiếu kiểm soát")).to_be_visible()
    page.get_by_role("link", name="Sổ gốc", exact=True).click()
    answers: list[int] = []
    page.on(
        "response",
        lambda answer: answers.append(answer.status) if answer.request.method == "POST" else None,
    )
    page.get_by_role("button", name="Chọn dòng này").click()
    expect(page.get_by_text("Đã chọn")).to_be_visible()
    assert answers == [200]  # in place, at the first try
    expect(page.get_by_label("Ý kiến chuyên viên")).to_have_value("Khớp cả số hiệu.")
    page.get_by_label("Khớp sổ gốc, trình ký").check()
    page.locator("[data-decide]").dblclick()
    page.wait_for_url("**/mot-cua/")
    assert Entry.objects.filter(dossier_id=checking.process_id, act="forward").count() == 1
    assert "Khớp cả số hiệu." in str(
        checking.process.__class__.objects.get(pk=checking.process_id).office
    )


def test_a_late_view_does_not_replace_the_one_chosen_after_it(
    world: World, checking: WorkItem, open_page: Open
) -> None:
    page = open_task(open_page, world, checking)
    held: list[Route] = []
    page.route("**/*xem=nhat-ky*", lambda route: held.append(route))
    with page.expect_request("**/*xem=nhat-ky*"):
        page.get_by_role("link", name="Nhật ký").click()
    page.get_by_role("link", name="Sổ gốc", exact=True).click()
    with page.expect_response("**/*xem=nhat-ky*") as late:
        held[0].continue_()
    late.value.finished()
    # the late view would be drawn by now
    page.evaluate("() => new Promise((done) => setTimeout(done, 200))")
    expect(page.get_by_role("button", name="Chọn dòng này")).to_be_visible()
