"""A round counted: by programme, by ward, by group of priority; cut-offs and first wishes.

From `round.json` alone (docs/admissions.md, 6), so that whoever has the published file counts the
same. Wards and groups are facts of the applications; who has none is counted under "".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from admissions.plan.rules import SCORE


@dataclass(frozen=True)
class Count:
    """Applications: how many, how many have a seat, how many the seat of their first wish."""

    applied: int = 0
    admitted: int = 0
    first_wish: int = 0


@dataclass(frozen=True)
class ProgrammeCount:
    """`cut_off`: the lowest score of those admitted, exactly as it was published; "" where there
    is none. `asked_first`: applications that name it first.
    """

    quota: int
    asked_first: int
    admitted: int
    from_first_wish: int
    cut_off: str


@dataclass(frozen=True)
class Figures:
    """Of one round."""

    whole: Count
    programmes: Mapping[str, ProgrammeCount]
    wards: Mapping[str, Count]
    groups: Mapping[str, Count]
    root: str


def figures(said: Mapping[str, Any], ward: str = "ward", group: str = "priority") -> Figures:
    """Counted from the object of `round.json`; `ward`, `group`: the facts that say so."""
    people, seats = said["applicants"], said["seats"]
    return Figures(
        whole=_count(people, seats),
        programmes={
            name: _programme(name, rules["quota"], people, seats)
            for name, rules in sorted(said["rules"]["programmes"].items())
        },
        wards=_by(ward, people, seats),
        groups=_by(group, people, seats),
        root=said["root"],
    )


def as_data(found: Figures) -> dict[str, Any]:
    """Exact figures for the archive and the council; the public reads `hidden.in_fives` of them."""
    return {
        "whole": vars(found.whole),
        "programmes": {name: vars(one) for name, one in found.programmes.items()},
        "wards": {name: vars(one) for name, one in found.wards.items()},
        "groups": {name: vars(one) for name, one in found.groups.items()},
        "root": found.root,
    }


def _count(people: Iterable[Mapping[str, Any]], seats: Mapping[str, str]) -> Count:
    applied, admitted, first = 0, 0, 0
    for one in people:
        seat = seats.get(one["name"])
        applied += 1
        admitted += seat is not None
        first += seat is not None and seat == one["wishes"][0]
    return Count(applied, admitted, first)


def _by(
    fact: str, people: Iterable[Mapping[str, Any]], seats: Mapping[str, str]
) -> dict[str, Count]:
    parts: dict[str, list[Mapping[str, Any]]] = {}
    for one in people:
        parts.setdefault(str(one["facts"].get(fact, "")), []).append(one)
    return {name: _count(inside, seats) for name, inside in sorted(parts.items())}


def _programme(
    name: str, quota: int, people: Iterable[Mapping[str, Any]], seats: Mapping[str, str]
) -> ProgrammeCount:
    asked, inside, first = 0, [], 0
    for one in people:
        asks = bool(one["wishes"]) and one["wishes"][0] == name
        asked += asks
        if seats.get(one["name"]) == name:
            inside.append(one)
            first += asks
    return ProgrammeCount(quota, asked, len(inside), first, _cut_off(name, inside))


def _cut_off(programme: str, inside: Iterable[Mapping[str, Any]]) -> str:
    """Those admitted directly stand beside the scores."""
    scores = [
        str(score)
        for one in inside
        if programme not in one["direct"]
        and (score := {**one["facts"], **one["facts_at"].get(programme, {})}.get(SCORE)) is not None
    ]
    return min(scores, key=Decimal, default="")
