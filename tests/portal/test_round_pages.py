"""The office's pages of a round: each state's board, nothing typed is lost, a school sees its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from admissions import acts
from admissions.models import Round, ScoreImport
from organisations.models import User
from tests.admissions.plans import text
from tests.admissions.site import (
    Site,
    applied,
    in_state,
    make_site,
    school_officer,
    settle,
    sheet,
)
from tests.people import World, make_world

State = Round.State


@pytest.fixture
def world(db: Any) -> World:
    return make_world()


@pytest.fixture
def site(world: World) -> Site:
    return make_site(world)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, name: str, *given: Any) -> str:
    answer = client.get(reverse(f"portal:{name}", args=given))
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_the_board_says_what_is_missing_in_every_state(site: Site) -> None:
    applied(site, ["bmt", "cvan"])
    head, slug = client_of(site.dung), site.round.slug
    for state in State:
        in_state(site, state)
        said = page(head, "round", slug)
        assert str(state.label) in said
    in_state(site, State.PREPARED)
    assert "chưa được công bố" in page(head, "round", slug)
    assert site.round.title in page(client_of(site.thu), "rounds")


def test_a_plan_that_is_no_plan_comes_back_as_it_was_typed(site: Site) -> None:
    typed = text(("who:", "whom:"))
    answer = client_of(site.thu).post(
        reverse("portal:round_plan", args=[site.round.slug]), {"plan": typed}
    )
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "Dòng 6" in said and "whom: Học sinh" in said
    answer = client_of(site.thu).post(reverse("portal:rounds"), {"plan": typed})
    assert answer.status_code == 422 and "whom: Học sinh" in answer.content.decode()


def test_a_plan_is_written_by_one_and_published_by_another(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = reverse("portal:round_plan", args=[site.round.slug])
    said = text(("quota: 2", "quota: 3"))
    assert client_of(site.thu).post(address, {"plan": said}).status_code == 302
    newest = site.round.plans.first()
    assert newest is not None and newest.number == 2
    head = client_of(site.dung)
    told = {"do": "publish", "seen": newest.sha256}
    monkeypatch.setattr("portal.office.admissions.plan.step_up", lambda request: False)
    assert "factor_code" in head.post(address, told).content.decode()
    monkeypatch.setattr("portal.office.admissions.plan.step_up", lambda request: True)
    assert head.post(address, told).status_code == 302
    assert site.fresh().plan == newest
    assert "rules.programmes.bmt.quota" in page(head, "round_plan_version", site.round.slug, 2)


def test_marks_are_read_looked_at_and_counted(site: Site, tmp_path: Path) -> None:
    applied(site, ["bmt"])
    in_state(site, State.CHECKED)
    client, address = client_of(site.thu), reverse("portal:round_marks", args=[site.round.slug])
    content = sheet(tmp_path, "000001,,9,8,7", "999999,,1,1,1").read_bytes()
    answer = client.post(address, {"file": SimpleUploadedFile("d.csv", content)})
    read = ScoreImport.objects.get()
    there = reverse("portal:round_sheet", args=[site.round.slug, read.pk])
    assert answer.status_code == 302 and answer.headers["Location"] == there
    said = page(client, "round_sheet", site.round.slug, read.pk)
    assert "999999" in said and "Điểm mới" in said
    assert client.post(there, {"do": "count"}).status_code == 302
    assert client.post(there, {"do": "count"}).status_code == 409
    assert client.post(address, {}).status_code == 422
    assert "d.csv" in page(client, "round_marks", site.round.slug)


def test_a_run_is_taken_by_one_and_approved_by_another(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    applied(site, ["bmt"])
    in_state(site, State.CHECKED)
    read = acts.read_sheet(site.fresh(), sheet(tmp_path, "000001,,9,8,7"), site.thu)
    acts.count_sheet(read, site.thu)
    acts.move(site.fresh(), "scored", site.thu)
    address = reverse("portal:round_seats", args=[site.round.slug])
    secretary, head = client_of(site.thu), client_of(site.dung)
    assert secretary.post(address, {"do": "run"}).status_code == 302
    assert "Refresh" in secretary.get(address).headers
    settle()
    made = site.round.runs.get()
    assert made.root in page(secretary, "round_seats", site.round.slug)
    assert secretary.post(address, {"do": "bind", "seen": made.input_hash}).status_code == 302
    monkeypatch.setattr("portal.office.admissions.seats.step_up", lambda request: True)
    assert secretary.post(address, {"do": "approve", "seen": made.root}).status_code == 403
    assert head.post(address, {"do": "approve", "seen": "0"}).status_code == 409
    assert head.post(address, {"do": "approve", "seen": made.root}).status_code == 302
    assert site.fresh().state == State.APPROVED
    assert "công bố" in page(head, "round_seats", site.round.slug)


def test_a_school_sees_its_applicants_and_nothing_else_of_the_round(site: Site) -> None:
    applied(site, ["bmt"])
    both = applied(site, ["cvan", "bmt"])
    school = client_of(school_officer(site, "cva", "thpt-chu-van-an"))
    said = page(school, "round_applicants", site.round.slug)
    assert both.candidate in said and "000001" not in said
    assert "Nguyễn Thị Hường" not in said, "it does not read this dossier: the name is masked"
    for name in ("round", "round_plan", "round_marks", "round_seats"):
        assert school.get(reverse(f"portal:{name}", args=[site.round.slug])).status_code == 404
    stranger = client_of(school_officer(site, "khac", "thpt-chu-van-an", "clerk"))
    assert page(stranger, "round_applicants", site.round.slug)
    assert (
        client_of(site.world.lan)
        .get(reverse("portal:round_applicants", args=[site.round.slug]))
        .status_code
        == 404
    )
