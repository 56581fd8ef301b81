"""On a slow network somebody types before the page is ready, or while it is drawn again: nothing typed is lost."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Route, expect

from organisations.seed import seed_organisations
from tests.browser.conftest import PHONE, Open, apart
from tests.procedures.schools import Schools, make_schools
from workflows.models import Draft

pytestmark = pytest.mark.browser


@pytest.fixture
def schools(transactional_db: Any) -> Schools:
    seed_organisations()
    return make_schools()


def test_what_is_typed_while_the_form_is_drawn_again_stays_and_is_saved(schools: Schools, open_page: Open) -> None:
    draft = apart(lambda: Draft.objects.create(owner=schools.mother, version=schools.version))
    page = open_page(PHONE, user=schools.mother)
    page.goto(f"/nhap/{draft.pk}/what/")
    held: list[Route] = []
    page.route(
        "**/nhap/**",
        lambda route: held.append(route) if "reload" in (route.request.post_data or "") else route.continue_(),
    )
    with page.expect_request(lambda request: "reload" in (request.post_data or "")):
        page.get_by_label("Đang học và muốn chuyển trường").check()
    page.get_by_label("Họ và tên").fill("H'Lan Niê")
    page.get_by_label("Cha hoặc mẹ của học sinh").check()
    held[0].continue_()
    expect(page.get_by_label("Trong tỉnh Đắk Lắk")).to_be_visible()
    expect(page.get_by_label("Họ và tên")).to_have_value("H'Lan Niê")
    expect(page.get_by_label("Cha hoặc mẹ của học sinh")).to_be_checked()
    with page.expect_response(lambda answer: "autosave" in (answer.request.post_data or "")):
        pass
    kept = apart(lambda: Draft.objects.get(pk=draft.pk).answers)
    assert kept["kind"] == "transfer" and kept["relation"] == "parent" and kept["applicant"]["name"] == "H'Lan Niê"


def test_what_is_chosen_before_the_scripts_have_come_counts(schools: Schools, open_page: Open) -> None:
    draft = apart(lambda: Draft.objects.create(owner=schools.mother, version=schools.version))
    page = open_page(PHONE, user=schools.mother)
    held: list[Route] = []
    page.route("**/*htmx*.js", lambda route: held.append(route))  # noqa: PLW0108 - wants a function of its own
    page.goto(f"/nhap/{draft.pk}/what/", wait_until="commit")
    page.get_by_label("Đang học và muốn chuyển trường").check()
    page.get_by_label("Họ và tên").fill("H'Lan Niê")
    for one in held:
        one.continue_()
    expect(page.get_by_label("Trong tỉnh Đắk Lắk")).to_be_visible()
    expect(page.get_by_label("Họ và tên")).to_have_value("H'Lan Niê")
