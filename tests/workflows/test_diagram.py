"""The drawings: complete, readable, safe to inline, and BPMN that another tool can open."""

from __future__ import annotations

import io
import itertools
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command

from organisations.seed import seed_organisations
from tests.workflows.procedures import FOLDER, TEXT, changed
from workflows.definition import load
from workflows.drawing import diagram, layout
from workflows.drawing.bpmn import PREFIXES
from workflows.drawing.layout import rows
from workflows.procedure import publishing

pytestmark = pytest.mark.once

ROLES = {
    "receptionist": "Cán bộ tiếp nhận",
    "expert": "Chuyên viên",
    "head": "Lãnh đạo",
    "clerk": "Văn thư",
}
SVG = "{http://www.w3.org/2000/svg}"
CONSULT = """  - id: asked
    kind: consult
    title: {vi: Lấy ý kiến}
    asked: [{role: expert, at: deciding}, {role: head, at: receiving}]
    hours: 8
    join: 1
    to: sign
  - id: sign
"""


def drawn(
    text: str = TEXT, current: str | None = None, language: str = "vi"
) -> ElementTree.Element:
    return ElementTree.fromstring(diagram.svg(load(text), current, language, ROLES))


def words(svg: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in svg.iter(f"{SVG}text")]


def test_every_step_and_outcome_is_written_in_the_language_asked() -> None:
    said = " ".join(words(drawn()))
    definition = load(TEXT)
    for step in definition.steps:
        assert step.title["vi"] in said
    assert "Yêu cầu bổ sung" in said and "Cán bộ tiếp nhận · 1 giờ làm việc" in said
    english = " ".join(words(drawn(language="en")))
    assert "Check against the register" in english and "3 working hours" in english


def test_the_present_step_is_marked_and_only_that() -> None:
    marked = [
        group
        for group in drawn(current="sign").iter(f"{SVG}g")
        if "flow-now" in group.get("class", "")
    ]
    assert len(marked) == 1
    assert {"Lãnh đạo ký duyệt", "Đang ở bước này"} <= {
        text.text for text in marked[0].iter(f"{SVG}text")
    }
    assert "Đang ở bước này" not in words(drawn())


def test_a_strict_content_security_policy_lets_it_pass() -> None:
    svg = drawn()
    for element in svg.iter():
        assert element.tag not in (f"{SVG}style", f"{SVG}script")
        assert not any(name == "style" or name.startswith("on") for name in element.attrib)


def test_it_has_a_title_and_says_the_same_in_words() -> None:
    svg = drawn(current="sign")
    labels = (svg.get("aria-labelledby") or "").split()
    assert svg.get("role") == "img"
    title, description = (
        next(each for each in svg.iter() if each.get("id") == label) for label in labels
    )
    assert "Cấp bản sao văn bằng" in (title.text or "")
    assert "Lãnh đạo ký duyệt (Đang ở bước này)" in (description.text or "")


def test_names_cannot_break_out_of_the_drawing() -> None:
    text = changed(("title: {vi: Đối chiếu sổ gốc,", "title: {vi: '<script>alert(1)</script>',"))
    written = diagram.svg(load(text), None, "vi", ROLES)
    assert "<script" not in written and "&lt;script&gt;" in written


def test_it_is_no_wider_than_a_phone_and_nothing_overlaps() -> None:
    definition = load(TEXT)
    drawing = diagram._Drawing(definition, None, "vi", ROLES)
    plan = layout.lay_out(definition, [drawing._box(step) for step in definition.steps])
    assert plan.width <= 420
    boxes = list(plan.boxes.values())
    assert all(above.bottom < below.top for above, below in itertools.pairwise(boxes))
    for line in plan.lines:
        assert all(0 <= x <= plan.width and 0 <= y <= plan.height for x, y in line.points)
        if line.side != "down":  # in the margins, beside every box
            track = line.points[1][0]
            assert all(track < box.x or track > box.x + layout.BOX_WIDTH for box in boxes)


def test_later_steps_stand_lower_and_waits_below_their_step() -> None:
    order = rows(load(TEXT))
    assert order[:4] == ["receive", "supplement_reception", "end_refused", "check"]
    assert (
        order.index("sign")
        < order.index("seal")
        < order.index("issue_copy")
        < order.index("return_gate")
    )
    assert len(order) == len(load(TEXT).steps)


def test_a_consultation_names_who_is_asked() -> None:
    text = changed(
        ("  - id: sign\n", CONSULT), ("act: forward, to: sign,", "act: forward, to: asked,")
    )
    said = words(drawn(text))
    assert "Chuyên viên, Lãnh đạo" in said and "cần 1 ý kiến" in said


def test_bpmn_can_be_read_back_with_a_shape_for_every_node_and_an_edge_for_every_flow() -> None:
    definition = load(TEXT)
    root = ElementTree.fromstring(diagram.bpmn(definition))
    process = root.find("bpmn:process", PREFIXES)
    assert process is not None
    nodes = {node.get("id") for node in process if not node.tag.endswith("sequenceFlow")}
    flows = {flow.get("id"): flow for flow in process.findall("bpmn:sequenceFlow", PREFIXES)}
    assert {step.id for step in definition.steps} <= nodes
    assert all(
        flow.get("sourceRef") in nodes and flow.get("targetRef") in nodes for flow in flows.values()
    )
    assert {
        shape.get("bpmnElement") for shape in root.iter(f"{{{PREFIXES['bpmndi']}}}BPMNShape")
    } == nodes
    edges = {
        edge.get("bpmnElement"): edge for edge in root.iter(f"{{{PREFIXES['bpmndi']}}}BPMNEdge")
    }
    assert edges.keys() == flows.keys()
    assert all(len(edge.findall("di:waypoint", PREFIXES)) >= 2 for edge in edges.values())
    names = {flow.get("name") for flow in flows.values()}
    assert {"Tiếp nhận", "Ký duyệt", "Không"} <= names


def test_a_task_with_several_outcomes_is_followed_by_a_gateway() -> None:
    root = ElementTree.fromstring(diagram.bpmn(load(TEXT)))
    leaving = [flow.get("sourceRef") for flow in root.iter(f"{{{PREFIXES['bpmn']}}}sequenceFlow")]
    tasks = [task.get("id") for task in root.iter(f"{{{PREFIXES['bpmn']}}}userTask")]
    assert all(leaving.count(task) == 1 for task in tasks)


@pytest.mark.django_db
def test_the_command_draws_what_is_published_and_what_lies_in_a_folder(tmp_path: Path) -> None:
    seed_organisations()
    with pytest.raises(CommandError, match="published: none"):
        call_command("draw_procedure", "diploma-copy", output=tmp_path, stdout=io.StringIO())
    call_command("draw_procedure", str(FOLDER), output=tmp_path / "folder", stdout=io.StringIO())
    publishing.publish(FOLDER)
    call_command("draw_procedure", "diploma-copy", output=tmp_path / "slug", stdout=io.StringIO())
    for folder in ("folder", "slug"):
        assert (
            (tmp_path / folder / "diploma-copy.svg").read_text(encoding="utf-8").startswith("<svg")
        )
        ElementTree.parse(tmp_path / folder / "diploma-copy.bpmn")
