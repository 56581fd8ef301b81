"""Bars of a round's board; the words beside them say the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from admissions.models import Round
from admissions.opened.rows import demand
from admissions.plan.language import Plan

#: Width of a bar in its own units; the page stretches it.
BAR = 100.0


@dataclass(frozen=True)
class Bar:
    """One row: its name, a part of a whole in words and as widths, and a mark (the seats)."""

    name: str
    part: int
    whole: int
    width: float
    part_width: float
    mark: float | None = None


def of_schools(rows: Iterable[tuple[str, int, int]]) -> list[Bar]:
    """How many of each first-wish school's applications are checked."""
    found = list(rows)
    most = max((every for _name, every, _left in found), default=0) or 1
    return [
        Bar(name, every - left, every, BAR * every / most, BAR * (every - left) / most)
        for name, every, left in found
    ]


def of_demand(round_: Round, plan: Plan) -> list[Bar]:
    """First wishes of each programme, with a mark at its seats."""
    firsts, every = demand(round_)
    quotas = {name: plan.rules.programmes[name].quota for name in plan.programmes}
    most = max([*every.values(), *quotas.values(), 1])
    return [
        Bar(
            named.name,
            firsts[name],
            every[name],
            BAR * every[name] / most,
            BAR * firsts[name] / most,
            BAR * quotas[name] / most,
        )
        for name, named in plan.programmes.items()
    ]
