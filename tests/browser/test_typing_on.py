"""On a slow network somebody types before the page is ready, or while it is drawn again: nothing
typed is lost.
"""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Route, expect

from organisations.seed import seed_organisations
from tests.browser.conftest import DESK, PHONE, Open, apart
from tests.forms.test_uploads import png
from tests.people import World, draft_of
from tests.procedures.diplomas_abroad import make_office
from tests.procedures.schools import Schools, make_schools
from workflows import actions
from workflows.models import Draft, WorkItem

pytestmark = pytest.mark.browser


@pytest.fixture
def schools(transactional_db: Any) -> Schools:
    seed_organisations()
    return make_schools()


@pytest.fixture
def checking(world: World) -> WorkItem:
    """A dossier that waits for the expert."""

    def file() -> WorkItem:
        dossier = actions.submit(draft_of(world), world.huong)
        actions.decide(WorkItem.objects.get(process=dossier), world.lan, "accept")
        return WorkItem.objects.get(process=dossier, finished__isnull=True)

    return apart(file)


def test_what_is_typed_while_the_form_is_drawn_again_stays_and_is_saved(
    schools: Schools, open_page: Open
) -> None:
    draft = apart(lambda: Draft.objects.create(owner=schools.mother, version=schools.version))
    page = open_page(PHONE, user=schools.mother)
    page.goto(f"/nhap/{draft.pk}/what/")
    held: list[Route] = []
    page.route(
        "**/nhap/**",
        lambda route: (
            held.append(route) if "reload" in (route.request.post_data or "") else route.continue_()
        ),
    )
    with page.expect_request(lambda request: "reload" in (request.post_data or "")):
        page.get_by_label("Đang học và muốn chuyển trường").check()
    page.get_by_label("Họ và tên").fill("H'Lan Niê")
    page.get_by_label("Cha hoặc mẹ của học sinh").check()
    held[0].continue_()
    expect(page.get_by_label("Trong tỉnh Đắk Lắk")).to_be_visible()
    expect(page.get_by_label("Họ và tên")).to_have_value("H'Lan Niê")
    expect(page.get_by_label("Cha hoặc mẹ của học sinh")).to_be_checked()
    with page.expect_response(lambda answer: "autosave" in (answer.request.post_data or "")):
        pass
    kept = apart(lambda: Draft.objects.get(pk=draft.pk).answers)
    assert (
        kept["kind"] == "transfer"
        and kept["relation"] == "parent"
        and kept["applicant"]["name"] == "H'Lan Niê"
    )


def test_another_choice_while_the_form_is_drawn_again_counts(
    schools: Schools, open_page: Open
) -> None:
    draft = apart(lambda: Draft.objects.create(owner=schools.mother, version=schools.version))
    page = open_page(PHONE, user=schools.mother)
    page.goto(f"/nhap/{draft.pk}/what/")
    held: list[Route] = []
    page.route(
        "**/nhap/**",
        lambda route: (
            route.continue_()
            if held or "reload" not in (route.request.post_data or "")
            else held.append(route)
        ),
    )
    with page.expect_request(lambda request: "reload" in (request.post_data or "")):
        page.get_by_label("Từ nước ngoài về, xin học tiếp").check()
    page.get_by_label("Đang học và muốn chuyển trường").check()
    held[0].continue_()
    expect(page.get_by_label("Trong tỉnh Đắk Lắk")).to_be_visible()
    expect(page.get_by_label("Đang học và muốn chuyển trường")).to_be_checked()


def test_a_file_chosen_before_a_choice_is_still_there_after_it(
    transactional_db: Any, open_page: Open
) -> None:
    seed_organisations()
    office = make_office()
    draft = apart(lambda: Draft.objects.create(owner=office.khoa, version=office.version))
    page = open_page(PHONE, user=office.khoa)
    page.goto(f"/nhap/{draft.pk}/proof/")
    transcript = page.get_by_label("Bảng kết quả học tập và bản dịch công chứng")
    transcript.set_input_files({"name": "hoc-ba.png", "mimeType": "image/png", "buffer": png()})
    page.get_by_label("Có: tôi có địa chỉ").check()
    expect(page.get_by_label("Địa chỉ, mã tra cứu, người liên hệ để xác thực")).to_be_visible()
    # it was sent at once
    expect(page.get_by_role("button", name="Bỏ tệp hoc-ba.png")).to_be_visible()


