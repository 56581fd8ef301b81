"""Dates of a dossier for one's own calendar: the same event for ever, moved when the journal moves
it.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from icalendar import Calendar

from portal.shared import calendar_files
from tests.people import World, draft_of
from tests.portal.conftest import decide, visiting
from workflows import actions
from workflows.models import Council, Dossier, WorkItem

ON = dt.date(2026, 12, 8)


@pytest.fixture
def accepted(world: World) -> Dossier:
    return decide(actions.submit(draft_of(world), world.huong), world.lan, "accept")


def event_of(answer: Any) -> Any:
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    return event


def test_the_day_of_the_result_in_the_sites_time_without_names(
    world: World, accepted: Dossier
) -> None:
    client, page = visiting(world.huong), f"/ho-so/{accepted.code}/"
    assert f"{page}hen-tra.ics" in client.get(page).text
    answer = client.get(f"{page}hen-tra.ics")
    event = event_of(answer)
    assert event["DTSTART"].dt == accepted.due_at
    assert event["SUMMARY"] == f"Hẹn trả kết quả {accepted.code}"
    text = answer.content.decode()
    assert "DTSTART;TZID=Asia/Ho_Chi_Minh:" in text and "BEGIN:VTIMEZONE" in text
    assert accepted.applicant_name not in text and "huong@" not in text
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))


def test_asked_twice_it_is_the_same_and_moved_it_keeps_its_uid(
    world: World, accepted: Dossier
) -> None:
    client, address = visiting(world.huong), f"/ho-so/{accepted.code}/hen-tra.ics"
    first = client.get(address)
    assert client.get(address).content == first.content
    Dossier.objects.filter(pk=accepted.pk).update(
        due_at=accepted.due_at + dt.timedelta(days=2), entry_count=accepted.entry_count + 1
    )
    before, after = event_of(first), event_of(client.get(address))
    assert before["UID"] == after["UID"] and after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert after["DTSTART"].dt - before["DTSTART"].dt == dt.timedelta(days=2)


def test_no_promise_no_file_and_strangers_get_none(world: World, accepted: Dossier) -> None:
    filed = actions.submit(draft_of(world), world.huong)
    assert visiting(world.huong).get(f"/ho-so/{filed.code}/hen-tra.ics").status_code == 404
    for person, path in (
        (world.dung, "/ho-so/{}/hen-tra.ics"),
        (world.huong, "/mot-cua/ho-so/{}/han.ics"),
    ):
        assert visiting(person).get(path.format(accepted.code)).status_code in (403, 404)
    assert visiting(world.binh).get(f"/mot-cua/ho-so/{accepted.code}/han.ics").status_code == 200


def test_a_visit_is_a_whole_day(world: World, accepted: Dossier) -> None:
    item = WorkItem.objects.get(process=accepted, finished=None)
    council = Council(
        pk=7, item=item, dossier=accepted, visit_on=ON, visit_note="8 giờ 30, cổng trường"
    )
    event = event_of(calendar_files.of_visit(council, "https://motcua.example/x/"))
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (ON, ON + dt.timedelta(days=1))
    assert event["LOCATION"] == "8 giờ 30, cổng trường" and event["UID"].startswith("visit-7@")
    assert calendar_files.of_visit(Council(item=item, dossier=accepted), "") is None
