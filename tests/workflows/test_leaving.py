"""Tasks of somebody whose role is over come back to their queue at once, and nobody is told that
they did them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.utils import timezone, translation

from organisations import covers
from organisations.models import Cover, RoleAssignment, User
from tests.organisations.test_covers import cover
from tests.people import World, draft_of, officer
from tests.portal.conftest import visiting
from tests.workflows.conftest import accepted, item_of
from workflows import actions, permissions
from workflows.background import left_tasks
from workflows.background.claim_next import claim_next
from workflows.journal import entries
from workflows.models import Dossier, Entry, WorkItem
from workflows.reports import queues

DAY = dt.timedelta(days=1)
QUEUE = "/mot-cua/hang-cho/sgddt-daklak/expert/"


@pytest.fixture
def colleague(world: World) -> User:
    return officer("mai", "Hoàng Mai", "expert", world.department, "Chuyên viên")


@pytest.fixture
def held(world: World) -> Dossier:
    """The expert has taken the task."""
    dossier = accepted(world, actions.submit(draft_of(world), world.huong))
    actions.claim(item_of(dossier), world.binh)
    return dossier


def role_ended_yesterday(who: User) -> None:
    RoleAssignment.objects.filter(user=who).update(valid_to=timezone.localdate() - DAY)


def role_removed(who: User) -> None:
    who.assignments.all().delete()


def account_closed(who: User) -> None:
    User.objects.filter(pk=who.pk).update(is_active=False)


def role_begins_tomorrow(who: User) -> None:
    RoleAssignment.objects.filter(user=who).update(valid_from=timezone.localdate() + DAY)


WAYS = [role_ended_yesterday, role_removed, account_closed, role_begins_tomorrow]


@pytest.mark.parametrize("end", WAYS)
def test_a_colleague_does_it_and_is_told_nothing_untrue(
    world: World, held: Dossier, colleague: User, end: Callable[[User], None]
) -> None:
    end(world.binh)
    item = item_of(held)
    assert permissions.may_decide(colleague, item)
    page = visiting(colleague).post(f"/mot-cua/viec/{item.pk}/nhan/", {}, follow=True)
    assert "đã xử lý việc này trước bạn" not in page.text and item_of(held).owner == colleague
    assert item_of(held).returned == ""
    assert entries.verify() is None


@pytest.mark.parametrize("end", WAYS)
def test_it_can_be_decided_at_once_by_an_object_read_before(
    world: World, held: Dossier, colleague: User, end: Callable[[User], None]
) -> None:
    item = item_of(held)
    assert not permissions.may_decide(colleague, item)
    end(world.binh)
    assert actions.claim(item, colleague) is not None


@pytest.mark.parametrize("end", WAYS)
def test_queue_and_head_read_that_it_came_back_and_why(
    world: World, held: Dossier, colleague: User, end: Callable[[User], None]
) -> None:
    end(world.binh)
    reason = "tài khoản đã đóng" if end is account_closed else "không còn giữ vai trò này"
    queue = visiting(colleague).get(f"{QUEUE}?loc=chua-ai-nhan").text
    for words in (held.code, "Trả về hàng chờ", "Y Bình Niê", reason, "Chưa ai nhận"):
        assert words in queue, words
    giving = visiting(world.dung).get("/mot-cua/phan-cong/").text
    for words in (held.code, "Trả về hàng chờ", reason, "Hoàng Mai"):
        assert words in giving, words
    entry = Entry.objects.get(dossier=held, act="give_back")
    assert (
        entry.actor is None
        and entry.reason == f"Y Bình Niê: {reason}."
        and entry.data["from"] == world.binh.pk
    )
    actions.reassign(item_of(held), world.dung, colleague)
    assert "Trả về hàng chờ" not in visiting(colleague).get(QUEUE).text
    assert entries.verify() is None


def test_the_sweep_writes_it_once_whatever_language_is_read(world: World, held: Dossier) -> None:
    role_ended_yesterday(world.binh)
    with translation.override("en"):
        assert (left_tasks.give_back(), left_tasks.give_back()) == (1, 0)
    assert "không còn giữ vai trò này" in Entry.objects.get(act="give_back").reason
    assert not queues.mine(world.binh).exists()


def test_by_the_date_passing_too(world: World, held: Dossier, colleague: User) -> None:
    RoleAssignment.objects.filter(user=world.binh).update(valid_to=timezone.localdate())
    assert left_tasks.give_back() == 0 and not permissions.may_decide(colleague, item_of(held))
    with time_machine.travel(timezone.now() + DAY):
        assert permissions.may_decide(colleague, item_of(held)) and left_tasks.give_back() == 1


def test_the_next_task_taken_is_the_one_that_came_back(
    world: World, held: Dossier, colleague: User
) -> None:
    role_removed(world.binh)
    found = claim_next(colleague, world.department, "expert")
    assert found is not None and found.process_id == held.pk


@pytest.mark.parametrize("how", ["revoked", "over", "of other procedures"])
def test_who_stood_in_gives_back_when_that_is_over(world: World, how: str) -> None:
    dossier = accepted(world, actions.submit(draft_of(world), world.huong))
    deputy = officer("pho", "Vũ Thị Phó", "clerk", world.department, "PHÓ")
    cover(world.binh, deputy)
    actions.claim(item_of(dossier), deputy)
    assert left_tasks.give_back() == 0
    given = Cover.objects.filter(covering=deputy)
    if how == "revoked":
        covers.revoke(given.get(), world.dung)
    elif how == "over":
        given.update(valid_from=timezone.localdate() - DAY, valid_to=timezone.localdate() - DAY)
    else:
        given.update(procedures="school-licence")
    assert permissions.may_decide(world.binh, item_of(dossier)) and left_tasks.give_back() == 1
    item = item_of(dossier)
    assert (item.owner, item.returned_from) == (None, deputy)
    assert item.returned == ("ROLE" if how == "of other procedures" else "COVER")


def test_a_head_gives_again_what_only_a_head_gives(
    world: World, held: Dossier, colleague: User
) -> None:
    WorkItem.objects.filter(pk=item_of(held).pk).update(to_be_given=True)
    role_removed(world.binh)
    assert not permissions.may_claim(colleague, item_of(held))
    assert item_of(held) in queues.to_give(world.dung) or left_tasks.give_back() == 1
    assert item_of(held) in queues.to_give(world.dung)


def test_a_person_who_is_away_keeps_their_tasks(
    world: World, held: Dossier, colleague: User
) -> None:
    cover(world.binh, colleague)
    assert left_tasks.give_back() == 0 and item_of(held).owner == world.binh
    actions.claim(item_of(held), colleague)


def test_a_role_that_stands_twice_doubles_nothing(
    world: World, held: Dossier, colleague: User
) -> None:
    """Two rows of one role whose dates overlap, and a cover of the same role beside them."""
    row = RoleAssignment.objects.get(user=colleague)
    again = RoleAssignment.objects.create(
        user=colleague, role=row.role, authority=row.authority, valid_from=row.valid_from + DAY
    )
    cover(world.binh, colleague)
    actions.submit(draft_of(world), world.huong)
    free = accepted(world, actions.submit(draft_of(world), world.huong))
    (queue,) = queues.queues(colleague)
    assert queue.waiting == 2 and queues.waiting(colleague, world.department, "expert").count() == 2
    assert (
        permissions.holders_of(item_of(free)) == [colleague] and queues.mine(colleague).count() == 1
    )
    page = visiting(colleague).get(QUEUE).text
    assert (
        page.count(f'<span class="code">{held.code}</span>') == 1
        and page.count(f'<a href="{QUEUE}"') == 1
    )
    assert visiting(world.dung).get("/mot-cua/lam-thay/").text.count("Hoàng Mai – ") == 1
    again.delete()
    assert left_tasks.give_back() == 0
