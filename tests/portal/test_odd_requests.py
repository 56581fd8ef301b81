"""What no page of ours sends: other charsets, days beyond all calendars, brackets without end. It
is answered.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.people import World, draft_of
from tests.portal.conftest import visiting
from workflows.published import definition_of

ODD = ("latin1", "utf-16", "UTF-7", "nonsense", "ascii")
DAYS = ("31/12/9999", "01/01/0001", "9999-12-31", "31/12/1799")


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ODD)
def test_a_form_that_names_another_charset_is_read_as_ours(charset: str) -> None:
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    for page in ("/dang-nhap/", "/mat-khau/quen/", "/tra-cuu/", "/dung-thu/"):
        answer = Client(enforce_csrf_checks=True).generic(
            "POST", page, b"username=ngh%C4%A9a&password=x", kind
        )
        assert answer.status_code in (200, 302, 403, 404, 422), page
    assert "Đ12" in Client().generic("POST", "/tra-cuu/", b"code=%C4%9012", kind).content.decode()
    assert Client().generic("GET", "/?q=%C4%90", b"", kind).status_code == 200


@pytest.mark.parametrize("day", DAYS)
def test_a_day_beyond_all_calendars_is_no_day(world: World, day: str) -> None:
    lan = visiting(world.lan)
    for given in ({"tu": "01/01/2026", "den": day}, {"tu": day, "den": "01/01/2026"}):
        for answer in (
            lan.get("/mot-cua/so-theo-doi/", given),
            lan.post("/mot-cua/so-theo-doi/", given),
        ):
            assert answer.status_code == 422
            assert "Ngày không đọc được" in answer.content.decode()


@pytest.mark.parametrize("day", DAYS)
def test_who_read_is_asked_for_days_that_there_are(admin_client: Client, day: str) -> None:
    for given in ({"start": "01/01/2026", "end": day}, {"start": day, "end": "01/01/2026"}):
        answer = admin_client.post(
            "/quan-tri/privacy/readentry/who/", {"identity": "066198001234", **given}
        )
        assert answer.status_code in (200, 422)
        assert "errorlist" in answer.content.decode()


def test_a_list_of_the_administration_for_the_last_day_of_all_leads_back_to_the_whole(
    admin_client: Client,
) -> None:
    last = {"year": "9999", "month": "12", "day": "31"}
    for page, field in (("documents/document", "issued_at"), ("organisations/calendarday", "date")):
        asked: dict[str, Any] = {f"{field}__{part}": number for part, number in last.items()}
        answer = admin_client.get(f"/quan-tri/{page}/", asked)
        assert answer.status_code == 302 and answer.headers["Location"] == f"/quan-tri/{page}/?e=1"
        assert admin_client.get(f"/quan-tri/{page}/", {"e": "1"}).status_code == 200


@pytest.mark.parametrize(
    "shown", ["[" * 5000, "[" * 5000 + "]" * 5000, "{" * 9, "1" * 5000, '"\\ud800"', "[1]"]
)
def test_what_a_page_says_it_showed_may_be_anything(world: World, shown: str) -> None:
    draft = draft_of(world)
    section = definition_of(draft.version).form.sections[0].id
    answer = visiting(world.huong).post(f"/nhap/{draft.pk}/{section}/", {"shown": shown})
    assert answer.status_code in (200, 302, 409, 422)
