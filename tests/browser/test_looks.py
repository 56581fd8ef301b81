"""What only a browser shows: narrow headers, forced colours, paper, a quiet console. Pictures go to
SHOTS.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, Open, apart
from tests.people import World, draft_of, officer, publish
from workflows import actions
from workflows.models import Dossier, WorkItem

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NARROW = {"width": 320, "height": 640}


def shoot(page: Any, name: str) -> None:
    """A picture for the eye, where a folder is named."""
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=Path(folder, f"{name}.png"), full_page=True)


@pytest.fixture
def dossier(world: World) -> Dossier:
    return apart(lambda: actions.submit(draft_of(world), world.huong))


def test_the_header_is_one_line_at_320_pixels(
    world: World, dossier: Dossier, open_page: Open
) -> None:
    page = open_page(NARROW, user=world.huong)
    page.goto(f"/ho-so/{dossier.code}/")
    assert page.locator(".site-header").bounding_box()["height"] < 80
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    line = page.locator(".lead .code")
    assert line.bounding_box()["height"] < 40, "the code is not broken at its hyphen"
    shoot(page, "dossier-320")


def test_forced_colours_show_where_one_is(world: World, dossier: Dossier, open_page: Open) -> None:
    page = open_page(DESK, user=world.lan)
    page.emulate_media(forced_colors="active")
    page.goto("/mot-cua/hang-cho/ttpvhcc-daklak/receptionist/")
    seen = "e => { const s = getComputedStyle(e); return s.backgroundColor + s.outlineStyle }"
    chosen = page.locator(".filters a[aria-current]").first.evaluate(seen)
    others = page.locator(".filters a:not([aria-current])").first.evaluate(seen)
    assert chosen != others and "solid" in chosen
    shoot(page, "queue-forced")


def test_a_printed_dossier_has_the_answers_and_whose_it_is(
    world: World, dossier: Dossier, open_page: Open
) -> None:
    page = open_page(DESK, user=world.huong)
    page.goto(f"/ho-so/{dossier.code}/")
    assert not page.get_by_text("THPT Buôn Ma Thuột").first.is_visible()
    page.emulate_media(media="print")
    assert page.get_by_text("Sở Giáo dục và Đào tạo Đắk Lắk ·").is_visible()
    assert page.locator(".only-print").get_by_text("066198001234").first.is_visible()
    shoot(page, "dossier-print")


@pytest.mark.parametrize(("name", "size"), [("320", NARROW), ("390", PHONE), ("1280", DESK)])
def test_a_choice_narrows_the_grades_and_leaves_the_console_quiet(
    world: World, open_page: Open, name: str, size: dict[str, int]
) -> None:
    apart(lambda: publish("school-transfer"))
    page = open_page(size, user=world.huong)
    said: list[str] = []
    page.on(
        "console", lambda message: said.append(message.text) if message.type == "error" else None
    )
    page.goto("/thu-tuc/school-transfer/nop/")
    shoot(page, f"apply-{name}")
    page.get_by_role("button", name="Bắt đầu").click()
    page.goto(page.url.replace("/what/", "/school/"))
    page.get_by_label("Trường xin chuyển đến").select_option("thpt-buon-ma-thuot")
    page.get_by_text("Lớp 6", exact=True).wait_for(state="detached")
    expect(page.get_by_text("Lớp 11", exact=True)).to_be_visible()
    shoot(page, f"school-{name}")
    assert not [line for line in said if "Content Security Policy" in line], said
    page.goto("/?q=bang+tot+nhiep")
    shoot(page, f"near-{name}")
    page.goto("/kiem-tra/")
    shoot(page, f"check-{name}")


#: Height of every control that does not stand in a sentence or is a card's title (the whole card is
#: pressed), pixels.
SMALL = """() => [...document.querySelectorAll('main a, main button, main summary, main label:has(> input), header a')]
  .filter((one) => one.offsetParent && !one.matches('.card-link, .queue-link, .sr-only')
    && ![...one.parentNode.childNodes].some((near) => near !== one && (near.nodeType === 3 ? near.textContent.trim()
      : near.matches?.('.code, strong, b, em'))) && one.getBoundingClientRect().height < 43.5)
  .map((one) => `${one.textContent.trim()} ${Math.round(one.getBoundingClientRect().height)}`)"""


def test_what_one_taps_is_44_pixels_high(world: World, dossier: Dossier, open_page: Open) -> None:
    draft, task = apart(lambda: draft_of(world)), WorkItem.objects.get(process=dossier)
    citizen = [
        f"/nhap/{draft.pk}/{page}/"
        for page in ("who", "contact", "diploma", "delivery", "kiem-tra", "xoa")
    ]
    citizen += [
        "/",
        "/?q=mat bang",
        "/ho-so/",
        f"/ho-so/{dossier.code}/",
        f"/ho-so/{dossier.code}/rut/",
        "/thong-bao/",
    ]
    office = [
        "/mot-cua/",
        "/mot-cua/hang-cho/ttpvhcc-daklak/receptionist/",
        f"/mot-cua/viec/{task.pk}/",
    ]
    found: dict[str, list[str]] = {}
    for user, addresses in ((world.huong, citizen), (world.lan, office)):
        page = open_page(PHONE, user=user)
        for address in addresses:
            page.goto(address)
            for head in page.locator(".outcome-head").all():
                head.click()
                found[address] = found.get(address, []) + page.evaluate(SMALL)
            found[address] = found.get(address, []) + page.evaluate(SMALL)
    assert {address: small for address, small in found.items() if small} == {}


#: Hints inside of boxes that are wider than their box.
CUT = """() => { const pen = document.createElement('canvas').getContext('2d');
  return [...document.querySelectorAll('[placeholder]')].filter((box) => box.offsetParent).filter((box) => {
    const look = getComputedStyle(box); pen.font = `${look.fontSize} ${look.fontFamily}`;
    const free = box.clientWidth - parseFloat(look.paddingLeft) - parseFloat(look.paddingRight);
    return pen.measureText(box.placeholder).width > free;
  }).map((box) => box.placeholder) }"""


@pytest.mark.parametrize("size", [NARROW, PHONE, DESK])
def test_no_hint_inside_a_box_is_cut(world: World, open_page: Open, size: dict[str, int]) -> None:
    apart(lambda: publish("school-licence"))
    keeper = apart(
        lambda: officer(
            "giu-so", "Bùi Thị Thảo", "book_keeper", world.binh.assignments.get().authority, ""
        )
    )
    page = open_page(size, user=keeper)
    for address in ("/", "/mot-cua/", "/mot-cua/giay-phep/", "/so-giay-phep/"):
        page.goto(address)
        assert page.evaluate(CUT) == [], address


def test_day_month_and_year_stay_within_a_narrow_panel(world: World, open_page: Open) -> None:
    draft = apart(lambda: draft_of(world))
    page = open_page(NARROW, user=world.huong)
    page.goto(f"/nhap/{draft.pk}/who/")
    outside = """row => { row.style.width = '13rem'; return [...row.querySelectorAll('input')].filter((box) =>
      box.getBoundingClientRect().right > row.getBoundingClientRect().right + 1).map((box) => box.name) }"""
    assert page.locator(".date-row").first.evaluate(outside) == []
