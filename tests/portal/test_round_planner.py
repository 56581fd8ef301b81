"""The planner's page: what another plan would do, in figures that are the allocation's own."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse

from admissions import acts, journal
from admissions.models import Round
from admissions.pages import ward_map
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


OUTLINES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"code": code, "name": name},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[x, 12], [x + 1, 12], [x + 1, 13], [x, 13], [x, 12]]],
            },
        }
        for x, code, name in ((108, "24001", "Phường Đông"), (109, "24002", "Xã Tây"))
    ],
}
AREAS = """facts: {ward: address.ward}
areas:
  - {fact: in_area, ward: address.ward, of: {bmt: [{ward: "24001"}], cvan: [{ward: "24002"}]}}
pupil_code: pupil_code"""


def test_a_border_is_moved_on_the_map_and_the_effect_is_seen(
    world: World, tmp_path: Path, settings: Any
) -> None:
    settings.VAR = tmp_path
    made = make_site(
        world,
        ("criteria: [{by: score}, {by: wish}]", "criteria: [{by: in_area}, {by: score}]"),
        ("bmt: {quota: 2}", "bmt: {quota: 1}"),
        ("pupil_code: pupil_code", AREAS),
    )
    for number, ward in enumerate(("24001", "24002")):
        applied(made, ["bmt"], pupil_code=f"HS{number}", address={"ward": ward})
    in_state(made, Round.State.CHECKED)
    read = acts.read_sheet(
        made.fresh(), sheet(tmp_path, "000001,,5,5,5", "000002,,9,9,9"), made.thu
    )
    acts.count_sheet(read, made.thu)
    acts.move(made.fresh(), "scored", made.thu)
    acts.order_run(made.fresh(), made.thu)
    settle()
    address, client = reverse("portal:round_planner", args=[made.round.slug]), client_of(made.thu)
    assert "planner-map" not in client.get(address).content.decode(), "no outlines yet"

    file = tmp_path / "wards.geojson"
    file.write_text(json.dumps(OUTLINES))
    call_command("import_boundaries", str(file), stdout=io.StringIO())
    page = client.get(address).content.decode()
    assert page.count("<path") == 2 and "Xã Tây: 1" in page and "xa=24002" in page
    moved = client.get(address, {"xa": "24001", "tu": "bmt", "den": "cvan"})
    words = told(moved)
    assert "1 em được trường mình mong hơn, trong đó 1 em trước đó không có chỗ." in words
    assert "1 em được trường ít mong hơn, trong đó 1 em mất chỗ." in words
    assert "Phường Đông 0 → 1 0 1" in words and "Xã Tây 1 → 0 1 0" in words
    assert "ward-chosen" in moved.content.decode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"type": "FeatureCollection", "features": []}',
        json.dumps({**OUTLINES, "features": OUTLINES["features"][:1] * 2}),
        json.dumps({**OUTLINES, "features": [{"properties": {"code": "1", "name": "A"}}]}),
    ],
)
def test_a_file_without_outlines_is_refused_and_the_old_ones_stay(
    text: str, tmp_path: Path, settings: Any
) -> None:
    settings.VAR = tmp_path
    ward_map.keep(json.dumps(OUTLINES))
    file = tmp_path / "wrong.geojson"
    file.write_text(text)
    with pytest.raises(CommandError):
        call_command("import_boundaries", str(file))
    assert [ward.code for ward in ward_map.wards()] == ["24001", "24002"]


def test_outlines_are_drawn_with_the_north_up(tmp_path: Path, settings: Any) -> None:
    settings.VAR = tmp_path
    ward_map.keep(json.dumps(OUTLINES))
    found = ward_map.drawing()
    east, west = found.shapes
    assert (east.x < west.x) and 500 < found.height < 520, "one degree of two, at 12.5° north"
    assert east.path.startswith(f"M0.0 {found.height}L500.0 {found.height}L500.0 0.0")
