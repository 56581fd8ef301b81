"""The map of the planner: each ward with its number in it; the table beside says the same."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from admissions.pages import ward_map
from admissions.planning.boundaries import Shape
from admissions.planning.comparison import Comparison


@dataclass(frozen=True)
class MapWard:
    """`look`: how dark (0 to 3), and whether it is the one chosen; `unplaced`: under the trial;
    `address`: the page with it chosen.
    """

    shape: Shape
    unplaced: int
    gain: int
    lose: int
    look: str
    address: str

    @property
    def has_children(self) -> bool:
        return bool(self.unplaced or self.gain or self.lose)


def shown(found: Comparison, typed: QueryDict) -> list[MapWard]:
    """The wards of the drawing, counted; empty where no outlines were imported."""
    shapes = ward_map.drawing().shapes
    most = max((one.unplaced for one in found.after.by_ward.values()), default=0)
    return [_ward(shape, found, most, typed) for shape in shapes]


def _ward(shape: Shape, found: Comparison, most: int, typed: QueryDict) -> MapWard:
    tally, change = found.after.by_ward.get(shape.code), found.by_ward.get(shape.code)
    unplaced = tally.unplaced if tally else 0
    step = -(-3 * unplaced // most) if most else 0
    chosen = typed.copy()
    chosen["xa"] = shape.code
    return MapWard(
        shape,
        unplaced,
        change.gain if change else 0,
        change.lose if change else 0,
        f"ward-{step}{' ward-chosen' if typed.get('xa') == shape.code else ''}",
        f"?{urlencode(list(chosen.lists()), doseq=True)}#xa",
    )
