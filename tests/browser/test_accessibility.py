"""axe finds nothing serious on any page, for nobody, neither on a phone nor at a desk (WCAG 2.2
AA).

In CI officers at their desks and citizens on phones; `make faults` takes everybody on both.
"""

from __future__ import annotations

import os
from itertools import product
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from documents.models import Document
from organisations.models import User
from tests.browser.conftest import DESK, PHONE, Open, apart
from tests.people import World, draft_of
from tests.portal.conftest import decide
from tests.portal.test_dossiers import issue
from workflows import actions

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LONG = os.environ.get("FAULTS") == "long"
OFFICERS = ("lan", "binh", "dung", "anh")
EVERY = [*product(("nobody", "huong"), ("phone", "desk")), *product(OFFICERS, ("desk", "phone"))]
#: Whom the crawl follows, and on what: officers sit at desks; `make faults` takes their phones too,
#: and a citizen's desk.
CRAWLED = [
    pytest.param(who, {"phone": PHONE, "desk": DESK}[on], id=f"{who}-{on}")
    for who, on in EVERY
    if LONG or ((who, on) != ("huong", "desk") and not (who in OFFICERS and on == "phone"))
]
SERIOUS = {"serious", "critical"}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
MOST_PAGES = 60
#: Not pages of ours, or pages that do something: files, Django's admin.
SKIPPED = ("/tep/", "/van-ban/", "/thong-ke/tai-ve/", "/quan-tri/", "/static/")


@pytest.fixture
def dossiers(world: World) -> World:
    """A site in use: dossiers at every stage."""
    apart(lambda: use(world))
    return world


def use(world: World) -> None:
    """One issued, one waiting for a supplement, one for the expert, one new, and a draft."""
    issue(world, actions.submit(draft_of(world), world.huong))
    decide(
        actions.submit(draft_of(world), world.huong),
        world.lan,
        "supplement",
        reason="Ảnh giấy tờ mờ.",
    )
    decide(actions.submit(draft_of(world), world.huong), world.lan, "accept")
    draft_of(world, relation="family")
    actions.submit(draft_of(world), world.huong)


@pytest.mark.parametrize(("who", "viewport"), CRAWLED)
def test_no_page_is_hard_to_use(
    dossiers: World, open_page: Open, viewport: dict[str, int], who: str
) -> None:
    user: User | None = getattr(dossiers, who, None)
    page = open_page(viewport, user)
    faults = {
        address: found
        for address in crawl(page, starts(who))
        if (found := serious(page) + overflow(page))
    }
    assert not faults, "\n".join(f"{address}: {found}" for address, found in faults.items())


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_refused_forms_are_not_either(
    dossiers: World, open_page: Open, viewport: dict[str, int]
) -> None:
    page = open_page(viewport, dossiers.huong)
    page.goto("/thu-tuc/diploma-copy/nop/")
    page.get_by_role("button", name="Viết hồ sơ mới").click()
    for section in ("who", "contact", "diploma"):
        page.goto(page.url.rsplit("/", 2)[0] + f"/{section}/")
        page.locator(".actions button").first.click()
        expect(page.locator(".error-summary")).to_be_focused()
        assert not serious(page), section
    stranger = open_page(viewport)
    stranger.goto("/tra-cuu/")
    stranger.get_by_label("Mã hồ sơ").fill("H15.50-261123-9999")
    stranger.get_by_label("Số điện thoại").fill("0905123456")
    stranger.get_by_role("button", name="Tra cứu").click()
    assert not serious(stranger)


def starts(who: str) -> list[str]:
    """Where a crawl begins; the check of a real document is linked from nowhere but its QR."""
    code = Document.objects.get(kind="BS", state="SEALED").code
    begin = ["/", f"/k/{code}", "/k/7K2MQ9ZD4XWE", "/dung-thu/", "/khong-co-trang-nay/"]
    return begin if who == "nobody" else [*begin, "/ho-so/", "/thong-bao/", "/mot-cua/"]


def crawl(page: Page, first: list[str]) -> Any:
    """Opens every page that links lead to, one of each kind, and yields its address while it is
    open.
    """
    waiting, seen = list(first), set()
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        kind = kind_of(address)
        if kind in seen or address.startswith(SKIPPED) or kind.endswith(".ics"):
            continue
        seen.add(kind)
        page.goto(address)
        open_everything(page)
        yield address
        links = page.eval_on_selector_all("a[href]", "all => all.map(each => each.href)")
        waiting += [path for link in links if (path := own_path(page, link))]


def own_path(page: Page, link: str) -> str:
    here, there = urlsplit(page.url), urlsplit(link)
    query = f"?{there.query}" if there.query else ""
    return there.path + query if there.netloc == here.netloc else ""


def kind_of(address: str) -> str:
    """Pages that differ only in a number of pages or a search are one kind; every dossier is its
    own.
    """
    return urlsplit(address).path


def open_everything(page: Page) -> None:
    """What is folded must be usable too. The menu lies over the page while it is open: one page
    shows it, the first.
    """
    folded = "details" if urlsplit(page.url).path == "/" else "details:not(.menu)"
    page.evaluate(
        "which => document.querySelectorAll(which).forEach(each => { each.open = true })", folded
    )


def serious(page: Page) -> list[str]:
    """axe's serious and critical findings, with the element they are about."""
    rules = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}}
    found = Axe().run(page, options=rules).response["violations"]
    return [
        f"{each['id']} at {each['nodes'][0]['target']}"
        for each in found
        if each["impact"] in SERIOUS
    ]


def overflow(page: Page) -> list[str]:
    """A page wider than the screen must be scrolled in two directions (WCAG 1.4.10)."""
    wide = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    return ["wider than the screen"] if wide else []
