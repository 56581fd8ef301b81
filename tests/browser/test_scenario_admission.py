"""On a telephone: from the page of the round a parent applies with three wishes, orders them, files,
and changes the order afterwards.
"""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from admissions import acts
from organisations.roles import ADMISSIONS
from portal.demo import admissions as demo
from tests.browser.conftest import PHONE, Open, apart
from tests.browser.test_looks import shoot
from tests.people import World, officer, publish
from tests.procedures.admissions import answers
from workflows.models import Dossier, Draft

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def opened(world: World) -> str:
    """A round of the demo's plan, open since a week ago; its slug."""
    publish("grade-10-admission")
    thu = officer("thu", "Võ Thị Thu", ADMISSIONS, world.department, "Thư ký")
    year = timezone.localdate().year + 1
    made = acts.make_round(demo.plan_text(f"lop-10-{year}", year, starts=-7), thu)
    acts.publish_plan(made.plans.get(), world.dung)
    made.refresh_from_db()
    acts.move(made, "open", world.dung)
    return made.slug


def filled(slug: str) -> None:
    """The pages before the wishes, filled in: their own scenarios type them."""
    draft = Draft.objects.get()
    given = answers(round=slug)
    del given["wishes"]
    draft.answers = {**draft.answers, **given}
    draft.save()


def test_three_wishes_are_chosen_ordered_filed_and_ordered_anew(
    world: World, open_page: Open
) -> None:
    slug = apart(lambda: opened(world))
    page = open_page(PHONE, user=world.huong)
    page.goto(f"/tuyen-sinh/{slug}/")
    shoot(page, "admission-round")
    page.get_by_role("link", name="Đăng ký dự tuyển").click()
    page.get_by_role("button", name="Bắt đầu").click()
    apart(lambda: filled(slug))
    page.goto(page.url.replace("/pupil/", "/choice/"))
    rows = page.locator(".order-row .order-name")
    for number, programme in enumerate(("bmt", "bmt-toan", "ngt"), start=1):
        page.locator("#id_wishes-add").select_option(programme)
        expect(rows).to_have_count(number)
    expect(page.locator("#id_wishes-add")).to_have_count(0)  # three are the most
    page.locator("button[value='wishes.up.3']").click()
    expect(rows.nth(1)).to_have_text("THPT Ngô Gia Tự")
    shoot(page, "admission-wishes")
    page.get_by_role("button", name="Lưu và tiếp tục").last.click()
    page.get_by_role("button", name="Nộp hồ sơ").click()
    page.wait_for_url("**/da-nop/")
    assert apart(lambda: Dossier.objects.get().answers["wishes"]) == ["bmt", "ngt", "bmt-toan"]

    code = apart(lambda: Dossier.objects.get().code)
    page.goto(f"/ho-so/{code}/")
    page.get_by_role("link", name="Nguyện vọng và kết quả tuyển sinh").click()
    shoot(page, "admission-own")
    page.get_by_role("link", name="Đổi nguyện vọng").click()
    page.locator("button[value='wishes.up.2']").click()
    expect(rows.first).to_have_text("THPT Ngô Gia Tự")
    page.get_by_role("button", name="Lưu phần sửa").last.click()
    page.wait_for_url(f"**/ho-so/{code}/")
    assert apart(lambda: Dossier.objects.get().answers["wishes"]) == ["ngt", "bmt", "bmt-toan"]
