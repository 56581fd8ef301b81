"""A head arranges who stands in; whoever stands in works at once, and no longer at the next request
after it ends.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from organisations.models import Cover
from portal.http.second_factor import CONFIRMED_AT
from tests.organisations.test_covers import cover
from tests.people import World, draft_of, officer
from tests.portal.conftest import decide, visiting
from tests.reading import as_read
from workflows import actions
from workflows.models import WorkItem

PAGE = "/mot-cua/lam-thay/"
QUEUE = "/mot-cua/hang-cho/sgddt-daklak/head/"


def given(world: World, **changes: Any) -> dict[str, Any]:
    today = timezone.localdate()
    held = world.dung.assignments.get()
    dates = {
        "valid_from": today.isoformat(),
        "valid_to": (today + dt.timedelta(days=2)).isoformat(),
    }
    return {"assignment": held.pk, "covering": world.binh.pk, "form": "KT", **dates, **changes}


def test_the_head_gives_a_cover_and_ends_it(world: World) -> None:
    head, expert = visiting(world.dung), visiting(world.binh)
    assert expert.get(QUEUE).status_code == 404
    answer = head.post(PAGE, given(world, procedures=["diploma-copy"]), follow=True)
    assert "Y Bình Niê được làm thay Trần Văn Dũng." in answer.text
    row = Cover.objects.get()
    assert (row.given_by, row.procedures) == (world.dung, "diploma-copy")
    shown = expert.get(QUEUE)
    assert shown.status_code == 200 and "Bạn đang làm thay Trần Văn Dũng (Lãnh đạo)" in shown.text
    ended = head.post(f"{PAGE}{row.pk}/cham-dut/", follow=True)
    assert "Đã chấm dứt" in ended.text
    assert (
        expert.get(QUEUE).status_code == 404
        and "Bạn đang làm thay" not in expert.get("/mot-cua/").text
    )


def test_giving_a_cover_asks_for_the_second_factor_again(world: World, settings: Any) -> None:
    settings.SECOND_FACTOR = True
    client = visiting(world.dung)
    session = client.session
    session[CONFIRMED_AT] = (timezone.now() - dt.timedelta(hours=3)).isoformat()
    session.save()
    answer = client.post(PAGE, given(world))
    assert (
        answer.status_code == 422
        and "mã xác thực" in answer.text
        and 'name="factor_code"' in answer.text
    )
    assert not Cover.objects.exists()
    session[CONFIRMED_AT] = timezone.now().isoformat()
    session.save()
    assert client.post(PAGE, given(world)).status_code == 302 and Cover.objects.exists()


def test_what_is_wrong_is_said_and_nothing_is_lost(world: World) -> None:
    client = visiting(world.dung)
    answer = client.post(PAGE, given(world, form="TUQ", covering=world.anh.pk))
    assert (
        answer.status_code == 422 and "Thừa ủy quyền phải ghi số văn bản ủy quyền." in answer.text
    )
    assert f'<option value="{world.anh.pk}" selected>' in as_read(answer.text)
    answer = client.post(PAGE, given(world, covering=world.dung.pk))
    assert answer.status_code == 422 and "Người thay phải là người khác." in answer.text
    answer = client.post(PAGE, given(world, covering=world.lan.pk))  # of another office
    assert answer.status_code == 422 and not Cover.objects.exists()


def test_only_the_head_in_person_arranges(world: World) -> None:
    row = cover(world.dung, world.binh)
    stranger = officer("hai", "Trưởng Phòng Khác", "head", world.centre, "Giám đốc")
    for who in (world.binh, world.anh, world.lan, stranger):
        client = visiting(who)
        if who != stranger:
            assert client.get(PAGE).status_code == 404, who
        assert client.post(f"{PAGE}{row.pk}/cham-dut/").status_code == 404, who
    row.refresh_from_db()
    assert row.revoked_at is None
    assert visiting(world.binh).post(PAGE, given(world, covering=world.anh.pk)).status_code == 404


def test_the_work_page_says_in_whose_stead(world: World) -> None:
    dossier = decide(actions.submit(draft_of(world), world.huong), world.lan, "accept")
    decide(dossier, world.binh, "found", match=str(world.diploma.pk))
    item = WorkItem.objects.get(process=dossier, finished__isnull=True)
    cover(world.dung, world.anh)
    page = visiting(world.anh).get(f"/mot-cua/viec/{item.pk}/")
    assert "Bạn đang làm thay <strong>Trần Văn Dũng</strong>, hình thức KT. (ký thay)" in page.text
    cover(world.dung, world.binh)
    page = visiting(world.binh).get(f"/mot-cua/viec/{item.pk}/")
    assert "người khác phải quyết định" in page.text and "do-decide" not in page.text


def test_a_refused_form_names_all_that_is_wrong_and_leads_there(world: World) -> None:
    page = visiting(world.dung).post(PAGE, {"valid_from": "32/13/2026"}).text
    summary = page[page.index('class="error-summary"') :]
    for field in ("assignment", "covering", "form", "valid_from", "valid_to"):
        assert f'href="#f-{field}"' in summary and f'id="f-{field}"' in page, field
