"""The officer's queues: who sees what, in which order, at which cost."""

from __future__ import annotations

import pytest

from organisations.models import Authority, RoleAssignment
from tests.people import World, draft_of, officer
from tests.workflows.conftest import accepted, item_of
from workflows import actions, desk
from workflows.models import WorkItem


@pytest.fixture
def three(world: World) -> list[WorkItem]:
    return [item_of(actions.submit(draft_of(world), world.huong)) for _ in range(3)]


def test_the_queue_is_sorted_by_what_is_due(world: World, three: list[WorkItem]) -> None:
    first, second, third = three
    WorkItem.objects.filter(pk=third.pk).update(due_at="2026-01-01T00:00:00Z")
    WorkItem.objects.filter(pk=first.pk).update(due_at=None)
    assert list(desk.waiting(world.lan, world.centre, "receptionist")) == [third, second, first]


def test_counts_stand_beside_each_queue(world: World, three: list[WorkItem]) -> None:
    WorkItem.objects.filter(pk=three[0].pk).update(due_at="2026-01-01T00:00:00Z")
    (queue,) = desk.queues(world.lan)
    assert (queue.waiting, queue.overdue) == (3, 1)
    assert desk.queues(world.huong) == []


def test_an_officer_sees_only_the_queues_of_his_roles(world: World, three: list[WorkItem]) -> None:
    assert not desk.waiting(world.binh, world.centre, "receptionist").exists()
    assert not desk.waiting(world.lan, world.department, "expert").exists()


def test_a_role_removed_empties_the_queue_at_once(world: World, three: list[WorkItem]) -> None:
    RoleAssignment.objects.filter(user=world.lan).update(valid_to="2026-01-01")
    assert desk.queues(world.lan) == []
    assert not desk.waiting(world.lan, world.centre, "receptionist").exists()


def test_my_tasks_are_those_i_claimed(world: World, three: list[WorkItem]) -> None:
    actions.claim(three[1], world.lan)
    assert list(desk.mine(world.lan)) == [three[1]]


def test_neighbours_follow_the_order_of_the_queue(world: World, three: list[WorkItem]) -> None:
    queue = list(desk.waiting(world.lan, world.centre, "receptionist"))
    assert desk.neighbours(world.lan, queue[0]) == (None, queue[1])
    assert desk.neighbours(world.lan, queue[1]) == (queue[0], queue[2])
    assert desk.neighbours(world.lan, queue[2]) == (queue[1], None)


def test_search_forgives_diacritics_and_stays_inside_the_authority(world: World, three: list[WorkItem]) -> None:
    code = three[0].process.code
    assert [found.code for found in desk.search(world.lan, code)] == [code]
    assert desk.search(world.binh, "nguyen huong").count() == 3
    commune = Authority.objects.filter(kind="COMMUNE").first()
    assert commune is not None
    stranger = officer("xa", "Cán Bộ Xã", "expert", commune, "Công chức")
    assert desk.search(stranger, "nguyen huong").count() == 0


def test_the_queue_costs_the_same_for_one_row_and_for_many(
    world: World, three: list[WorkItem], django_assert_num_queries
) -> None:
    with django_assert_num_queries(2):
        for item in desk.waiting(world.lan, world.centre, "receptionist"):
            assert item.process.version.procedure.title and item.authority


def test_a_withdrawn_dossier_waits_for_confirmation(world: World, three: list[WorkItem]) -> None:
    dossier = accepted(world, three[0].process)
    actions.withdraw(dossier, world.huong)
    assert list(desk.withdrawals(world.lan)) == [dossier]
    assert not desk.withdrawals(world.huong).exists()
