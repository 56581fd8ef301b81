"""The clerk of the seal reads what a signed document lacks, and gives the dossier back: by phone
and desk, with scripts and without.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Open, apart
from tests.browser.test_accessibility import overflow, serious
from tests.browser.test_office_axe import task_of
from tests.people import World
from tests.portal.test_office_way_back import WHY, stuck_at_the_seal
from workflows.models import Dossier, WorkItem

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def dossier(world: World) -> Dossier:
    return apart(lambda: stuck_at_the_seal(world))


def look(page: Page, name: str) -> None:
    """Keep a picture where SHOTS names a folder."""
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.mark.parametrize(
    ("viewport", "scripts"), [(PHONE, False), (DESK, True)], ids=["phone", "desk"]
)
def test_the_clerk_gives_it_back(
    world: World,
    dossier: Dossier,
    open_page: Open,
    viewport: dict[str, int],
    scripts: bool,
    request: Any,
) -> None:
    page = open_page(viewport, world.anh, javascript=scripts)
    page.goto(task_of(dossier))
    page.get_by_label("Cấp số, đóng dấu").check()
    lacking = page.locator(".outcome-missing").first
    expect(lacking).to_contain_text("chưa lập được vì còn thiếu")
    expect(lacking).to_contain_text("Đối chiếu sổ gốc")
    look(page, f"seal-{viewport['width']}")
    if scripts:
        expect(page.locator("[name=do-decide]")).to_be_disabled()
        assert serious(page) + overflow(page) == []
    page.get_by_label("Trả lại bước “Đối chiếu sổ gốc”").check()
    page.locator("[name=reason-bring-back-check]").fill(WHY)
    look(page, f"back-{viewport['width']}")
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    page.locator("[name=do-decide]").click()
    expect(page.get_by_text("Trả lại bước “Đối chiếu sổ gốc”:")).to_be_visible()
    assert apart(lambda: WorkItem.objects.get(process=dossier, finished=None).step) == "check"
