"""A published version is one Flow class per process, whoever comes first; and how parallel opinions
join.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from viewflow.workflow.base import Flow

from organisations.models import RoleAssignment
from tests.people import World, draft_of, officer
from tests.workflows.conftest import accepted, item_of, reread
from workflows import actions, compile
from workflows.errors import Incomplete, WrongState
from workflows.models import Dossier, Draft, ProcedureVersion, WorkItem
from workflows.procedure import publishing
from workflows.published import definition_of


def test_threads_that_come_together_get_one_class(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    definition = definition_of(world.version)
    name = world.version.flow_name
    monkeypatch.setattr(compile, "_built", {})
    monkeypatch.setattr(compile, "_build", lambda wanted: compile.build(definition, wanted))
    gate = threading.Barrier(12)
    found: list[type[Flow]] = []

    def look_up() -> None:
        gate.wait()
        found.append(getattr(compile, name))

    threads = [threading.Thread(target=look_up) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 12 and len(set(found)) == 1


def test_a_name_nobody_published_is_no_class(db: None) -> None:
    with pytest.raises(AttributeError):
        getattr(compile, "Flow_" + 16 * "0")
    with pytest.raises(AttributeError):
        getattr(compile, "something" + "_else")


def test_a_running_dossier_stays_on_its_version(world: World, tmp_path: Path) -> None:
    dossier = actions.submit(draft_of(world), world.huong)
    newer = published(tmp_path, ("hours: 3", "hours: 2"))
    assert newer.number == world.version.number + 1
    assert reread(dossier).version == world.version
    assert definition_of(reread(dossier).version).step("check").hours == 3


CONSULT = """
  - id: ask
    kind: consult
    title: {vi: Hỏi ý kiến, en: Opinions}
    asked: [{role: expert, at: deciding}, {role: clerk, at: deciding}, {role: head, at: deciding}]
    hours: 1
    join: JOIN
    to: sign
  - id: supplement_check
"""
TO_ASK = ("act: forward, to: sign, needs", "act: forward, to: ask, needs")


@pytest.mark.parametrize(("join", "answers_needed"), [("all", 3), ("2", 2)])
def test_a_consultation_goes_on_when_enough_have_answered(
    world: World, tmp_path: Path, join: str, answers_needed: int
) -> None:
    version = published(
        tmp_path, ("\n  - id: supplement_check\n", CONSULT.replace("JOIN", join)), TO_ASK
    )
    dossier = asked_for_opinions(world, version)
    people = [world.anh, world.dung, other_expert(world)]
    for person in people[:answers_needed]:
        assert {item.step for item in open_items(dossier)} == {"ask"}
        actions.give_opinion(task_of(dossier, person), person, "Đồng ý.")
    assert [item.step for item in open_items(dossier)] == ["sign"]
    assert dossier.entries.filter(act="opinion").count() == answers_needed


def test_who_is_asked_twice_counts_once_towards_a_quorum(world: World, tmp_path: Path) -> None:
    twice = CONSULT.replace("JOIN", "2").replace(
        "{role: clerk, at: deciding}", "{role: expert, at: deciding}"
    )
    dossier = asked_for_opinions(
        world, published(tmp_path, ("\n  - id: supplement_check\n", twice), TO_ASK)
    )
    mai = other_expert(world)
    for item in [item for item in open_items(dossier) if item.role == "expert"]:
        actions.give_opinion(item, mai, "Đồng ý.")
    assert [item.role for item in open_items(dossier)] == ["head"]
    actions.give_opinion(task_of(dossier, world.dung), world.dung, "Đồng ý.")
    assert [item.step for item in open_items(dossier)] == ["sign"]


def test_an_opinion_needs_words_and_a_consultation_has_no_outcomes(
    world: World, tmp_path: Path
) -> None:
    version = published(
        tmp_path, ("\n  - id: supplement_check\n", CONSULT.replace("JOIN", "all")), TO_ASK
    )
    dossier = asked_for_opinions(world, version)
    with pytest.raises(Incomplete):
        actions.give_opinion(task_of(dossier, world.anh), world.anh, "  ")
    with pytest.raises(WrongState):
        actions.decide(task_of(dossier, world.anh), world.anh, "seal")
    assert len(open_items(dossier)) == 3


def published(folder: Path, *changes: tuple[str, str]) -> ProcedureVersion:
    """The shipped procedure with some of its text changed, published from a folder of its own."""
    import shutil

    shipped = next(
        folder for folder in publishing.shipped_folders() if folder.name == "diploma-copy"
    )
    copy = Path(shutil.copytree(shipped, folder / "diploma-copy"))
    text = (copy / "procedure.yaml").read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (copy / "procedure.yaml").write_text(text)
    return publishing.publish(copy)


def asked_for_opinions(world: World, version: ProcedureVersion) -> Dossier:
    draft = draft_of(world)
    Draft.objects.filter(pk=draft.pk).update(version=version)
    dossier = accepted(world, actions.submit(draft, world.huong))
    actions.decide(item_of(dossier), world.binh, "found", {"match": str(world.diploma.pk)})
    return reread(dossier)


def other_expert(world: World) -> Any:
    return officer("mai", "Đỗ Thị Mai", "expert", world.department, "Chuyên viên")


def open_items(dossier: Dossier) -> list[WorkItem]:
    return list(WorkItem.objects.filter(process=dossier, finished__isnull=True))


def task_of(dossier: Dossier, person: Any) -> WorkItem:
    role = RoleAssignment.objects.get(user=person).role_id
    return WorkItem.objects.get(process=dossier, finished__isnull=True, role=role)


def test_a_flow_adds_no_right_that_the_administration_would_offer(world: World) -> None:
    """viewflow adds "manage" to the rights over dossiers; what migrated afterwards in the same
    process made it one.
    """
    compile.build(definition_of(world.version), "Flow_rights")
    assert Dossier._meta.default_permissions == ("add", "change", "delete", "view")
