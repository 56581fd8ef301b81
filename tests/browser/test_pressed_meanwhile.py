"""A press or a chosen file counts in whatever moment of a form's being saved and drawn again it falls."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Response, Route, expect

from organisations.seed import seed_organisations
from tests.browser.conftest import PHONE, Open, apart
from tests.forms.test_uploads import png
from tests.procedures.diplomas_abroad import make_office
from tests.procedures.schools import answers, make_schools
from workflows.models import Draft

pytestmark = pytest.mark.browser

ABROAD = "Từ nước ngoài về, xin học tiếp"
#: As a page's script hears each moment of an answer that takes the place of the form.
MOMENTS = [
    "htmx:beforeRequest",
    "htmx:beforeOnLoad",
    "htmx:beforeSwap",
    "htmx:afterSwap",
    "htmx:afterSettle",
]
A_WHILE = 300  # milliseconds: what waits for a press or a dialog has long been drawn without it

BUTTON = ".actions [name=continue]"
PRESS = f"document.querySelector('{BUTTON}').click()"
CHOOSE = """
  const bytes = Uint8Array.from(atob(PNG), (one) => one.charCodeAt(0));
  const chosen = new DataTransfer();
  chosen.items.add(new File([bytes], "hoc-ba.png", { type: "image/png" }));
  const input = document.querySelector("input[type=file][name=transcript]");
  input.files = chosen.files;
  for (const name of ["input", "change"]) input.dispatchEvent(new Event(name, { bubbles: true }));
"""


class Held:
    """The first answer of the server to a request that carries `word`, held back until it is let go."""

    def __init__(self, page: Page, word: str) -> None:
        self.page, self.word = page, word
        self.routes: list[Route] = []
        self.answer: Any = None
        page.route("**/nhap/**", self._meet)

    def _meet(self, route: Route) -> None:
        body = route.request.post_data_buffer or b""
        if self.routes or self.word.encode() not in body:
            route.continue_()
        else:
            self.routes.append(route)
            self.answer = route.fetch()  # the server has done it; the page does not know yet

    def wait(self) -> None:
        while self.answer is None:
            self.page.wait_for_timeout(20)

    def let_go(self) -> None:
        """The answer has come, and a page that waits for nothing has drawn it."""
        self.wait()
        with self.page.expect_response(self._is_it) as came:
            self.routes[0].fulfill(response=self.answer)
        came.value.finished()
        self.page.wait_for_timeout(A_WHILE)

    def _is_it(self, answer: Response) -> bool:
        return answer.request == self.routes[0].request


@pytest.fixture
def asked(transactional_db: Any, open_page: Open) -> tuple[Page, Draft]:
    """A page that has all it asks for; a choice on it draws it again, and lets it still be whole."""
    seed_organisations()
    schools = make_schools()
    draft = apart(
        lambda: Draft.objects.create(
            owner=schools.mother, version=schools.version, answers=answers(kind="again", origin="")
        )
    )
    page = open_page(PHONE, user=schools.mother)
    page.goto(f"/nhap/{draft.pk}/what/", wait_until="networkidle")
    return page, draft


@pytest.fixture
def papers(transactional_db: Any, open_page: Open) -> tuple[Page, Draft]:
    """A page that asks for files, with a choice that draws it again."""
    seed_organisations()
    office = make_office()
    draft = apart(lambda: Draft.objects.create(owner=office.khoa, version=office.version))
    page = open_page(PHONE, user=office.khoa)
    page.goto(f"/nhap/{draft.pk}/proof/", wait_until="networkidle")
    return page, draft


def button(page: Page) -> Locator:
    return page.locator(BUTTON)


def expect_next(page: Page) -> None:
    expect(page).to_have_url(re.compile("/contact/"))


def kept(draft: Draft) -> dict[str, Any]:
    return dict(apart(lambda: Draft.objects.get(pk=draft.pk).answers))


def files_of(draft: Draft) -> dict[str, int]:
    """How many files each answer that has some holds."""
    return {name: len(value) for name, value in kept(draft).items() if isinstance(value, list)}


def do_at(page: Page, moment: str, script: str) -> None:
    """Do something when the page's script hears of the moment, once."""
    text = f"([moment, PNG]) => document.addEventListener(moment, () => {{ {script} }}, {{ once: true }})"
    page.evaluate(text, [moment, base64.b64encode(png()).decode()])


def middle(place: Locator) -> tuple[float, float]:
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def begin_by_mouse(page: Page) -> Callable[[], None]:
    page.mouse.move(*middle(button(page)))
    page.mouse.down()
    return page.mouse.up


def begin_by_finger(page: Page) -> Callable[[], None]:
    finger = page.context.new_cdp_session(page)
    finger.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    x, y = middle(button(page))
    finger.send(
        "Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]}
    )
    return lambda: finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def begin_by_space(page: Page) -> Callable[[], None]:
    button(page).focus()
    page.keyboard.down("Space")
    return lambda: page.keyboard.up("Space")


