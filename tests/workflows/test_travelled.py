"""The diagram of a dossier shows the way it took: what it went through, and not what it might
have.
"""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from portal.demo.load import settle
from tests.documents.conftest import demo_authority_seals, demo_seal_folder  # noqa: F401 - fixtures
from tests.people import World, draft_of
from tests.workflows.conftest import accepted, item_of, ready_to_sign, reread
from tests.workflows.test_compile import (
    CONSULT,
    TO_ASK,
    asked_for_opinions,
    other_expert,
    published,
    task_of,
)
from tests.workflows.test_diagram import SVG, words
from workflows import actions
from workflows.drawing import diagram
from workflows.drawing.route_taken import Move, moves_of, step_now
from workflows.models import Dossier
from workflows.published import definition_of


def moves(dossier: Dossier) -> set[Move]:
    return set(moves_of(dossier, definition_of(dossier.version)))


def test_a_way_back_is_shown_with_the_way_on(world: World) -> None:
    dossier = ready_to_sign(world, actions.submit(draft_of(world), world.huong))
    actions.decide(item_of(dossier), world.dung, "send_back", reason="Xem lại dòng trong sổ.")
    assert moves(dossier) == {("receive", "accept"), ("check", "found"), ("sign", "send_back")}
    assert step_now(dossier) == "check"


@pytest.mark.usefixtures("demo_authority_seals")
def test_what_a_condition_chose_is_told_by_where_the_dossier_ended(world: World) -> None:
    dossier = ready_to_sign(world, actions.submit(draft_of(world), world.huong))
    actions.decide(item_of(dossier), world.dung, "approve")
    actions.decide(item_of(dossier), world.anh, "seal")
    settle()
    made = moves(reread(dossier))
    assert {("sign", "approve"), ("seal", "seal"), ("issue_copy", "")} < made
    online = ("return_gate", "then") in made
    assert online != (("return_gate", "otherwise") in made), (
        "one of the two ways, and it is told which"
    )
    assert (step_now(dossier) is None) == online


def test_a_withdrawn_dossier_went_no_further(world: World) -> None:
    dossier = accepted(world, actions.submit(draft_of(world), world.huong))
    actions.withdraw(dossier, world.huong, "Tôi không cần nữa.")
    assert moves(dossier) == {("receive", "accept")}
    definition = definition_of(dossier.version)
    drawing = "".join(
        ElementTree.fromstring(
            diagram.svg(definition, moves=moves_of(dossier, definition))
        ).itertext()
    )
    assert "Tiếp nhận hồ sơ (đã qua)" in drawing and "Đối chiếu sổ gốc (đã qua)" not in drawing


def test_opinions_of_several_are_one_move(world: World, tmp_path: Path) -> None:
    version = published(
        tmp_path, ("\n  - id: supplement_check\n", CONSULT.replace("JOIN", "2")), TO_ASK
    )
    dossier = asked_for_opinions(world, version)
    actions.give_opinion(task_of(dossier, world.anh), world.anh, "Đồng ý.")
    assert ("ask", "") not in moves(dossier) and step_now(dossier) == "ask"
    mai = other_expert(world)
    actions.give_opinion(task_of(dossier, mai), mai, "Đồng ý.")
    assert {("check", "found"), ("ask", "")} < moves(dossier)
    assert step_now(dossier) == "sign"


def test_the_drawing_marks_what_was_passed_in_lines_boxes_and_words(world: World) -> None:
    dossier = ready_to_sign(world, actions.submit(draft_of(world), world.huong))
    definition = definition_of(dossier.version)
    drawing = ElementTree.fromstring(
        diagram.svg(definition, step_now(dossier), moves=moves_of(dossier, definition))
    )
    made = [path for path in drawing.iter(f"{SVG}path") if "flow-made" in path.get("class", "")]
    assert len(made) == 2
    been = [group for group in drawing.iter(f"{SVG}g") if "flow-been" in group.get("class", "")]
    assert len(been) == 2 and "Đang ở bước này" in words(drawing)
    assert "Đối chiếu sổ gốc (đã qua)" in "".join(drawing.itertext())
