"""Who leaves a half-written form by a link finds their words when they come back; nothing is sent
or decided.
"""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Page, expect

from portal.http import held_form
from tests.browser.conftest import DESK, PHONE, Open, apart
from tests.people import World, draft_of
from tests.workflows.test_reply import asked
from workflows import actions
from workflows.applicant.supplements import Missing
from workflows.models import Entry, WorkItem

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WITHIN = 60  # seconds until what the script sends while the page goes has arrived


def leave(page: Page, name: str) -> None:
    """Go to another page by its link, and wait until the session of the browser holds what was
    typed.
    """
    session = next(
        one["value"]
        for one in page.context.cookies()
        if one["name"] == settings.SESSION_COOKIE_NAME
    )
    before = held_in(session)
    page.get_by_role("link", name=name, exact=True).first.click()
    give_up = time.monotonic() + WITHIN
    while held_in(session) == before:
        assert time.monotonic() < give_up, "nothing was kept"
        time.sleep(0.1)


def held_in(session: str) -> Any:
    return apart(lambda: SessionStore(session).get(held_form.KEY))


def test_an_answer_to_a_question(world: World, open_page: Open) -> None:
    dossier = apart(lambda: asked(world))
    page = open_page(PHONE, user=world.huong)
    page.goto(f"/ho-so/{dossier.code}/tra-loi/")
    page.get_by_label("Không", exact=True).check()
    page.get_by_label("Lý do không đồng ý").fill("Tên trường sai")
    leave(page, "Quay lại")
    page.goto(f"/ho-so/{dossier.code}/tra-loi/")
    expect(page.get_by_label("Lý do không đồng ý")).to_have_value("Tên trường sai")
    expect(page.get_by_label("Không", exact=True)).to_be_checked()
    expect(page.get_by_text("đã có lại trong biểu mẫu")).to_be_visible()
    leave(page, "Quay lại")  # without another key
    page.goto(f"/ho-so/{dossier.code}/tra-loi/")
    expect(page.get_by_label("Lý do không đồng ý")).to_have_value("Tên trường sai")
    assert not Entry.objects.filter(dossier=dossier, act="reply").exists()
    page.get_by_role("button", name="Gửi câu trả lời").click()
    expect(page.get_by_text("Đã gửi câu trả lời.")).to_be_visible()


def test_a_decision(world: World, open_page: Open) -> None:
    dossier = apart(lambda: actions.submit(draft_of(world), world.huong))
    item = WorkItem.objects.get(process=dossier)
    page = open_page(DESK, user=world.lan)
    page.goto(f"/mot-cua/viec/{item.pk}/")
    page.locator(".outcome-head", has_text="Không tiếp nhận").click()
    page.locator("#reason-refuse").fill("Sổ gốc ở nơi khác.")
    leave(page, "Trang hồ sơ")
    page.goto(f"/mot-cua/viec/{item.pk}/")
    expect(page.locator("#reason-refuse")).to_have_value("Sổ gốc ở nơi khác.")
    expect(page.get_by_label("Không tiếp nhận")).to_be_checked()
    item.refresh_from_db()
    assert item.finished is None


def test_a_page_that_was_refused_with_nothing_typed_has_nothing_to_give_back(
    world: World, open_page: Open
) -> None:
    dossier = apart(lambda: actions.submit(draft_of(world), world.huong))
    missing = [Missing("section:diploma", "Chưa ghi số hiệu.")]
    apart(
        lambda: actions.decide(
            WorkItem.objects.get(process=dossier), world.lan, "supplement", missing=missing
        )
    )
    page = open_page(PHONE, user=world.huong)
    page.goto(f"/ho-so/{dossier.code}/bo-sung/")
    page.get_by_role("button", name="Gửi phần bổ sung").click()
    expect(page.get_by_text("Bạn chưa sửa")).to_be_visible()
    page.get_by_role("link", name=dossier.code).click()
    expect(page.get_by_role("link", name="Bổ sung hồ sơ")).to_be_visible()
    page.wait_for_timeout(500)  # whatever the page sent as it went has arrived
    page.goto(f"/ho-so/{dossier.code}/bo-sung/")
    expect(page.get_by_text("đã có lại trong biểu mẫu")).to_have_count(0)