def begin_by_focus(page: Page) -> Callable[[], None]:
    button(page).focus()
    return lambda: page.keyboard.press("Enter")


@pytest.mark.parametrize("begin", [begin_by_mouse, begin_by_finger, begin_by_space, begin_by_focus])
def test_a_press_around_the_drawing_goes_on(
    asked: tuple[Page, Draft], begin: Callable[..., Any]
) -> None:
    page, draft = asked
    held = Held(page, "reload")
    page.get_by_label(ABROAD).check()
    held.wait()
    end = begin(page)
    held.let_go()
    end()
    expect_next(page)
    assert kept(draft)["kind"] == "abroad"


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_press_in_each_moment_goes_on(asked: tuple[Page, Draft], moment: str) -> None:
    page, draft = asked
    do_at(page, moment, PRESS)
    page.get_by_label(ABROAD).check()
    expect_next(page)
    assert kept(draft)["kind"] == "abroad"


def test_a_press_in_the_same_turn_as_the_choice_goes_on(asked: tuple[Page, Draft]) -> None:
    page, draft = asked
    page.get_by_label(ABROAD).evaluate(f"(choice) => {{ choice.click(); {PRESS} }}")
    expect_next(page)
    assert kept(draft)["kind"] == "abroad"


def test_a_choice_pressed_around_the_drawing_counts(asked: tuple[Page, Draft]) -> None:
    page, _draft = asked
    held = Held(page, "reload")
    page.get_by_label(ABROAD).check()
    held.wait()
    page.mouse.move(*middle(page.get_by_text("Người giám hộ")))
    page.mouse.down()
    held.let_go()
    page.mouse.up()
    expect(page.get_by_label("Người giám hộ")).to_be_checked()


def test_a_letter_being_put_together_while_the_form_is_drawn_again_stays(
    asked: tuple[Page, Draft],
) -> None:
    """As a telephone's keyboard does with “â”."""
    page, draft = asked
    held = Held(page, "reload")
    page.get_by_label("Đang học và muốn chuyển trường").check()
    held.wait()
    name, keyboard = page.get_by_label("Họ và tên"), page.context.new_cdp_session(page)
    name.press("End")
    composed = {"text": " Kda", "selectionStart": 4, "selectionEnd": 4}
    keyboard.send("Input.imeSetComposition", composed)
    held.let_go()
    keyboard.send("Input.imeSetComposition", composed | {"text": " Kdă"})
    keyboard.send("Input.insertText", {"text": " Kdăm"})
    expect(page.get_by_label("Trong tỉnh Đắk Lắk")).to_be_visible()
    expect(name).to_have_value("H'Lan Niê Kdăm")
    name.blur()
    expect(page.locator("[data-saved]")).to_contain_text("Đã lưu lúc")
    assert kept(draft)["applicant"]["name"] == "H'Lan Niê Kdăm"


@pytest.mark.parametrize("how", ["mouse", "Enter"])
def test_a_word_mended_while_the_first_is_being_saved_is_no_conflict(
    asked: tuple[Page, Draft], how: str
) -> None:
    page, draft = asked
    held = Held(page, "autosave")
    name = page.get_by_label("Họ và tên")
    name.fill("H'Lan")
    name.blur()
    held.wait()
    name.fill("H'Lan Niê Kdăm")
    button(page).click() if how == "mouse" else name.press("Enter")
    held.let_go()
    expect_next(page)
    assert kept(draft)["applicant"]["name"] == "H'Lan Niê Kdăm"


def test_a_press_is_not_held_up_by_an_answer_that_never_comes(asked: tuple[Page, Draft]) -> None:
    """Who presses again waits no longer."""
    page, _draft = asked
    held = Held(page, "reload")
    page.get_by_label(ABROAD).check()
    held.wait()
    button(page).click()
    page.wait_for_timeout(1500)
    assert page.url.endswith("/what/"), "it waits"
    button(page).click()
    expect_next(page)


def test_who_always_presses_twice_is_in_nobodys_way(asked: tuple[Page, Draft]) -> None:
    page, draft = asked
    held = Held(page, "autosave")
    name = page.get_by_label("Họ và tên")
    name.fill("H'Lan")
    name.blur()
    held.wait()
    name.fill("H'Lan Niê Kdăm")
    button(page).evaluate("(button) => { button.click(); button.click(); }")
    held.let_go()
    expect_next(page)
    assert kept(draft)["applicant"]["name"] == "H'Lan Niê Kdăm"


