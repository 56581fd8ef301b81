"""Several papers of one dossier beside the decision: each opens when it is pressed, and nothing
typed is lost.
"""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import expect

from forms.files.uploads import store
from organisations.models import User
from tests.browser.conftest import DESK, Open, apart
from tests.people import World, draft_of
from tests.portal.test_files import picture
from workflows import actions
from workflows.models import WorkItem

pytestmark = pytest.mark.browser


def stored(owner: User, name: str) -> str:
    return str(
        store(SimpleUploadedFile(name, picture(), "image/png"), owner, ("image",), 1_000_000).pk
    )


@pytest.fixture
def item(world: World) -> WorkItem:
    def file() -> WorkItem:
        papers = [stored(world.huong, name) for name in ("mot.png", "hai.png")]
        dossier = actions.submit(draft_of(world, old_copy=papers), world.huong)
        return WorkItem.objects.get(process=dossier, finished__isnull=True)

    return apart(file)


@pytest.mark.parametrize("javascript", [True, False])
def test_each_paper_opens_and_the_reason_stays(
    world: World, item: WorkItem, open_page: Open, javascript: bool
) -> None:
    page = open_page(DESK, user=world.lan, javascript=javascript)
    page.goto(f"/mot-cua/viec/{item.pk}/")
    page.locator(".outcome-head", has_text="Không tiếp nhận").click()
    reason = page.locator("#reason-refuse")
    reason.fill("Sổ gốc ở nơi khác.")
    opens = "link" if javascript else "button"
    shown = page.locator(".paper-name")
    expect(shown).to_contain_text("mot.png")
    for name in ("hai.png", "mot.png"):
        page.locator(".case-application").get_by_role(opens, name=name).click()
        expect(shown).to_contain_text(name)
        expect(reason).to_have_value("Sổ gốc ở nơi khác.")
    tabs = page.locator(".paper-tabs").get_by_role(opens)
    expect(tabs).to_have_count(2)
    tabs.nth(1).click()
    expect(shown).to_contain_text("hai.png")
    page.locator(".views").get_by_role(opens, name="Nhật ký").click()
    expect(page.get_by_text("Phiếu kiểm soát")).to_be_visible()
    page.get_by_role("button", name="Nhận việc").click()
    expect(page.get_by_text("Bạn đã nhận hồ sơ")).to_be_visible()
    expect(reason).to_have_value("Sổ gốc ở nơi khác.")
    expect(page.get_by_label("Không tiếp nhận")).to_be_checked()


@pytest.mark.parametrize("javascript", [True, False])
def test_enter_in_a_box_of_the_register_searches_there(
    world: World, item: WorkItem, open_page: Open, javascript: bool
) -> None:
    apart(lambda: actions.decide(item, world.lan, "accept"))
    checking = WorkItem.objects.get(process=item.process_id, finished__isnull=True)
    page = open_page(DESK, user=world.binh, javascript=javascript)
    page.goto(f"/mot-cua/viec/{checking.pk}/?xem=nhat-ky")
    page.locator(".views").get_by_role("link" if javascript else "button", name="Sổ gốc").click()
    page.get_by_text("Tìm lại bằng từ khác").click()
    school = page.get_by_label("Trường", exact=True)
    school.fill("Trường không có")
    school.press("Enter")
    expect(page.locator(".find[open]")).to_be_visible()
    expect(page.locator(".views [aria-current]").first).to_contain_text("Sổ gốc")
    expect(school).to_have_value("Trường không có")
