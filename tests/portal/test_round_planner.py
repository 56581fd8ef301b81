"""The planner's page: what another plan would do, in figures that are the allocation's own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from admissions import acts, journal
from admissions.models import Round
from tests.admissions.site import Site, applied, in_state, make_site, settle, sheet
from tests.people import World, make_world


@pytest.fixture
def world(db: Any) -> World:
    return make_world()


@pytest.fixture
def site(world: World, tmp_path: Path) -> Site:
    """Five who asked, four of them for the two seats of one school first; counted once."""
    made = make_site(world)
    for number, wishes in enumerate(
        (["bmt", "cvan"], ["bmt", "cvan"], ["bmt", "cvan"], ["bmt"], ["cvan"])
    ):
        applied(made, wishes, pupil_code=f"HS{number}")
    in_state(made, Round.State.CHECKED)
    lines = [f"00000{number + 1},,{9 - number},8,7" for number in range(5)]
    read = acts.read_sheet(made.fresh(), sheet(tmp_path, *lines), made.thu)
    acts.count_sheet(read, made.thu)
    acts.move(made.fresh(), "scored", made.thu)
    acts.order_run(made.fresh(), made.thu)
    settle()
    return made


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def told(answer: Any) -> str:
    """The page's words in one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_more_seats_are_tried_and_nothing_is_changed_by_it(site: Site) -> None:
    address = reverse("portal:round_planner", args=[site.round.slug])
    client, before = client_of(site.thu), site.fresh().entry_count
    plain = client.get(address)
    assert plain.status_code == 200 and "Không em nào đổi chỗ." in told(plain)
    more = told(client.get(address, {"ghe-bmt": "4"}))
    assert "2 em được trường mình mong hơn, trong đó 1 em trước đó không có chỗ." in more
    assert "0 em được trường ít mong hơn" in more and "1 em đổi từ trường này" in more
    assert "THPT Buôn Ma Thuột 2 → 4 2 → 4 0 → 0" in more
    assert "THPT Chu Văn An 2 → 1 2 → 2 0 → 1" in more
    assert site.fresh().entry_count == before


def test_what_is_no_plan_is_said_and_nothing_typed_is_lost(site: Site) -> None:
    address = reverse("portal:round_planner", args=[site.round.slug])
    for typed in ({"ghe-bmt": "ba"}, {"cach": "x"}, {"nguyen-vong": "0"}, {"xa": "22015"}):
        answer = client_of(site.thu).get(address, typed)
        assert answer.status_code == 422
    answer = client_of(site.thu).get(address, {"ghe-bmt": "-1", "cach": "0,5"})
    assert "Số ghế là số nguyên không âm" in told(answer)
    assert 'value="-1"' in answer.content.decode() and 'value="0.5"' in answer.content.decode()


def test_a_trial_of_the_plan_is_written_into_the_journal(site: Site) -> None:
    address = reverse("portal:round_planner", args=[site.round.slug])
    client, source = client_of(site.thu), site.round.runs.get()
    assert "chưa có phép thử" in told(client.get(address))
    assert client.post(address, {"nguon": source.pk}).status_code == 302
    entry = site.fresh().entries.latest("sequence")
    assert entry.act == "try_plan" and entry.data["over"] == source.root
    assert entry.data["plan"] == site.round.plans.get().sha256
    assert (entry.data["children"], entry.data["unplaced"]) == (5, 1)
    assert entry.data["mark"] in told(client.get(address))
    assert entry.data["mark"] in told(
        client.get(reverse("portal:round_plan", args=[site.round.slug]))
    )
    assert journal.first_fault(site.fresh()) == 0


def test_without_a_run_the_page_says_what_it_waits_for(world: World) -> None:
    made = make_site(world)
    answer = client_of(made.thu).get(reverse("portal:round_planner", args=[made.round.slug]))
    assert answer.status_code == 200 and "Chưa có lần xét nào" in told(answer)
