"""axe finds nothing serious on any view of the officer's pages, phone or desk, refused or not."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from figures import sweeping
from organisations.models import User
from organisations.seed import seed_organisations
from tests.browser.conftest import DESK, PHONE, Open, apart
from tests.browser.test_accessibility import open_everything, overflow, serious
from tests.people import World, draft_of
from tests.portal.conftest import decide
from tests.procedures.schools import answers, make_schools
from tests.procedures.walking import decide as school_decides
from tests.procedures.walking import filed, item
from workflows import actions
from workflows.models import Dossier, WorkItem

pytestmark = [pytest.mark.browser, pytest.mark.slow]
VIEWPORTS = pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])


@pytest.fixture
def checking(world: World) -> Dossier:
    """A dossier that waits for the expert, one behind it, and one whose applicant asked to stop."""
    return apart(lambda: use(world))


def use(world: World) -> Dossier:
    dossiers = [actions.submit(draft_of(world), world.huong) for _number in range(3)]
    for dossier in dossiers:
        decide(dossier, world.lan, "accept")
    actions.withdraw(Dossier.objects.get(pk=dossiers[2].pk), world.huong, "Không cần nữa.")
    return dossiers[0]


def task_of(dossier: Dossier) -> str:
    return f"/mot-cua/viec/{WorkItem.objects.get(process=dossier, finished__isnull=True).pk}/"


def faults(page: Page, address: str) -> list[str]:
    page.goto(address)
    open_everything(page)
    return serious(page) + overflow(page)


@VIEWPORTS
def test_every_view_of_a_task_and_of_its_dossier(
    world: World, checking: Dossier, open_page: Open, viewport: dict[str, int]
) -> None:
    page, found = open_page(viewport, world.binh), {}
    for base in (task_of(checking), f"/mot-cua/ho-so/{checking.code}/"):
        for view in ("giay-to", "so-goc", "thoi-han", "nhat-ky", "van-ban", "so-do"):
            found[f"{base} {view}"] = faults(page, f"{base}?xem={view}")
    assert not {address: said for address, said in found.items() if said}


@VIEWPORTS
def test_lists_search_and_withdrawals(
    world: World, checking: Dossier, open_page: Open, viewport: dict[str, int]
) -> None:
    page = open_page(viewport, world.lan)
    for address in (
        "/mot-cua/",
        "/mot-cua/xin-rut/",
        "/mot-cua/tim/?q=huong",
        "/mot-cua/tim/?q=khongco",
    ):
        assert not faults(page, address), address
    assert not faults(open_page(viewport, world.binh), "/mot-cua/hang-cho/sgddt-daklak/expert/")


@VIEWPORTS
def test_each_outcome_opened_a_refusal_and_the_list_of_keys(
    world: World, checking: Dossier, open_page: Open, viewport: dict[str, int]
) -> None:
    page = open_page(viewport, world.binh)
    page.goto(task_of(checking))
    for number in "123":
        page.keyboard.press(number)
        assert not serious(page), number
    page.keyboard.press("?")
    assert not serious(page)
    bare = open_page(viewport, world.binh, javascript=False)
    bare.goto(task_of(checking))
    bare.get_by_role("button", name="Thực hiện").click()
    expect(bare.get_by_text("Hãy chọn một trong các kết quả xử lý.")).to_be_visible()


@VIEWPORTS
def test_what_a_head_sees(
    world: World, checking: Dossier, open_page: Open, viewport: dict[str, int]
) -> None:
    apart(lambda: decide(checking, world.binh, "found", match=str(world.diploma.pk)))
    head: User = world.dung
    page = open_page(viewport, head)
    assert not faults(page, task_of(checking))
    assert not faults(page, f"/mot-cua/ho-so/{checking.code}/")


@VIEWPORTS
def test_figures_and_questions(
    transactional_db: Any, open_page: Open, viewport: dict[str, int]
) -> None:
    """The statistics of a head, and of everybody; the inbox of a school that is asked, and one
    question.
    """
    seed_organisations()
    schools = make_schools()
    dossier = school_decides(
        filed(schools.version, schools.mother, answers()), "receive", schools.office, "accept"
    )
    sweeping.sweep()
    page = open_page(viewport, schools.old_principal)
    for address in ("/mot-cua/y-kien/", f"/mot-cua/y-kien/{item(dossier, 'ask_release').pk}/"):
        assert not faults(page, address), address
    assert not faults(open_page(viewport, schools.principal), "/mot-cua/thong-ke/")
    assert not faults(open_page(viewport), "/thong-ke/")
