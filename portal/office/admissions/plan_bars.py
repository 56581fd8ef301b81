"""Two plans side by side as bars: outlined before, filled after; the table beside says the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from admissions.planning.simulation import SchoolTally

BAR = 100.0  # width of the longest in its own units; the page stretches it
NOTHING = SchoolTally(0, 0, 0, 0)


@dataclass(frozen=True)
class Pair:
    """A programme under both plans, and how long its bars are; marks stand at the seats."""

    name: str
    before: SchoolTally
    after: SchoolTally
    before_width: float
    after_width: float
    before_mark: float
    after_mark: float


def pairs(
    before: Mapping[str, SchoolTally], after: Mapping[str, SchoolTally], names: Mapping[str, str]
) -> list[Pair]:
    """In the order of the plan."""
    both = [*before.values(), *after.values()]
    most = max((max(one.taken, one.quota) for one in both), default=0) or 1
    return [
        _pair(name, before.get(one, NOTHING), after.get(one, NOTHING), BAR / most)
        for one, name in names.items()
    ]


def _pair(name: str, before: SchoolTally, after: SchoolTally, unit: float) -> Pair:
    return Pair(
        name,
        before,
        after,
        before.taken * unit,
        after.taken * unit,
        before.quota * unit,
        after.quota * unit,
    )
