"""“Nộp lại như lần trước”: a draft with the earlier answers, its papers to be brought anew."""

from __future__ import annotations

import pytest

from tests.people import World, draft_of, person
from tests.portal.conftest import visiting
from tests.reading import as_read
from workflows import actions
from workflows.applicant.earlier_answers import carried_over
from workflows.models import Dossier, Draft, Procedure
from workflows.published import definition_of


@pytest.fixture
def closed(world: World) -> Dossier:
    dossier = actions.submit(draft_of(world), world.huong)
    actions.withdraw(dossier, world.huong)
    return actions.stop(dossier, world.lan).dossier


def test_a_draft_begins_with_the_earlier_answers(world: World, closed: Dossier) -> None:
    huong = visiting(world.huong)
    assert "Nộp lại như lần trước" in huong.get(f"/ho-so/{closed.code}/").text
    answer = huong.post(f"/ho-so/{closed.code}/nop-lai/")
    draft = Draft.objects.get(owner=world.huong, dossier=None)
    assert answer.url == f"/nhap/{draft.pk}/kiem-tra/"
    assert draft.answers["phone"] == closed.answers["phone"]
    assert "trừ giấy tờ" in as_read(huong.get(answer.url).text)
    assert actions.submit(draft, world.huong).code != closed.code


def test_an_open_dossier_is_not_filed_again_by_the_page(world: World) -> None:
    dossier = actions.submit(draft_of(world), world.huong)
    huong = visiting(world.huong)
    assert "Nộp lại như lần trước" not in huong.get(f"/ho-so/{dossier.code}/").text
    answer = huong.post(f"/ho-so/{dossier.code}/nop-lai/", follow=True)
    assert "còn đang được giải quyết" in as_read(answer.text), "nor by its address"
    assert not Draft.objects.filter(dossier=None).exists()


def test_erased_answers_are_called_erased(world: World, closed: Dossier) -> None:
    closed.answers = {}
    closed.save(update_fields=["answers"])
    answer = visiting(world.huong).post(f"/ho-so/{closed.code}/nop-lai/", follow=True)
    assert "đã được xóa theo thời hạn lưu trữ" in as_read(answer.text)


def test_nobody_else_and_no_closed_procedure(world: World, closed: Dossier) -> None:
    stranger = visiting(person("khac", "Người Khác"))
    assert stranger.post(f"/ho-so/{closed.code}/nop-lai/").status_code == 404
    Procedure.objects.update(open=False)
    huong = visiting(world.huong)
    assert huong.post(f"/ho-so/{closed.code}/nop-lai/").url == f"/ho-so/{closed.code}/"
    assert not Draft.objects.filter(dossier=None).exists()


def test_papers_and_what_the_form_refuses_today_stay_behind(closed: Dossier) -> None:
    definition = definition_of(closed.version)
    answers = {**closed.answers, "old_copy": ["x"], "copies": 10**6, "phone.sure": "y"}
    kept = carried_over(answers, definition, definition)
    assert not {"old_copy", "copies", "phone.sure"} & set(kept) and kept["phone"]
