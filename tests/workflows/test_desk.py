"""The officer's queues: who sees what, in which order, at which cost."""

from __future__ import annotations

import pytest

from organisations.models import Authority, RoleAssignment
from tests.people import World, draft_of, officer
from tests.workflows.conftest import accepted, item_of
from workflows import actions
from workflows.models import WorkItem
from workflows.reports import queues


@pytest.fixture
def three(world: World) -> list[WorkItem]:
    return [item_of(actions.submit(draft_of(world), world.huong)) for _ in range(3)]


def test_the_queue_is_sorted_by_what_is_due(world: World, three: list[WorkItem]) -> None:
    first, second, third = three
    WorkItem.objects.filter(pk=third.pk).update(due_at="2026-01-01T00:00:00Z")
    WorkItem.objects.filter(pk=first.pk).update(due_at=None)
    assert list(queues.waiting(world.lan, world.centre, "receptionist")) == [third, second, first]


def test_counts_stand_beside_each_queue(world: World, three: list[WorkItem]) -> None:
    WorkItem.objects.filter(pk=three[0].pk).update(due_at="2026-01-01T00:00:00Z")
    (queue,) = queues.queues(world.lan)
    assert (queue.waiting, queue.overdue) == (3, 1)
    assert queues.queues(world.huong) == []


def test_an_officer_sees_only_the_queues_of_their_roles(
    world: World, three: list[WorkItem]
) -> None:
    assert not queues.waiting(world.binh, world.centre, "receptionist").exists()
    assert not queues.waiting(world.lan, world.department, "expert").exists()


def test_a_role_removed_empties_the_queue_at_once(world: World, three: list[WorkItem]) -> None:
    RoleAssignment.objects.filter(user=world.lan).update(valid_to="2026-01-01")
    assert queues.queues(world.lan) == []
    assert not queues.waiting(world.lan, world.centre, "receptionist").exists()


def test_my_tasks_are_those_i_claimed(world: World, three: list[WorkItem]) -> None:
    actions.claim(three[1], world.lan)
    assert list(queues.mine(world.lan)) == [three[1]]


def test_neighbours_follow_the_order_of_the_queue(world: World, three: list[WorkItem]) -> None:
    queue = list(queues.waiting(world.lan, world.centre, "receptionist"))
    assert queues.neighbours(world.lan, queue[0]) == (None, queue[1])
    assert queues.neighbours(world.lan, queue[1]) == (queue[0], queue[2])
    assert queues.neighbours(world.lan, queue[2]) == (queue[1], None)


def test_search_forgives_diacritics_and_finds_what_one_has_to_do_with(
    world: World, three: list[WorkItem]
) -> None:
    code = three[0].process.code
    assert [found.code for found in queues.search(world.lan, code)] == [code]
    assert (
        queues.search(world.lan, "nguyen huong").count()
        == queues.search(world.dung, "nguyen huong").count()
        == 3
    )
    assert queues.search(world.binh, "nguyen huong").count() == 0  # none has come to him yet
    accepted(world, three[0].process)
    assert [found.code for found in queues.search(world.binh, "nguyen huong")] == [code]
    commune = Authority.objects.filter(kind="COMMUNE").first()
    assert commune is not None
    stranger = officer("xa", "Cán Bộ Xã", "expert", commune, "Công chức")
    assert queues.search(stranger, "nguyen huong").count() == 0


def test_the_queue_costs_the_same_for_one_row_and_for_many(
    world: World, three: list[WorkItem], django_assert_num_queries
) -> None:
    with django_assert_num_queries(2):
        for item in queues.waiting(world.lan, world.centre, "receptionist"):
            assert item.process.version.procedure.title and item.authority


def test_a_withdrawn_dossier_waits_for_confirmation(world: World, three: list[WorkItem]) -> None:
    dossier = accepted(world, three[0].process)
    actions.withdraw(dossier, world.huong)
    assert list(queues.withdrawals(world.lan)) == [dossier]
    assert not queues.withdrawals(world.huong).exists()
