"""Counts as one bar in parts: the picture above a list in the administration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Part:
    """One part of a bar whose whole is 100 wide."""

    kind: str
    name: str
    count: int
    left: float
    width: float

    @property
    def x(self) -> str:
        """Where it begins, as SVG writes numbers: with a point in every language."""
        return f"{self.left:.2f}"

    @property
    def span(self) -> str:
        """How wide it is, written so too."""
        return f"{self.width:.2f}"


def bar(counts: Mapping[str, int], names: Mapping[Any, Any]) -> list[Part]:
    """Counts as parts of a bar, in their order; those of nothing have no width."""
    whole, left, parts = sum(counts.values()) or 1, 0.0, []
    for kind, count in counts.items():
        width = round(100 * count / whole, 2)
        parts.append(Part(kind, str(names[kind]), count, round(left, 2), width))
        left += width
    return parts
