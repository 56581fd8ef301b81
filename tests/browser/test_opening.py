"""The page of a new site's administrator at a phone and at a desk: nothing cut, nothing that axe
minds.
"""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from organisations.models import User
from organisations.seed import seed_organisations
from tests.browser.conftest import DESK, PHONE, Open
from tests.browser.test_looks import NARROW, shoot

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("size", [NARROW, PHONE, DESK], ids=lambda size: str(size["width"]))
def test_every_step_can_be_read_and_pressed(
    transactional_db: None, open_page: Open, settings: Any, size: dict[str, int]
) -> None:
    seed_organisations()
    settings.DEMO, settings.LETTERS_INTO_FILES, settings.SEAL_PKCS12 = False, True, "/nowhere.p12"
    page = open_page(
        size,
        user=User.objects.create(username="goc", is_staff=True, is_superuser=True, is_demo=True),
    )
    page.goto("/quan-tri/")
    shoot(page, f"opening-index-{size['width']}")
    way = page.get_by_role("link", name="Đưa hệ thống vào hoạt động")
    assert way.bounding_box()["height"] >= 44
    way.click()
    expect(page.locator(".opening-step")).to_have_count(9)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    for link in page.locator(".opening-ways a").all():
        box = link.bounding_box()
        assert box and box["height"] >= 44 and box["x"] + box["width"] <= size["width"]
    shoot(page, f"opening-{size['width']}")
