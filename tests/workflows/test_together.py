"""A step that is decided for all at once: nobody acts on one of them, and the act over all has the
rights, rules and entries of one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from organisations.models import RoleAssignment
from portal.office.bulk import offered
from tests.people import World, draft_of
from tests.workflows.conftest import item_of, reread
from tests.workflows.many import at_step, done, open_item
from tests.workflows.procedures import changed, copied, faults_of, findings_of
from workflows import actions, permissions
from workflows.bulk import kinds
from workflows.bulk.kinds import Kind
from workflows.definition import load
from workflows.drawing import diagram
from workflows.errors import AlreadyDone, Incomplete, NoRight, WrongState
from workflows.journal import entries
from workflows.models import WorkItem
from workflows.procedure import publishing
from workflows.reading_rights import Reader
from workflows.reports import queues

TOGETHER = (
    (
        "hours: 2\n    not_same_person_as: [check]",
        "hours: 0\n    together: true\n    not_same_person_as: [check]",
    ),
    ("{id: approve, title:", "{id: approve, reason: optional, title:"),
)


@pytest.fixture
def waiting(world: World, tmp_path: Path) -> list[WorkItem]:
    """Two dossiers that wait for the head's act over all."""
    folder = copied(tmp_path)
    (folder / "procedure.yaml").write_text(changed(*TOGETHER), encoding="utf-8")
    world.version = publishing.publish(folder)
    return at_step(world, "sign", 2)


def test_nobody_decides_claims_or_gives_one_of_them(world: World, waiting: list[WorkItem]) -> None:
    item, head = waiting[0], world.dung
    for act in (
        lambda: actions.decide(item, head, "approve"),
        lambda: actions.bring_back(item, head, "check", "Xem lại."),
        lambda: actions.claim(item, head),
        lambda: actions.reassign(item, head, head),
    ):
        with pytest.raises(WrongState, match="tất cả hồ sơ của đợt cùng một lúc"):
            act()
    assert not permissions.may_decide(head, item)
    assert not permissions.may_reassign(head, item)
    assert reread(item.process).entry_count == item.process.entry_count


def test_they_stand_in_no_queue_and_no_list_of_many(world: World, waiting: list[WorkItem]) -> None:
    assert not list(queues.waiting(world.dung, world.department, "head"))
    reader = Reader(world.dung)
    assert not offered.groups(offered.tasks_of(reader, world.department, "head"))
    sign = waiting[0].place
    assert not any(kinds.may_be_chosen(one, sign) for one in sign.outcomes)


def test_the_act_over_all_moves_each(world: World, waiting: list[WorkItem]) -> None:
    entry = actions.decide_together(
        waiting[0], world.dung, "approve", {"reason": "Đủ điều kiện."}, "k" * 32
    )
    again = actions.decide_together(
        waiting[0], world.dung, "approve", {"reason": "Đủ điều kiện."}, "k" * 32
    )
    assert (entry.act, entry.reason, entry.actor) == ("approve", "Đủ điều kiện.", world.dung)
    assert again == entry
    dossier = reread(waiting[0].process)
    assert item_of(dossier).step == "seal"
    assert entries.verify(dossier) is None


def test_it_has_the_rights_of_one_by_one(world: World, waiting: list[WorkItem]) -> None:
    for stranger in (world.binh, world.anh, world.huong):
        with pytest.raises(NoRight):
            actions.decide_together(waiting[0], stranger, "approve")
    with pytest.raises(Incomplete, match="lý do"):
        actions.decide_together(waiting[0], world.dung, "send_back")
    actions.decide_together(waiting[0], world.dung, "approve")
    with pytest.raises((WrongState, AlreadyDone)):
        actions.decide_together(waiting[0], world.dung, "approve")


def test_who_checked_does_not_decide_them_together(world: World, waiting: list[WorkItem]) -> None:
    RoleAssignment.objects.create(user=world.binh, role_id="head", authority=world.department)
    with pytest.raises(NoRight, match="thẩm định"):
        actions.decide_together(waiting[0], world.binh, "approve")


def test_other_steps_are_not_decided_so(world: World) -> None:
    item = open_item(actions.submit(draft_of(world), world.huong))
    with pytest.raises(WrongState, match="từng hồ sơ"):
        actions.decide_together(item, world.lan, "accept")


@pytest.fixture
def own_kind() -> Iterator[str]:
    def do(item: WorkItem, actor: Any, told: Any, key: str) -> object:
        return actions.decide_together(item, actor, told["outcome"], key=key)

    kinds.add("test.all", Kind(do))
    yield "test.all"
    del kinds.KINDS["test.all"]


def test_an_app_above_brings_its_own_bulk_act(
    world: World, waiting: list[WorkItem], own_kind: str
) -> None:
    rows = done(waiting, world.dung, own_kind, outcome="approve")
    assert {row.state for row in rows.values()} == {"DONE"}
    assert {item_of(reread(item.process)).step for item in waiting} == {"seal"}
    with pytest.raises(ValueError, match="already"):
        kinds.add(own_kind, Kind(lambda *told: None))


def test_the_checker_and_the_pictures_know_of_it() -> None:
    assert not findings_of(changed(*TOGETHER))
    assert "Tất cả hồ sơ của đợt cùng lúc" in diagram.svg(load(changed(*TOGETHER)), roles={})
    assert "cho tất cả hồ sơ cùng lúc" in diagram.bpmn(load(changed(*TOGETHER)))
    for more in ("assign: turn", "hours: 3"):
        text = changed(*TOGETHER).replace("hours: 0\n    together", f"{more}\n    together", 1)
        text = (
            text if "hours" in more else text.replace("assign: turn", "hours: 0\n    assign: turn")
        )
        assert any("act over all" in one.message for one in faults_of(text)), more
