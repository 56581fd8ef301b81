"""A procedure as a picture: SVG for people, and (in `workflows.drawing.bpmn`) BPMN 2.0 for other
tools.

The SVG has neither style nor script, only presentation attributes and classes, so a page may inline
it under a strict content security policy; a style sheet may still restyle the classes (`flow`,
`flow-step`, `flow-now`, `flow-line`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from html import escape
from math import inf
from typing import Any

from foundation.languages import OFFICIAL, in_language, name_in_language
from organisations.models import Role
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
from workflows.drawing import layout
from workflows.drawing.bpmn import bpmn
from workflows.drawing.layout import BOX_WIDTH, PADDING, Box, Layout, Line, Way, lay_out, wrapped
from workflows.drawing.route_taken import Move

__all__ = ["bpmn", "svg"]

INK, SOFT, LINE, PAPER = "#1c1b19", "#55514b", "#8b857b", "#ffffff"
INDIGO, INDIGO_TINT, LACQUER, LEAF, LEAF_TINT = (
    "#1b4b7c",
    "#edf3f9",
    "#9a1b1e",
    "#1c6541",
    "#ebf5ef",
)
GOLD, GOLD_TINT = "#c08a2b", "#fdf6e6"
#: Bars of the roles, in the order in which the roles first act.
ROLE_COLOURS = ("#1b4b7c", "#1c6541", "#9a1b1e", "#7a4f06", "#5b3f8c", "#0f6b73", "#55514b")
ACT_COLOURS = {
    "accept": LEAF,
    "approve": LEAF,
    "return_result": LEAF,
    "forward": INDIGO,
    "refuse": LACQUER,
    "refuse_reception": LACQUER,
    "send_back": GOLD,
    "lengthen": GOLD,
    "ask_supplement": GOLD,
}
ROUNDED = 8  # corners of a box
TITLE_SIZE, META_SIZE, OUTCOME_SIZE = 14, 12, 12.5
WORDS = {
    "vi": {
        "title": "Sơ đồ xử lý hồ sơ: {name}",
        "now": "Đang ở bước này",
        "been": "đã qua",
        "hours": "{n} giờ làm việc",
        "together": "Tất cả hồ sơ của đợt cùng lúc",
        "wait": "Đồng hồ tạm dừng",
        "reply": "Người nộp trả lời, đồng hồ vẫn chạy",
        "pay": "Chờ người nộp hồ sơ trả phí",
        "issue": "Hệ thống cấp số, đóng dấu",
        "gate": "Tự động rẽ nhánh",
        "end": "Kết thúc",
        "all": "lấy ý kiến tất cả",
        "some": "cần {n} ý kiến",
        "council": "{called} từ {n} thành viên",
        "then": "Đúng",
        "otherwise": "Không",
        "leads": "{label}: sang “{step}”",
    },
    "en": {
        "title": "How a dossier is handled: {name}",
        "now": "Now here",
        "been": "passed",
        "hours": "{n} working hours",
        "together": "All applications of the round at once",
        "wait": "The clock stands still",
        "reply": "The applicant answers, the clock runs",
        "pay": "Until the applicant has paid",
        "issue": "The system numbers and seals",
        "gate": "Chosen by the data",
        "end": "End",
        "all": "all are asked",
        "some": "{n} opinions suffice",
        "council": "{called} of {n} or more",
        "then": "Yes",
        "otherwise": "No",
        "leads": "{label}: to “{step}”",
    },
}


def svg(
    definition: Definition,
    current: str | None = None,
    language: str = "vi",
    roles: Mapping[str, str] | None = None,
    moves: Collection[Move] = (),
) -> str:
    """The diagram as an SVG element, the step `current` marked as the present one, and the `moves`
    that were made.

    `language` is vi or en. `roles` maps slugs to names; by default the site's own names are read
    (one query).
    """
    return _Drawing(definition, current, language[:2], roles, moves).text()


def role_names(definition: Definition, language: str) -> dict[str, str]:
    """Slug → name of the roles the definition names, as this site calls them."""
    found = Role.objects.filter(slug__in=definition.roles())
    return {role.slug: name_in_language(role, language) for role in found}


class _Drawing:
    def __init__(
        self,
        definition: Definition,
        current: str | None,
        language: str,
        roles: Mapping[str, str] | None,
        moves: Collection[Move] = (),
    ) -> None:
        self.definition = definition
        self.current = current
        self.moves = moves
        ends = {step.id for step in definition.steps if step.is_end}
        self.been = {step for step, _way in moves} | {
            definition.targets(step)[way] for step, way in moves
        } & ends
        self.language = language if language in WORDS else "vi"
        self.words = WORDS.get(self.language, WORDS[OFFICIAL])
        self.roles = role_names(definition, self.language) if roles is None else roles
        slugs = dict.fromkeys(step.role for step in definition.steps if step.role)
        self.colours = {slug: ROLE_COLOURS[n % len(ROLE_COLOURS)] for n, slug in enumerate(slugs)}

    def text(self) -> str:
        plan = lay_out(self.definition, [self._box(step) for step in self.definition.steps])
        slug = self.definition.slug
        title = self.words["title"].format(name=self._said(self.definition.title))
        size = (
            f'viewBox="0 0 {plan.width:g} {plan.height:g}" width="{plan.width:g}"'
            f' height="{plan.height:g}"'
        )
        parts = [
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" class="flow" role="img" {size}'
                f' aria-labelledby="flow-title-{slug} flow-text-{slug}" font-family="system-ui,'
                ' -apple-system, Segoe UI, Roboto, Noto Sans, Liberation Sans, sans-serif">'
            ),
            f'<title id="flow-title-{slug}">{escape(title)}</title>',
            f'<desc id="flow-text-{slug}">{escape(self._description(plan))}</desc>',
            f"<defs>{self._tip('tip', LINE, 7)}{self._tip('made', INDIGO, 4)}</defs>",
            *(self._line(line) for line in sorted(plan.lines, key=self._was_made)),
            *(self._step(box, plan) for box in plan.boxes.values()),
            "</svg>",
        ]
        return "\n".join(parts)

    def _said(self, text: Mapping[str, str]) -> str:
        return in_language(text, self.language)

    # --- What is written in a box ---

    def _box(self, step: AnyStep) -> Box:
        inner = BOX_WIDTH - 2 * PADDING - 6
        meta = [
            line
            for text in LOOKS[step.kind].below(self, step)
            for line in wrapped(text, META_SIZE, inner)
        ]
        return Box(
            step, wrapped(self._said(step.title), TITLE_SIZE * 1.15, inner), meta, self._ways(step)
        )

    def _who(self, step: AnyStep) -> list[str]:
        hours = [self.words["hours"].format(n=f"{step.hours:g}")] if step.hours else []
        said = [self.words["together"]] if step.together else []
        return [" · ".join([self._role(step.role), *hours]), *said]

    def _council(self, step: Council) -> list[str]:
        called = self._said(step.called)
        said = self.words["council"].format(
            called=called[:1].lower() + called[1:], n=step.min_members
        )
        return [*self._who(step), said]

    def _asked(self, step: Consult) -> list[str]:
        join = self.words["all"] if step.join == "all" else self.words["some"].format(n=step.join)
        return [", ".join(self._role(asked.role) for asked in step.asked), join]

    def _kind(self, step: AnyStep) -> list[str]:
        return [self.words[step.kind]]

    def _role(self, slug: str) -> str:
        return self.roles.get(slug, slug)

    def _ways(self, step: AnyStep) -> list[Way]:
        inner = BOX_WIDTH - 2 * PADDING - 30
        if step.outcomes:
            return [
                Way(
                    each.id,
                    tuple(wrapped(self._said(each.title), OUTCOME_SIZE, inner)),
                    each.act,
                    each.to,
                )
                for each in step.outcomes
            ]
        if step.turns_on:
            return [
                Way(name, (self.words[name],), "forward", to) for name, to in step.targets().items()
            ]
        return [Way(name, (), "", to) for name, to in step.targets().items()]

    def _description(self, plan: Layout) -> str:
        """The same in sentences, for those who do not see the picture."""
        sentences = []
        for box in plan.boxes.values():
            now = f" ({self.words['now']})" if box.step.id == self.current else self._passed(box)
            ways = [
                self.words["leads"].format(
                    label=" ".join(way.lines) or "→", step=" ".join(plan.boxes[way.target].title)
                )
                for way in box.ways
                if way.target in plan.boxes
            ]
            sentences.append(f"{' '.join(box.title)}{now}. {'; '.join(ways)}".strip())
        return " ".join(f"{number}. {sentence}" for number, sentence in enumerate(sentences, 1))

    def _passed(self, box: Box) -> str:
        return f" ({self.words['been']})" if box.step.id in self.been else ""

    # --- How it is drawn ---

    def _step(self, box: Box, plan: Layout) -> str:
        now = box.step.id == self.current
        shape = [self._frame(box, now), *self._bar(box), *self._texts(box)]
        shape += [self._way(box, way, plan) for way in box.labelled]
        if now:
            shape.append(self._now(box))
        been = " flow-been" if box.step.id in self.been else ""
        classes = f"flow-step flow-{box.step.kind}" + (" flow-now" if now else been)
        return f'<g class="{classes}">' + "".join(shape) + "</g>"

    def _frame(self, box: Box, now: bool) -> str:
        look = LOOKS[box.step.kind]
        radius, fill = min(look.corner, box.height / 2), GOLD_TINT if now else look.fill
        taken = (INDIGO, 2.0) if box.step.id in self.been else (LINE, 1.0)
        stroke, width = (LACQUER, 2.5) if now else taken
        dashes = ' stroke-dasharray="5 4"' if look.is_dashed and not now else ""
        return (
            f'<rect x="{box.x:g}" y="{box.top:g}" width="{BOX_WIDTH}" height="{box.height:g}"'
            f' rx="{radius:g}" fill="{fill}" stroke="{stroke}" stroke-width="{width:g}"{dashes}/>'
        )

    def _bar(self, box: Box) -> list[str]:
        if not box.step.role:
            return []
        place = f'x="{box.x + 6:g}" y="{box.top + 8:g}" width="4" height="{box.height - 16:g}"'
        return [f'<rect {place} rx="2" fill="{self.colours[box.step.role]}"/>']

    def _texts(self, box: Box) -> list[str]:
        left, line = box.x + PADDING + 6, box.top + PADDING + 10
        colour = self.colours[box.step.role] if box.step.role else SOFT
        written = []
        for words in box.title:
            written.append(_text(left, line, words, TITLE_SIZE, INK, bold=True))
            line += layout.TITLE_LINE
        for words in box.meta:
            written.append(_text(left, line - 2, words, META_SIZE, colour))
            line += layout.META_LINE
        return written

    def _way(self, box: Box, way: Way, plan: Layout) -> str:
        """The words of an outcome, a dot in the colour of its act, and a sign where its line
        leaves.
        """
        left, line = box.x + PADDING + 6, box.port(way) + 4
        dot = (
            f'<circle cx="{left + 4:g}" cy="{line - 4:g}" r="3.5"'
            f' fill="{ACT_COLOURS.get(way.act, SOFT)}"/>'
        )
        words = "".join(
            _text(left + 15, line + number * layout.OUTCOME_LINE, text, OUTCOME_SIZE, INK)
            for number, text in enumerate(way.lines)
        )
        side = next(
            (each.side for each in plan.lines if each.source == box.step.id and each.way is way),
            "down",
        )
        sign = (
            _text(box.x + BOX_WIDTH - 22, line, "↓", OUTCOME_SIZE, SOFT) if side == "down" else ""
        )
        return dot + words + sign

    def _was_made(self, line: Line) -> bool:
        return (line.source, line.way.outcome) in self.moves

    def _tip(self, name: str, colour: str, size: int) -> str:
        return (
            f'<marker id="flow-{name}-{self.definition.slug}" viewBox="0 0 8 8" refX="7" refY="4"'
            f' markerWidth="{size}" markerHeight="{size}" orient="auto"><path d="M0 .8 7.5 4 0'
            f' 7.2z" fill="{colour}"/></marker>'
        )

    def _line(self, line: Line) -> str:
        classes, tip, colour, width = ("flow-line", "tip", LINE, 1.5)
        if self._was_made(line):
            classes, tip, colour, width = ("flow-line flow-made", "made", INDIGO, 3)
        return (
            f'<path class="{classes}" d="{_rounded(line.points)}" fill="none" stroke="{colour}"'
            f' stroke-width="{width}" marker-end="url(#flow-{tip}-{self.definition.slug})"/>'
        )

    def _now(self, box: Box) -> str:
        width = len(self.words["now"]) * 6.9 + 18
        left, top = box.x + BOX_WIDTH - width - 10, box.top - 18
        plate = (
            f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="20" rx="10"'
            f' fill="{LACQUER}"/>'
        )
        return plate + _text(left + 9, top + 14, self.words["now"], 11.5, PAPER, bold=True)


@dataclass(frozen=True)
class Look:
    """How the box of a kind of step is drawn; `below`: what stands below the title."""

    below: Callable[[_Drawing, Any], list[str]]
    fill: str = PAPER
    corner: float = ROUNDED
    is_dashed: bool = False


LOOKS = of_every_kind(
    "boxes of the diagram (workflows.drawing.diagram)",
    {
        Step: Look(_Drawing._who),
        Wait: Look(_Drawing._kind, GOLD_TINT, corner=18, is_dashed=True),
        Reply: Look(_Drawing._kind, GOLD_TINT),
        Pay: Look(_Drawing._kind, GOLD_TINT, corner=18, is_dashed=True),
        Issue: Look(_Drawing._kind, INDIGO_TINT),
        Consult: Look(_Drawing._asked),
        Council: Look(_Drawing._council),
        Gate: Look(_Drawing._kind, is_dashed=True),
        End: Look(_Drawing._kind, LEAF_TINT, corner=inf),
    },
)


def _text(x: float, y: float, words: str, size: float, colour: str, bold: bool = False) -> str:
    weight = ' font-weight="650"' if bold else ""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}"'
        f' fill="{colour}"{weight}>{escape(words)}</text>'
    )


def _rounded(points: list[tuple[float, float]], radius: float = 6) -> str:
    """A path through the points with rounded corners."""
    path = f"M{points[0][0]:g} {points[0][1]:g}"
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        start, end = _towards(corner, before, radius), _towards(corner, after, radius)
        path += f"L{start[0]:g} {start[1]:g}Q{corner[0]:g} {corner[1]:g} {end[0]:g} {end[1]:g}"
    return path + f"L{points[-1][0]:g} {points[-1][1]:g}"


def _towards(
    corner: tuple[float, float], other: tuple[float, float], radius: float
) -> tuple[float, float]:
    """The point on the way from the corner to the other point, at most `radius` away."""
    dx, dy = other[0] - corner[0], other[1] - corner[1]
    length = max(abs(dx), abs(dy)) or 1
    part = min(radius, length / 2) / length
    return corner[0] + dx * part, corner[1] + dy * part
