"""Many tasks at once in a browser: chosen, confirmed and watched, without scripts and on a narrow
phone too.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from foundation import broker
from organisations.models import User
from tests.browser.conftest import DESK, PHONE, Open, apart
from tests.browser.test_accessibility import overflow, serious
from tests.people import World
from tests.workflows.many import at_step, settle
from workflows.bulk import orders
from workflows.models import WorkItem

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NARROW = {"width": 320, "height": 700}
PAGE = "/mot-cua/hang-cho/ttpvhcc-daklak/receptionist/"
#: Where pictures of the pages are kept, for whoever wants to look at them.
KEPT = os.environ.get("MANY_PICTURES", "")


def three_waiting(world: World) -> list[WorkItem]:
    User.objects.update(is_demo=True)
    return at_step(world, "receive", 3)


def faults(page: Page, name: str) -> list[str]:
    if KEPT:
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=Path(KEPT, f"{name}-{width}.png"), full_page=True)
    return [*serious(page), *overflow(page)]


@pytest.mark.parametrize("viewport", [NARROW, PHONE, DESK], ids=["narrow", "phone", "desk"])
def test_three_dossiers_are_received_by_one_answer(
    world: World, open_page: Open, viewport: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broker, "_quiet_until", float("inf"))  # what is owed waits for us
    tasks = apart(lambda: three_waiting(world))
    page = open_page(viewport, world.lan)
    page.goto(PAGE)
    page.get_by_role("link", name="Xử lý nhiều hồ sơ").click()
    found = faults(page, "offers")
    page.get_by_role("link", name="Tiếp nhận (3)").click()
    page.get_by_label(tasks[0].process.code).check()
    page.get_by_label(tasks[1].process.code).check()
    found += faults(page, "chosen")
    page.get_by_role("button", name="Xem lại trước khi làm").click()
    expect(page.get_by_role("heading", name="Tiếp nhận: 2 hồ sơ")).to_be_visible()
    found += faults(page, "confirm")
    page.get_by_role("button", name="Tiếp nhận: 2 hồ sơ").click()
    expect(page.get_by_text("Đã xong 0 trên 2 hồ sơ").first).to_be_visible()
    found += faults(page, "waiting")
    apart(settle)
    expect(page.get_by_text("Đã xong 2 trên 2 hồ sơ").first).to_be_visible()  # by itself
    found += faults(page, "done")
    assert not found


def test_without_scripts_the_page_of_an_order_asks_again_by_itself(
    world: World, open_page: Open
) -> None:
    tasks = apart(lambda: three_waiting(world))
    page = open_page(PHONE, world.lan, javascript=False)
    page.goto(f"{PAGE}nhieu/?viec={world.version.pk}:receive:accept")
    page.get_by_label("Tất cả 3 hồ sơ").check()
    page.get_by_role("button", name="Xem lại trước khi làm").click()
    apart(lambda: _decided_elsewhere(world, tasks[0]))
    page.get_by_role("button", name="Tiếp nhận: 3 hồ sơ").click()
    expect(page.get_by_text("Danh sách đã đổi từ lúc bạn xem.")).to_be_visible()
    page.get_by_role("button", name="Tiếp nhận: 2 hồ sơ").click()
    expect(page.get_by_text("Đã xong 2 trên 2 hồ sơ").first).to_be_visible()


def _decided_elsewhere(world: World, item: WorkItem) -> None:
    from workflows import actions

    actions.decide(item, world.lan, "accept")


def test_a_refused_dossier_is_named_with_its_sentence(world: World, open_page: Open) -> None:
    def refused() -> str:
        tasks = three_waiting(world)
        _decided_elsewhere(world, tasks[0])
        wanted = orders.Wanted(
            "decide", {"outcome": "accept"}, world.version, "receive", world.centre, "receptionist"
        )
        run = orders.order(wanted, tasks, world.lan, "vi")
        settle()
        return f"/mot-cua/nhieu/{run.pk}/"

    address = apart(refused)
    for viewport in (NARROW, DESK):
        page = open_page(viewport, world.lan)
        page.goto(address)
        expect(page.get_by_text("Hoàng Thị Lan đã xử lý việc này trước bạn.")).to_be_visible()
        assert not faults(page, "refused")
