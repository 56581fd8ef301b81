"""Who gets a new task: by the head, in turn among those present, by rule on the data. Who is away
gets nothing.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.utils import timezone

from organisations import covers
from organisations.models import Area, RoleAssignment, User
from tests.organisations.test_covers import cover
from tests.people import World, draft_of, officer
from tests.workflows.conftest import accepted, item_of
from tests.workflows.countersigned import publish_text
from tests.workflows.procedures import changed, findings_of
from workflows import actions, permissions
from workflows.background.claim_next import claim_next
from workflows.errors import NoRight
from workflows.journal import entries
from workflows.models import Dossier, WorkItem
from workflows.reports import queues

AT_CHECK = "    role: expert\n    at: deciding\n    hours: 3\n"
BY_RULE = """    assign:
      by: rule
      when:
        - {holds: copies > 10, area: '"many"'}
        - {area: '"level:" + level'}
"""


def assigned(by: str) -> str:
    """The shipped procedure whose expert gets the task this way."""
    return changed((AT_CHECK, AT_CHECK + by))


def opened(world: World, tmp_path: Path, by: str, **answers: object) -> Dossier:
    world.version = publish_text(tmp_path, assigned(by))
    return another(world, **answers)


def another(world: World, **answers: object) -> Dossier:
    return accepted(world, actions.submit(draft_of(world, **answers), world.huong))


def holder(dossier: Dossier) -> User | None:
    return item_of(dossier).owner


@pytest.fixture
def second(world: World) -> User:
    return officer("hai", "Chuyên Viên Hai", "expert", world.department, "Chuyên viên")


def test_the_task_waits_until_the_head_gives_it(world: World, tmp_path: Path, second: User) -> None:
    dossier = opened(world, tmp_path, "    assign: head\n")
    item = item_of(dossier)
    assert item.to_be_given and not permissions.may_claim(world.binh, item)
    for attempt in (
        lambda: actions.claim(item, world.binh),
        lambda: actions.decide(item, world.binh, "found", {"match": str(world.diploma.pk)}),
    ):
        with pytest.raises(NoRight) as refused:
            attempt()
        assert str(refused.value) == "Việc này chờ lãnh đạo phân công."
    assert claim_next(world.binh, world.department, "expert") is None
    assert list(queues.to_give(world.dung)) == [item] and not queues.to_give(world.binh).exists()
    actions.reassign(item, world.dung, second)
    assert holder(dossier) == second and not queues.to_give(world.dung).exists()
    assert entries.timeline(dossier)[-1].data["assigned"]["name"] == "Chuyên Viên Hai"
    actions.release(item_of(dossier), second)
    assert list(queues.to_give(world.dung)) == [item]  # back to the head, not to the queue


def test_those_present_get_tasks_in_turn(world: World, tmp_path: Path, second: User) -> None:
    third = officer("ba", "Chuyên Viên Ba", "expert", world.department, "Chuyên viên")
    first = opened(world, tmp_path, "    assign: turn\n")
    given = [holder(first), *(holder(another(world)) for _ in range(4))]
    assert given == [world.binh, second, third, world.binh, second]
    away = cover(third, world.anh)
    # Anh in the third one's stead
    assert {holder(another(world)) for _ in range(3)} == {world.anh, world.binh, second}
    covers.revoke(away, third)
    assert {holder(another(world)) for _ in range(3)} == {third, world.binh, second}
    entry = first.entries.get(act="accept")
    assert entry.data["assigned"] == {"step": "check", "to": world.binh.pk, "name": "Y Bình Niê"}
    assert entries.verify() is None


def test_nobody_gets_their_own_application_in_turn(
    world: World, tmp_path: Path, second: User
) -> None:
    world.version = publish_text(tmp_path, assigned("    assign: turn\n"))
    RoleAssignment.objects.create(user=world.huong, role_id="expert", authority=world.department)
    people = {holder(another(world)) for _ in range(4)}
    assert people == {world.binh, second}


def test_when_nobody_is_left_the_task_stays_in_the_queue(world: World, tmp_path: Path) -> None:
    RoleAssignment.objects.filter(user=world.binh).update(
        valid_to=timezone.localdate() - dt.timedelta(days=1)
    )
    dossier = opened(world, tmp_path, "    assign: turn\n")
    item = item_of(dossier)
    assert item.owner is None and not item.to_be_given
    late = officer("sau", "Người Đến Sau", "expert", world.department, "Chuyên viên")
    assert claim_next(late, world.department, "expert") == item


def test_a_task_goes_to_who_looks_after_its_area(
    world: World, tmp_path: Path, second: User
) -> None:
    looks_after(world.binh, "level:THPT")
    looks_after(second, "many")
    third = officer("ba", "Chuyên Viên Ba", "expert", world.department, "Chuyên viên")
    dossier = opened(world, tmp_path, BY_RULE)
    assert holder(dossier) == world.binh and holder(another(world)) == world.binh
    assert holder(another(world, copies=12)) == second
    assert holder(another(world, level="THCS")) is None  # nobody's: whoever takes it
    cover(world.binh, third)
    assert holder(another(world)) == third


def test_a_dated_area_counts_on_its_days(world: World, tmp_path: Path, second: User) -> None:
    today = timezone.localdate()
    looks_after(world.binh, "level:THPT", valid_to=today - dt.timedelta(days=1))
    looks_after(second, "level:THPT", valid_from=today)
    assert holder(opened(world, tmp_path, BY_RULE)) == second


def looks_after(who: User, name: str, **dates: dt.date) -> Area:
    return Area.objects.create(assignment=who.assignments.get(), name=name, **dates)


def test_the_first_step_can_be_assigned_too(world: World, tmp_path: Path) -> None:
    at_reception = "    role: receptionist\n    at: receiving\n    hours: 1\n"
    world.version = publish_text(
        tmp_path, changed((at_reception, at_reception + "    assign: turn\n"))
    )
    dossier = actions.submit(draft_of(world), world.huong)
    assert holder(dossier) == world.lan
    assert dossier.entries.get(act="submit").data["assigned"]["to"] == world.lan.pk
    assert WorkItem.objects.get(process=dossier).status == "ASSIGNED"


@pytest.mark.parametrize(
    ("rule", "by"),
    [
        ("condition_unknown", BY_RULE.replace("copies > 10", "coppies > 10")),
        ("condition_unknown", BY_RULE.replace("+ level", "+ levle")),
        ("condition_faulty", BY_RULE.replace("copies > 10", "copies >")),
    ],
)
def test_a_rule_that_reads_nothing_is_found_out(rule: str, by: str) -> None:
    assert findings_of(assigned(BY_RULE)) == {}
    assert rule in findings_of(assigned(by))
