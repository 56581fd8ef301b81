"""Where the parts of a procedure's diagram stand: one step a row, so that it reads on a phone;
lines in the margins.

A line down to the very next row is straight. Lines that skip rows run in the right margin, lines
back up in the left one; lines to the same step share a track, and a longer line runs further out.
Everything is in user units (px).
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from workflows.definition import AnyStep, Definition
from workflows.drawing.graph import onward, reverse

BOX_WIDTH = 276
PADDING = 14
TITLE_LINE, META_LINE, OUTCOME_LINE = 19, 17, 18
ROW_GAP = 30
TRACK, MARGIN = 11, 20
#: Average width of a letter as part of the font size; a little too much, so that no text leaves its
#: box.
LETTER = 0.54

Side = Literal["down", "right", "left"]


@dataclass(frozen=True)
class Way:
    """One outcome of a step: its words, and where it leads."""

    outcome: str
    lines: tuple[str, ...]
    act: str
    target: str


@dataclass
class Box:
    """One step as it is drawn; `top` is set when the rows are stacked."""

    step: AnyStep
    title: list[str]
    meta: list[str]
    ways: list[Way]
    fixed: float = 0  # a height that does not follow from the words
    x: float = 0
    top: float = 0

    @property
    def height(self) -> float:
        """Height of title, meta line and the outcomes below them."""
        if self.fixed:
            return self.fixed
        words = len(self.title) * TITLE_LINE + len(self.meta) * META_LINE
        outcomes = sum(len(way.lines) for way in self.labelled) * OUTCOME_LINE
        return 2 * PADDING - 4 + words + (outcomes + 4 if outcomes else 0)

    @property
    def labelled(self) -> list[Way]:
        """The outcomes that have a name; a step with one way out needs none."""
        return [way for way in self.ways if way.lines]

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def middle(self) -> float:
        return self.x + BOX_WIDTH / 2

    @property
    def entry(self) -> float:
        """Height at which lines from the margins come in."""
        return self.top + PADDING + 5

    def port(self, way: Way) -> float:
        """Height at which the line of an outcome leaves: at its words."""
        if not way.lines:
            return self.bottom - PADDING
        line = self.bottom - PADDING + 4
        for each in reversed(self.labelled):
            line -= len(each.lines) * OUTCOME_LINE
            if each is way:
                break
        return line + OUTCOME_LINE / 2 + 1


@dataclass
class Line:
    """An outcome as a line; `points` are its corners from the box it leaves to the box it
    enters.
    """

    source: str
    way: Way
    side: Side
    points: list[tuple[float, float]] = field(default_factory=list)


@dataclass
class Layout:
    """All boxes in order, all lines, and the size of the whole."""

    boxes: dict[str, Box]
    lines: list[Line]
    width: float = 0
    height: float = 0


def lay_out(definition: Definition, boxes: Iterable[Box]) -> Layout:
    """Stack the boxes and run the lines. `boxes` are one per step, in any order."""
    by_id = {box.step.id: box for box in boxes}
    order = rows(definition)
    layout = Layout({step: by_id[step] for step in order}, [])
    place = {step: number for number, step in enumerate(order)}
    layout.lines = [
        Line(box.step.id, way, _side(place[box.step.id], place[way.target]))
        for box in layout.boxes.values()
        for way in box.ways
        if way.target in place
    ]
    _stack(layout)
    _run(layout, place)
    return layout


def rows(definition: Definition) -> list[str]:
    """Step ids from top to bottom: what comes later stands lower; waits and ends stand right below
    their step.
    """
    ahead = onward(definition)
    missing = {step: len(sources) for step, sources in reverse(ahead).items()}
    order: list[str] = []
    ready = [definition.start]
    while ready:
        here = ready.pop()
        order.append(here)
        free = []
        for target in ahead[here]:
            missing[target] -= 1
            if not missing[target]:
                free.append(target)
        small = [step for step in free if _is_small(definition.step(step))]
        ready += reversed(small + [step for step in free if step not in small])
    return order + [step for step in ahead if step not in order]


def _is_small(step: AnyStep) -> bool:
    return step.awaits_supplement or bool(step.fee) or step.is_end


def _side(source: int, target: int) -> Side:
    if target == source + 1:
        return "down"
    return "right" if target > source else "left"


def _stack(layout: Layout) -> None:
    top: float = 6
    for box in layout.boxes.values():
        box.top = top
        top = box.bottom + ROW_GAP
    layout.height = top - ROW_GAP + 8


def _run(layout: Layout, place: dict[str, int]) -> None:
    tracks: dict[Side, dict[str, int]] = {
        "left": _tracks(layout, place, "left"),
        "right": _tracks(layout, place, "right"),
    }
    left = _margin(tracks["left"])
    layout.width = left + BOX_WIDTH + _margin(tracks["right"])
    for box in layout.boxes.values():
        box.x = left
    for line in layout.lines:
        line.points = _corners(line, layout, tracks)


def _tracks(layout: Layout, place: dict[str, int], side: Side) -> dict[str, int]:
    """Target → number of its track in the margin, counted from the boxes outwards."""
    reach: dict[str, tuple[int, int]] = {}
    for line in layout.lines:
        if line.side == side:
            here, there = sorted((place[line.source], place[line.way.target]))
            first, last = reach.get(line.way.target, (here, there))
            reach[line.way.target] = (min(first, here), max(last, there))
    taken: list[list[tuple[int, int]]] = []
    found: dict[str, int] = {}
    for target, (first, last) in sorted(
        reach.items(), key=lambda item: (item[1][1] - item[1][0], item[1])
    ):
        number = next(
            (n for n, used in enumerate(taken) if all(last < a or b < first for a, b in used)),
            len(taken),
        )
        if number == len(taken):
            taken.append([])
        taken[number].append((first, last))
        found[target] = number
    return found


def _margin(tracks: dict[str, int]) -> float:
    return MARGIN + TRACK * (max(tracks.values(), default=-1) + 1)


def _corners(
    line: Line, layout: Layout, tracks: dict[Side, dict[str, int]]
) -> list[tuple[float, float]]:
    source, target = layout.boxes[line.source], layout.boxes[line.way.target]
    if line.side == "down":
        return [(source.middle, source.bottom), (target.middle, target.top)]
    out = MARGIN - 4 + TRACK * tracks[line.side][line.way.target]
    edge, track = (
        (source.x, source.x - out)
        if line.side == "left"
        else (source.x + BOX_WIDTH, source.x + BOX_WIDTH + out)
    )
    port = source.port(line.way)
    return [(edge, port), (track, port), (track, target.entry), (edge, target.entry)]


def wrapped(text: str, size: float, width: float) -> list[str]:
    """The text in lines that fit `width` at the font size."""
    return textwrap.wrap(text, max(8, int(width / (size * LETTER)))) or [""]
