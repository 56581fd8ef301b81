"""An opening on a telephone: waiting, one's turn, and what was wanted; nothing is pressed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from portal.http.waiting import page as pages
from tests.browser.conftest import DESK, PHONE, Open, apart
from tests.people import World
from waiting_line import joining
from waiting_line.board import BOARD
from waiting_line.models import Line

pytestmark = [pytest.mark.browser, pytest.mark.slow]
APPLY = "/thu-tuc/diploma-copy/nop/"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Browsers ask again after two seconds, not twenty."""
    monkeypatch.setattr(pages, "NEAR", 2)
    yield
    BOARD.lines = ()


def opened() -> Line:
    """A line that opened just now, with forty before whoever comes."""
    now = timezone.now()
    line = Line.objects.create(
        key="ban-sao",
        title="Cấp bản sao văn bằng",
        addresses=APPLY,
        opens_at=now - dt.timedelta(seconds=1),
        advanced_at=now,
    )
    BOARD.refresh()
    for n in range(40):
        joining.join(line.pk, line.key, f"crowd{n}")
    BOARD.refresh()
    return line


def all_let_in(line: Line) -> None:
    Line.objects.filter(pk=line.pk).update(admitted=41, advanced_at=timezone.now())
    BOARD.refresh()


@pytest.mark.parametrize("javascript", [False, True])
def test_a_mother_waits_and_is_led_on_by_herself(
    world: World, open_page: Open, javascript: bool
) -> None:
    line = opened()
    page = open_page(PHONE, world.huong, javascript=javascript)
    page.goto(APPLY)
    expect(page.get_by_role("heading", name="Cấp bản sao văn bằng")).to_be_visible()
    expect(page.locator(".waiting-figure")).to_have_text("41")
    expect(page.get_by_text("Không phải cuộc đua")).to_be_visible()
    page.context.clear_cookies(name="cho-ban-sao")
    page.reload()
    expect(page.locator(".waiting-figure")).to_have_text("41")
    apart(lambda: all_let_in(line))
    expect(page.get_by_role("heading", name="Trước khi bắt đầu")).to_be_visible()


def test_a_stranger_keeps_a_place_by_name_before_signing_in(world: World, open_page: Open) -> None:
    line = opened()
    page = open_page(DESK, javascript=False)
    page.goto(APPLY)
    page.get_by_label("Tài khoản bạn sẽ dùng").fill("huong")
    page.get_by_role("button", name="Giữ chỗ").click()
    expect(page.locator(".waiting-figure")).to_have_text("41")
    apart(lambda: all_let_in(line))
    expect(page.get_by_role("heading", name="Trước khi bắt đầu")).to_be_visible()