def test_what_is_chosen_before_the_scripts_have_come_counts(
    schools: Schools, open_page: Open
) -> None:
    draft = apart(lambda: Draft.objects.create(owner=schools.mother, version=schools.version))
    page = open_page(PHONE, user=schools.mother)
    held: list[Route] = []
    page.route("**/*htmx*.js", lambda route: held.append(route))
    page.goto(f"/nhap/{draft.pk}/what/", wait_until="commit")
    page.get_by_label("Đang học và muốn chuyển trường").check()
    page.get_by_label("Họ và tên").fill("H'Lan Niê")
    for one in held:
        one.continue_()
    expect(page.get_by_label("Trong tỉnh Đắk Lắk")).to_be_visible()
    expect(page.get_by_label("Họ và tên")).to_have_value("H'Lan Niê")


def test_what_the_officer_types_while_the_case_is_drawn_again_stays(
    world: World, checking: WorkItem, open_page: Open
) -> None:
    page = open_page(DESK, user=world.binh)
    page.goto(f"/mot-cua/viec/{checking.pk}/")
    held: list[Route] = []
    page.route(
        "**/mot-cua/viec/**",
        lambda route: held.append(route) if route.request.method == "POST" else route.continue_(),
    )
    opinion, missing = (
        page.get_by_label("Ý kiến chuyên viên"),
        page.get_by_label("Không còn lưu trữ được sổ gốc"),
    )
    opinion.fill("Khớp")
    with page.expect_request(lambda request: request.method == "POST"):
        page.get_by_role("button", name="Chọn dòng này").click()
    page.get_by_label("Không có trong sổ gốc, trình trả lời").check()
    missing.check()
    page.get_by_text("Đính kèm giấy tờ").click()
    page.get_by_label("Tệp PDF hoặc ảnh").set_input_files(
        {"name": "so-goc.png", "mimeType": "image/png", "buffer": png()}
    )
    opinion.press("End")
    page.keyboard.type(" cả số hiệu")
    held[0].continue_()
    expect(page.get_by_text("Đã chọn")).to_be_visible()
    page.keyboard.type(", ngày sinh.")
    expect(opinion).to_have_value("Khớp cả số hiệu, ngày sinh.")
    expect(missing).to_be_checked()
    expect(page.locator("[data-decide]")).to_have_text("Không có trong sổ gốc, trình trả lời")
    expect(page.locator("[data-decide]")).to_be_enabled()
    expect(page.get_by_label("Tệp PDF hoặc ảnh")).to_be_visible()
    assert (
        page.get_by_label("Tệp PDF hoặc ảnh").evaluate("input => input.files[0].name")
        == "so-goc.png"
    )


def test_a_file_looked_for_while_the_case_is_drawn_again_stays(
    world: World, checking: WorkItem, open_page: Open
) -> None:
    page = open_page(DESK, user=world.binh)
    page.goto(f"/mot-cua/viec/{checking.pk}/")
    held: list[Route] = []
    page.route(
        "**/mot-cua/viec/**",
        lambda route: held.append(route) if route.request.method == "POST" else route.continue_(),
    )
    with page.expect_request(lambda request: request.method == "POST"):
        page.get_by_role("button", name="Chọn dòng này").click()
    page.get_by_label("Không có trong sổ gốc, trình trả lời").check()
    page.get_by_text("Đính kèm giấy tờ").click()
    with page.expect_file_chooser() as dialog:
        page.get_by_label("Tệp PDF hoặc ảnh").click()
    held[0].continue_()
    expect(page.get_by_text("Đã chọn")).to_be_visible()
    dialog.value.set_files({"name": "so-goc.png", "mimeType": "image/png", "buffer": png()})
    chosen = page.get_by_label("Tệp PDF hoặc ảnh")
    assert chosen.evaluate("input => input.files[0].name") == "so-goc.png"


