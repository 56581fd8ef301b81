"""Somebody leaves: one page shows what is in their hands, one button ends it and gives it back."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.test import Client

from organisations import leaving, roles
from organisations.account_models import AccountLetter, RightRequest
from organisations.models import Cover, User
from organisations.rights import requests
from tests.organisations.test_covers import cover
from tests.organisations.test_rights import administrator, role
from tests.people import World, draft_of, officer
from tests.portal.conftest import decide, visiting
from tests.portal.test_office_opinion import asked, task_of
from tests.reading import as_read
from tests.workflows.conftest import accepted, item_of
from workflows import actions, permissions
from workflows.journal import entries
from workflows.models import Dossier, Entry, WorkItem

__all__ = ["asked"]


@pytest.fixture
def colleague(world: World) -> User:
    return officer("mai", "Hoàng Mai", "expert", world.department, "Chuyên viên")


@pytest.fixture
def quan(world: World) -> Client:
    return visiting(administrator("quan", "add_roleassignment", "change_user", "view_user"))


def page_of(person: User) -> str:
    return f"/quan-tri/organisations/user/{person.pk}/thoi-viec/"


def held(world: World, **changes: Any) -> Dossier:
    """A dossier whose task the expert has taken."""
    dossier = accepted(world, actions.submit(draft_of(world, **changes), world.huong))
    actions.claim(item_of(dossier), world.binh)
    return dossier


def test_what_is_in_their_hands_is_shown_and_goes_back(
    world: World, quan: Client, colleague: User, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = held(world), held(world, level="THCS")
    given = cover(world.binh, colleague)
    standing = cover(world.dung, world.binh)
    waiting = requests.ask(role(world, world.binh, "receptionist"), administrator("tri"))
    page = as_read(quan.get(page_of(world.binh)).text)
    for words in (
        *(first.code, second.code, "Việc đã nhận", "trở về hàng chờ"),
        *("Hoàng Mai làm thay Y Bình Niê", "Y Bình Niê làm thay Trần Văn Dũng"),
        *("vai trò kết thúc", "đề nghị bị rút"),
    ):
        assert words in page, words
    assert roles.holds(world.binh, "expert", world.department.pk), "looking ends nothing"
    with caplog.at_level(logging.INFO, "security"):
        answer = quan.post(page_of(world.binh), {"reason": "QĐ 7/QĐ-SGDĐT", "closes": "1"})
    assert answer.status_code == 302
    assert not roles.posts(User.objects.get(pk=world.binh.pk))
    for dossier in (first, second):
        item = item_of(dossier)
        assert item.owner is None and permissions.may_claim(colleague, item)
        assert Entry.objects.get(dossier=dossier, act="give_back").data["from"] == world.binh.pk
    assert not Cover.objects.filter(pk__in=[given.pk, standing.pk], revoked_at=None).exists()
    assert RightRequest.objects.get(pk=waiting.pk).state == RightRequest.State.REFUSED
    person = User.objects.get(pk=world.binh.pk)
    assert not person.is_active and person.session_round == world.binh.session_round + 1
    assert AccountLetter.objects.filter(person=person, kind="ACCOUNT_CLOSED").exists()
    assert "QĐ 7/QĐ-SGDĐT" in LogEntry.objects.latest("pk").change_message
    said = [json.loads(one.message) for one in caplog.records if one.name == "security"]
    (left,) = [one for one in said if one["event"] == "officer_left"]
    assert left["count"] == 2
    assert entries.verify() is None


def test_an_open_question_to_them_goes_back_too(
    world: World, quan: Client, colleague: User, asked: Dossier
) -> None:
    question = task_of(asked, "expert")
    actions.claim(question, world.binh)
    assert "Ý kiến được hỏi" in as_read(quan.get(page_of(world.binh)).text)
    quan.post(page_of(world.binh), {"reason": "nghỉ hưu"})
    back = WorkItem.objects.get(pk=question.pk)
    assert back.owner is None and permissions.may_claim(colleague, back)
    assert User.objects.get(pk=world.binh.pk).is_active, "the account stays where nobody closed it"


def test_what_they_took_by_standing_in_goes_back_as_well(
    world: World, quan: Client, colleague: User
) -> None:
    dossier = accepted(world, actions.submit(draft_of(world), world.huong))
    deputy = officer("pho", "Vũ Thị Phó", "clerk", world.department, "PHÓ")
    cover(world.binh, deputy)
    actions.claim(item_of(dossier), deputy)
    quan.post(page_of(deputy), {"reason": "chuyển công tác"})
    assert item_of(dossier).owner is None
    assert permissions.may_decide(world.binh, item_of(dossier))


def test_what_stays_is_named_for_somebody_to_see_to(world: World, quan: Client) -> None:
    draft = draft_of(world, world.lan)
    draft.counter = world.centre
    draft.save()
    things = leaving.shown(world.lan)
    assert things[0].stays and "1 hồ sơ nhập dở" in things[0].what
    assert "1 hồ sơ nhập dở" in as_read(quan.get(page_of(world.lan)).text)


def test_a_reason_is_asked_and_nothing_typed_is_lost(world: World, quan: Client) -> None:
    answer = quan.post(page_of(world.binh), {"reason": " "})
    assert answer.status_code == 422 and "Hãy ghi lý do" in as_read(answer.text)
    assert 'name="closes" value="1" checked' not in answer.text
    assert roles.holds(world.binh, "expert", world.department.pk)


def test_the_code_of_the_telephone_is_asked(world: World, settings: Any) -> None:
    root = User.objects.create_superuser("goc", "g@example.vn", "x" * 20, full_name="Gốc")
    client = visiting(root)
    settings.SECOND_FACTOR, settings.STEP_UP_MINUTES = True, 0
    session = client.session
    session["factor_confirmed_at"] = "2026-01-01T00:00:00+00:00"
    session.save()
    answer = client.post(page_of(world.binh), {"reason": "nghỉ hưu"})
    assert answer.status_code == 422 and "mã xác thực" in as_read(answer.text)
    assert 'value="nghỉ hưu"' in answer.text
    assert User.objects.get(pk=world.binh.pk).assignments.get().valid_to is None


def test_nobody_does_it_for_themselves_or_without_the_right(world: World, quan: Client) -> None:
    own = User.objects.get(username="quan")
    answer = quan.post(page_of(own), {"reason": "tự nghỉ"})
    assert answer.status_code == 422 and "không ai tự cho mình thôi" in as_read(answer.text)
    with pytest.raises(ValidationError):
        leaving.leave(own, own, closes=True)
    other = visiting(administrator("khac", "view_user"))
    assert other.get(page_of(world.binh)).status_code == 403
    root = User.objects.create_superuser("goc", "g@example.vn", "x" * 20, full_name="Gốc")
    assert quan.post(page_of(root), {"reason": "x"}).status_code == 403
    assert visiting(world.dung).get(page_of(world.binh)).status_code in (302, 403)


def test_powers_end_with_it(world: World) -> None:
    tri, root = administrator("tri"), administrator("goc")
    User.objects.filter(pk=tri.pk).update(is_superuser=True)
    tri.refresh_from_db()
    leaving.leave(tri, root, closes=False)
    left = User.objects.get(pk=tri.pk)
    assert not (left.is_staff or left.is_superuser or left.user_permissions.exists())
    assert leaving.shown(left) == []


def test_what_is_decided_stays(world: World, quan: Client, colleague: User) -> None:
    dossier = accepted(world, actions.submit(draft_of(world), world.huong))
    decide(dossier, world.binh, "found", match=str(world.diploma.pk))
    quan.post(page_of(world.binh), {"reason": "nghỉ hưu", "closes": "1"})
    assert Entry.objects.filter(dossier=dossier, actor=world.binh).exists()
    assert decide(dossier, world.dung, "approve").legal_status
