"""The result so far as pictures: a meter of the levels, and for each standard how many criteria
reached which.
"""

from __future__ import annotations

from dataclasses import dataclass

from assessment.language import RuleSet, Standard
from assessment.overview import Overview, Row

#: Width of a bar in its own units; the page stretches it.
BAR = 100.0


@dataclass(frozen=True)
class Step:
    """One level of the meter."""

    level: int
    reached: bool
    is_now: bool


@dataclass(frozen=True)
class Slice:
    """A part of a bar: so many criteria reached exactly this level. `tone` is 0 to 4, pale to
    full.
    """

    level: int
    number: int
    x: float
    width: float
    tone: int


@dataclass(frozen=True)
class Bar:
    """One standard."""

    standard: Standard
    total: int
    slices: list[Slice]


def meter(seen: Overview) -> list[Step]:
    """The levels from 1 to the top, those reached, and the last of them."""
    level = seen.result.level
    return [Step(n, n <= level, n == level) for n in range(1, seen.rules.top_level + 1)]


def bars(seen: Overview) -> list[Bar]:
    """A bar for each standard, its slices from the highest level down."""
    return [
        Bar(standard, len(rows), _slices(rows, seen.rules)) for standard, rows in seen.by_standard
    ]


def _slices(rows: list[Row], rules: RuleSet) -> list[Slice]:
    found, x = [], 0.0
    for level in range(rules.top_level, -1, -1):
        number = sum(row.reached == level for row in rows)
        if number:
            width = BAR * number / len(rows)
            found.append(
                Slice(
                    level, number, round(x, 2), round(width, 2), round(4 * level / rules.top_level)
                )
            )
            x += width
    return found