def test_a_press_around_the_drawing_of_the_case_counts(
    world: World, checking: WorkItem, open_page: Open
) -> None:
    page = open_page(DESK, user=world.binh)
    page.goto(f"/mot-cua/viec/{checking.pk}/?xem=so-goc")
    held: list[Route] = []
    page.route(
        "**/mot-cua/viec/**",
        lambda route: (
            held.append(route)
            if "do-find" in (route.request.post_data or "")
            else route.continue_()
        ),
    )
    page.get_by_text("Tìm lại bằng từ khác").click()
    with page.expect_request(lambda request: "do-find" in (request.post_data or "")):
        page.get_by_role("button", name="Tìm trong sổ gốc").click()
    button = page.get_by_role("button", name="Chọn dòng này")
    button.hover()
    page.mouse.down()
    with page.expect_response(lambda answer: "do-find" in (answer.request.post_data or "")) as late:
        held[0].continue_()
    late.value.finished()
    page.wait_for_timeout(300)  # a page that waits for no finger would be drawn by now
    page.mouse.up()
    expect(page.get_by_text("Đã chọn")).to_be_visible()


def test_words_to_look_for_stay_while_the_officer_looks_at_a_paper(
    world: World, checking: WorkItem, open_page: Open
) -> None:
    page = open_page(DESK, user=world.binh)
    page.goto(f"/mot-cua/viec/{checking.pk}/?xem=so-goc")
    page.get_by_text("Tìm lại bằng từ khác").click()
    page.get_by_label("Trường", exact=True).fill("THPT Cư M'gar")
    held: list[Route] = []
    page.route("**/*xem=nhat-ky*", lambda route: held.append(route))
    with page.expect_request("**/*xem=nhat-ky*"):
        page.get_by_role("link", name="Nhật ký").click()
    page.get_by_label("Ý kiến chuyên viên").press_sequentially("Xem ")
    held[0].continue_()
    expect(page.get_by_text("Phiếu kiểm soát")).to_be_visible()
    page.keyboard.type("sổ 1")  # the cursor stayed: no key is a command
    expect(page.get_by_label("Ý kiến chuyên viên")).to_have_value("Xem sổ 1")
    page.get_by_role("link", name="Sổ gốc", exact=True).click()
    expect(page.get_by_label("Trường", exact=True)).to_be_visible()
    expect(page.get_by_label("Trường", exact=True)).to_have_value("THPT Cư M'gar")


def test_the_row_pressed_last_is_the_one_that_is_chosen(
    world: World, checking: WorkItem, open_page: Open
) -> None:
    page = open_page(DESK, user=world.binh)
    page.goto(f"/mot-cua/viec/{checking.pk}/?xem=so-goc")
    held: list[Route] = []
    page.route(
        "**/mot-cua/viec/**",
        lambda route: (
            held.append(route)
            if "do-find" in (route.request.post_data or "")
            else route.continue_()
        ),
    )
    page.get_by_text("Tìm lại bằng từ khác").click()
    with page.expect_request(lambda request: "do-find" in (request.post_data or "")):
        page.get_by_role("button", name="Tìm trong sổ gốc").click()
    page.get_by_role("button", name="Chọn dòng này").click()
    expect(page.get_by_text("Đã chọn")).to_be_visible()
    with page.expect_response(lambda answer: "do-find" in (answer.request.post_data or "")) as late:
        held[0].continue_()
    late.value.finished()
    # the late answer would be drawn by now
    page.evaluate("() => new Promise((done) => setTimeout(done, 200))")
    expect(page.get_by_text("Đã chọn")).to_be_visible()
