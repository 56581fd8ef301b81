"""The votes of a council as a small picture: a bar with a part for each way to vote, and a mark at the quorum."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.councils import Tally

WIDTH = 600  # user units; the picture is as wide as its place


@dataclass(frozen=True)
class Part:
    """A stretch of the bar: `kind` for, against, abstained or open."""

    kind: str
    count: int
    x: int
    width: int

    @property
    def middle(self) -> int:
        return self.x + self.width // 2


@dataclass(frozen=True)
class Picture:
    """The bar: its parts from left to right, and where the votes that are needed end."""

    parts: list[Part]
    needed_x: int
    width: int = WIDTH


def picture_of(counted: Tally) -> Picture | None:
    """None before anybody is named."""
    if not counted.members:
        return None
    one, x, parts = WIDTH / counted.members, 0.0, []
    left = counted.members - counted.present
    kinds = {"for": counted.in_favour, "against": counted.against, "abstained": counted.abstained, "open": left}
    for kind, count in kinds.items():
        if count:
            parts.append(Part(kind, count, round(x), round(x + count * one) - round(x)))
        x += count * one
    return Picture(parts, round(counted.needed * one))