@pytest.mark.parametrize("word", ["autosave", "reload"])
def test_a_press_made_before_a_conflict_could_be_read_writes_over_nothing(
    asked: tuple[Page, Draft], word: str
) -> None:
    page, draft = asked
    draft.answers["applicant"] = draft.answers["applicant"] | {"name": "H'Bia Niê"}
    apart(draft.save)  # in another window
    held = Held(page, word)
    name = page.get_by_label("Họ và tên")
    name.fill("H'Lan Niê Kdăm")
    if word == "reload":
        page.get_by_label(ABROAD).check()
    else:
        name.blur()
    held.wait()
    button(page).click()
    held.let_go()
    expect(page.get_by_text("vừa lưu").first).to_be_visible()
    assert page.url.endswith("/what/") and kept(draft)["applicant"]["name"] == "H'Bia Niê"
    button(page).click()
    expect_next(page)
    assert kept(draft)["applicant"]["name"] == "H'Lan Niê Kdăm"


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_file_chosen_in_each_moment_arrives(papers: tuple[Page, Draft], moment: str) -> None:
    page, draft = papers
    do_at(page, moment, CHOOSE)
    page.get_by_label("Có: tôi có địa chỉ").check()
    expect(page.get_by_role("button", name="Bỏ tệp hoc-ba.png")).to_be_visible()
    expect(page.get_by_label("Địa chỉ, mã tra cứu, người liên hệ để xác thực")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert files_of(draft) == {"transcript": 1}


def test_a_file_chosen_in_the_same_turn_as_a_choice_arrives(papers: tuple[Page, Draft]) -> None:
    page, draft = papers
    do_at(page, "click", CHOOSE)
    page.get_by_label("Có: tôi có địa chỉ").check()
    expect(page.get_by_role("button", name="Bỏ tệp hoc-ba.png")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert files_of(draft) == {"transcript": 1}


def picture(name: str) -> Any:
    return {"name": name, "mimeType": "image/png", "buffer": png()}


@pytest.mark.parametrize("first", ["choice", "file"])
def test_a_file_looked_for_while_the_form_is_drawn_again_arrives(
    papers: tuple[Page, Draft], first: str
) -> None:
    """The dialog stands open, and the input it was opened from is replaced behind it."""
    page, draft = papers
    held = Held(page, "reload")
    if first == "choice":
        page.get_by_label("Có: tôi có địa chỉ").check()
    else:
        page.locator("input[type=file][name=diploma_copy]").set_input_files(picture("bang.png"))
    held.wait()
    with page.expect_file_chooser() as dialog:
        page.locator("input[type=file][name=transcript]").click()
    held.let_go()
    dialog.value.set_files(picture("hoc-ba.png"))
    expect(page.get_by_role("button", name="Bỏ tệp hoc-ba.png")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert files_of(draft) == {"transcript": 1} | ({} if first == "choice" else {"diploma_copy": 1})


def test_files_chosen_one_after_the_other_all_arrive_with_a_press_at_once(
    papers: tuple[Page, Draft],
) -> None:
    page, draft = papers
    held = Held(page, "reload")
    page.locator("input[type=file][name=diploma_copy]").set_input_files(picture("bang.png"))
    held.wait()
    page.get_by_label("Không: tôi nộp bản sao").check()
    page.wait_for_timeout(
        A_WHILE + 100
    )  # what is saved without drawing would be on its way, too, or waits
    page.locator("input[type=file][name=transcript]").set_input_files(picture("hoc-ba.png"))
    button(page).click()
    held.let_go()
    expect(page).not_to_have_url(re.compile("/proof/"))
    assert files_of(draft) == {"diploma_copy": 1, "transcript": 1}


def test_a_file_that_did_not_arrive_outlasts_a_choice(papers: tuple[Page, Draft]) -> None:
    page, draft = papers
    page.route("**/nhap/**", lambda route: route.abort(), times=1)
    page.locator("input[type=file][name=transcript]").set_input_files(picture("hoc-ba.png"))
    expect(page.locator("[data-saved]")).to_contain_text("Chưa lưu được")
    page.get_by_label("Có: tôi có địa chỉ").check()
    expect(page.get_by_role("button", name="Bỏ tệp hoc-ba.png")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert files_of(draft) == {"transcript": 1}


def test_a_choice_that_did_not_arrive_draws_the_form_when_the_line_is_back(
    asked: tuple[Page, Draft],
) -> None:
    page, draft = asked
    page.route("**/nhap/**", lambda route: route.abort(), times=1)
    page.get_by_label("Đang học và muốn chuyển trường").check()
    expect(page.locator("[data-saved]")).to_contain_text("Chưa lưu được")
    expect(page.get_by_label("Trong tỉnh Đắk Lắk")).to_be_visible()
    assert kept(draft)["kind"] == "transfer"


@pytest.mark.parametrize("what", ["choice", "file"])
def test_a_refused_request_that_draws_is_said_so(papers: tuple[Page, Draft], what: str) -> None:
    page, _draft = papers
    page.context.clear_cookies(name="sessionid")
    if what == "choice":
        page.get_by_label("Có: tôi có địa chỉ").check()
    else:
        page.locator("input[type=file][name=transcript]").set_input_files(picture("hoc-ba.png"))
    expect(page.locator("[data-saved]")).to_contain_text("Bạn đã bị đăng xuất, chưa lưu được")
