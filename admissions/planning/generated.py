"""A demand from counts by ward, where there is no last year: the same seed gives the same children.

Families ask for near schools first; how far a school's name carries is a weight. A model to plan
with, not a forecast: it says so wherever its figures are shown.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from admissions.allocation.claims import Applicant
from admissions.planning.demand import Child, Demand, Point, School, metres

SPREAD = 0.01  # degrees around a ward's middle in which its families live, about a kilometre
SCORES = (Decimal("0"), Decimal("30"))


@dataclass(frozen=True)
class Counts:
    """Children by ward, and the middle of each ward. `siblings`: share of children who come with a
    brother or sister of the same year; `weights`: programme → how many times nearer it counts.
    """

    children: Mapping[str, int]
    middles: Mapping[str, Point]
    wishes: int = 3
    siblings: float = 0.02
    weights: Mapping[str, float] = field(default_factory=dict)


def generate(counts: Counts, schools: Mapping[str, School], seed: int) -> Demand:
    """The children; raises KeyError for a ward without a middle."""
    chance = random.Random(seed)  # noqa: S311 - a model, repeated by its seed
    children: list[Child] = []
    for ward, count in sorted(counts.children.items()):
        middle = counts.middles[ward]
        for number in range(count):
            home = Point(
                middle.east + chance.uniform(-SPREAD, SPREAD),
                middle.north + chance.uniform(-SPREAD, SPREAD),
            )
            children.append(_child(f"{ward}-{number}", ward, home, counts, schools, chance))
    return Demand(tuple(_with_siblings(children, counts.siblings, chance)), dict(schools))


def _child(
    name: str,
    ward: str,
    home: Point,
    counts: Counts,
    schools: Mapping[str, School],
    chance: random.Random,
) -> Child:
    liked = sorted(
        schools,
        key=lambda one: (_likes(home, schools[one], counts.weights.get(one, 1.0), chance), one),
    )
    low, high = (int(bound * 4) for bound in SCORES)
    score = Decimal(chance.randint(low, high)) / 4  # exams are marked in quarters
    applicant = Applicant(
        name, tuple(liked[: counts.wishes]), {"score": score}, lot=chance.getrandbits(63)
    )
    return Child(applicant, ward, home)


def _likes(home: Point, school: School, weight: float, chance: random.Random) -> float:
    """The smaller, the more: the way, by the school's weight and the family's taste."""
    way = metres(home, school.place) if school.place is not None else 5000
    return (way + 300) / weight * chance.lognormvariate(0, 0.4)


def _with_siblings(children: list[Child], share: float, chance: random.Random) -> list[Child]:
    """Neighbours in the list of one ward become brothers and sisters, who live and wish alike."""
    found, number = list(children), 0
    while number + 1 < len(found):
        one, next_one = found[number], found[number + 1]
        if one.ward == next_one.ward and chance.random() < share / 2:
            family = f"nha-{one.applicant.name}"
            twin = next_one.applicant
            like = Applicant(twin.name, one.applicant.wishes, twin.facts, lot=twin.lot)
            found[number] = Child(one.applicant, one.ward, one.home, family)
            found[number + 1] = Child(like, one.ward, one.home, family)
            number += 1
        number += 1
    return found
