"""A definition as BPMN 2.0 XML with diagram interchange, so that other tools can open and draw it.

Source: OMG formal/2011-01-03 (BPMN 2.0), its schemas BPMN20.xsd, BPMNDI.xsd, DC.xsd and DI.xsd.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from foundation.languages import in_vietnamese
from workflows.definition import (
    AnyStep,
    Consult,
    Council,
    Definition,
    End,
    Gate,
    Issue,
    Pay,
    Reply,
    Step,
    Wait,
    of_every_kind,
)
from workflows.drawing.layout import BOX_WIDTH, Box, Layout, Line, Way, lay_out

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
PREFIXES = {"bpmn": BPMN, "bpmndi": BPMNDI, "dc": DC, "di": DI}

EVENT, GATEWAY, TASK_HEIGHT = 36, 50, 80


@dataclass(frozen=True)
class Drawn:
    """What BPMN calls a step, how high it is drawn, and whether it waits for a message."""

    name: str
    height: float = TASK_HEIGHT
    message: bool = False


ELEMENTS = of_every_kind(
    "elements of BPMN (workflows.drawing.bpmn)",
    {
        Step: Drawn("userTask"),
        Wait: Drawn("intermediateCatchEvent", EVENT, message=True),
        Reply: Drawn("receiveTask"),
        Pay: Drawn("intermediateCatchEvent", EVENT, message=True),
        Issue: Drawn("serviceTask"),
        Consult: Drawn("userTask"),
        Council: Drawn("userTask"),
        Gate: Drawn("exclusiveGateway", GATEWAY),
        End: Drawn("endEvent", EVENT),
    },
)
GAP = 24
# no step id has a hyphen
START, OWN_START, CHOICE = "start-of-process", "start-by-office", "-choice"


def bpmn(definition: Definition) -> str:
    """The definition as BPMN 2.0 XML, names in Vietnamese. A step with several outcomes is a task
    and a gateway.
    """
    for prefix, namespace in PREFIXES.items():
        register_namespace(prefix, namespace)
    plan = lay_out(definition, [_box(step) for step in definition.steps])
    root = Element(
        f"{{{BPMN}}}definitions", {"id": "definitions", "targetNamespace": "urn:motcua:procedure"}
    )
    names = {
        "id": f"process_{definition.slug}",
        "name": in_vietnamese(definition.title),
        "isExecutable": "false",
    }
    process = SubElement(root, f"{{{BPMN}}}process", names)
    diagram = SubElement(root, f"{{{BPMNDI}}}BPMNDiagram", {"id": "diagram"})
    plane = SubElement(
        diagram, f"{{{BPMNDI}}}BPMNPlane", {"id": "plane", "bpmnElement": names["id"]}
    )
    _begin(process, plane, plan.boxes[definition.start], START, "Nộp hồ sơ")
    if definition.ex_officio:
        _begin(
            process,
            plane,
            plan.boxes[definition.ex_officio.start],
            OWN_START,
            "Cơ quan tự mở hồ sơ",
        )
    for box in plan.boxes.values():
        _write_step(process, plane, box)
    for line in plan.lines:
        points = _corners(line, plan)
        _flow(process, plane, _leaves(plan.boxes[line.source]), line.way.target, line.way, points)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _box(step: AnyStep) -> Box:
    if step.outcomes:
        ways = [
            Way(each.id, (in_vietnamese(each.title),), each.act, each.to) for each in step.outcomes
        ]
    else:
        said = {"then": ("Đúng",), "otherwise": ("Không",)}
        ways = [Way(name, said.get(name, ()), "", to) for name, to in step.targets().items()]
    box = Box(step, [], [], ways, fixed=ELEMENTS[step.kind].height)
    if _has_gateway(box):
        box.fixed += GAP + GATEWAY
    return box


def _has_gateway(box: Box) -> bool:
    """A task with several ways out would start them all at once (BPMN 2.0, 13.3.1), so a gateway
    chooses.
    """
    return len(box.step.outcomes) > 1


def _leaves(box: Box) -> str:
    """Id of the node that the outcomes leave from."""
    return f"{box.step.id}{CHOICE}" if _has_gateway(box) else box.step.id


def _begin(process: Element, plane: Element, first: Box, start: str, name: str) -> None:
    """A start event, above the first step."""
    SubElement(process, f"{{{BPMN}}}startEvent", {"id": start, "name": name})
    top = first.top - GAP - EVENT
    _shape(plane, start, first.middle - EVENT / 2, top, EVENT, EVENT)
    points = [(first.middle, top + EVENT), (first.middle, first.top)]
    _flow(process, plane, start, first.step.id, Way("submit", (), "", first.step.id), points)


def _write_step(process: Element, plane: Element, box: Box) -> None:
    step = box.step
    drawn = ELEMENTS[step.kind]
    node = SubElement(
        process, f"{{{BPMN}}}{drawn.name}", {"id": step.id, "name": in_vietnamese(step.title)}
    )
    if step.together:
        SubElement(node, f"{{{BPMN}}}documentation").text = "Quyết định cho tất cả hồ sơ cùng lúc"
    if drawn.message:
        SubElement(node, f"{{{BPMN}}}messageEventDefinition", {"id": f"{step.id}_message"})
    width, height = _size(step)
    _shape(plane, step.id, box.middle - width / 2, box.top, width, height)
    if _has_gateway(box):
        SubElement(process, f"{{{BPMN}}}exclusiveGateway", {"id": _leaves(box)})
        below = box.top + TASK_HEIGHT
        _shape(plane, _leaves(box), box.middle - GATEWAY / 2, below + GAP, GATEWAY, GATEWAY)
        points = [(box.middle, below), (box.middle, below + GAP)]
        _flow(process, plane, step.id, _leaves(box), Way("decided", (), "", ""), points)


def _size(step: AnyStep) -> tuple[float, float]:
    height = ELEMENTS[step.kind].height
    return (BOX_WIDTH, height) if height == TASK_HEIGHT else (height, height)


def _corners(line: Line, plan: Layout) -> list[tuple[float, float]]:
    """The line's corners, moved from the edges of the boxes of the plan to the shapes drawn inside
    them.
    """
    source, target = plan.boxes[line.source], plan.boxes[line.way.target]
    if line.side == "down":
        return line.points
    track = line.points[1][0]
    sign = -1 if line.side == "left" else 1
    width, height = (GATEWAY, GATEWAY) if _has_gateway(source) else _size(source.step)
    leaves, arrives = source.bottom - height / 2, target.top + _size(target.step)[1] / 2
    return [
        (source.middle + sign * width / 2, leaves),
        (track, leaves),
        (track, arrives),
        (target.middle + sign * _size(target.step)[0] / 2, arrives),
    ]


def _shape(plane: Element, element: str, x: float, y: float, width: float, height: float) -> None:
    shape = SubElement(
        plane, f"{{{BPMNDI}}}BPMNShape", {"id": f"{element}_shape", "bpmnElement": element}
    )
    bounds = {"x": x, "y": y, "width": width, "height": height}
    SubElement(shape, f"{{{DC}}}Bounds", {name: f"{value:g}" for name, value in bounds.items()})


def _flow(
    process: Element,
    plane: Element,
    source: str,
    target: str,
    way: Way,
    points: list[tuple[float, float]],
) -> None:
    flow = f"{source}_{way.outcome or 'next'}"
    names = {"id": flow, "sourceRef": source, "targetRef": target} | (
        {"name": way.lines[0]} if way.lines else {}
    )
    SubElement(process, f"{{{BPMN}}}sequenceFlow", names)
    edge = SubElement(plane, f"{{{BPMNDI}}}BPMNEdge", {"id": f"{flow}_edge", "bpmnElement": flow})
    for x, y in points:
        SubElement(edge, f"{{{DI}}}waypoint", {"x": f"{x:g}", "y": f"{y:g}"})
