"""At the counter: a receptionist files for somebody who came in person, on the citizen's own
pages.
"""

from __future__ import annotations

import pytest

from tests.people import World
from tests.portal.conftest import visiting
from tests.portal.filling import diploma, fill_in
from workflows import actions
from workflows.models import Dossier, Draft, WorkItem

COUNTER = "/mot-cua/tai-quay/"
OFFER = {"offer": "diploma-copy/ttpvhcc-daklak"}


def test_the_receptionist_fills_in_and_files_for_the_person_who_stands_there(world: World) -> None:
    lan = visiting(world.lan)
    assert OFFER["offer"] in lan.get(COUNTER).text
    check = fill_in(lan, lan.post(COUNTER, OFFER).url)
    answer = lan.post(check)
    dossier = Dossier.objects.get()
    assert answer.url == f"/mot-cua/ho-so/{dossier.code}/"
    assert (dossier.channel, dossier.applicant, dossier.receiving) == ("DIRECT", None, world.centre)
    assert dossier.applicant_name == "Nguyễn Thị Hường"
    assert lan.post(check).url == answer.url and Dossier.objects.count() == 1  # pressed twice


def test_an_unfinished_application_waits_at_the_counter_and_not_among_ones_own(
    world: World,
) -> None:
    lan = visiting(world.lan)
    lan.post(COUNTER, OFFER)
    address = f"/nhap/{Draft.objects.get().pk}/"
    assert address in lan.get(COUNTER).text
    assert address not in lan.get("/ho-so/").text


@pytest.mark.parametrize("who", ["binh", "dung"])
def test_only_a_receptionist_of_an_office_that_receives_may_begin(world: World, who: str) -> None:
    officer = visiting(getattr(world, who))
    assert OFFER["offer"] not in officer.get(COUNTER).text
    assert officer.post(COUNTER, OFFER).status_code == 404
    assert not Draft.objects.exists()


def test_a_receptionist_whose_role_ended_meanwhile_cannot_file(world: World) -> None:
    lan = visiting(world.lan)
    check = fill_in(lan, lan.post(COUNTER, OFFER).url)
    world.lan.assignments.update(valid_to="2026-01-01")
    assert lan.post(check).status_code == 404
    assert not Dossier.objects.exists()


def test_a_supplement_brought_to_the_counter_is_entered_there(world: World) -> None:
    lan = visiting(world.lan)
    lan.post(fill_in(lan, lan.post(COUNTER, OFFER).url))
    dossier = Dossier.objects.get()
    item = WorkItem.objects.get(process=dossier, finished__isnull=True)
    actions.decide(item, world.lan, "supplement", reason="Thiếu số hiệu văn bằng.")
    address = f"/ho-so/{dossier.code}/bo-sung/"
    assert address in lan.get(f"/mot-cua/ho-so/{dossier.code}/").text
    lan.post(f"{address}diploma/", diploma() | {"serial": "A 01234567", "continue": "1"})
    answer = lan.post(address)
    assert answer.url == f"/mot-cua/ho-so/{dossier.code}/"
    dossier.refresh_from_db()
    assert (dossier.answers["serial"], dossier.status_label) == ("A 01234567", "Mới đăng ký")
    assert visiting(world.huong).get(address).status_code == 404
    assert visiting(world.binh).get(address).status_code == 404
