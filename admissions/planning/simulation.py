"""A plan tried on a demand: who would sit where, counted for the whole, each ward and each school.

Every figure is a plain count that anybody redoes from `Outcome.seats`; the test does.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from admissions.allocation.allocating import Result, allocate
from admissions.allocation.claims import Applicant
from admissions.planning.demand import Child, Demand, Plan, applicants, way_to_school
from admissions.publication.rows import row_bytes


@dataclass(frozen=True)
class Tally:
    """Children counted. `ways`: metres to school of those with a seat whose two ends are known."""

    children: int = 0
    placed: int = 0
    first_wish: int = 0
    ways: tuple[int, ...] = ()

    @property
    def unplaced(self) -> int:
        return self.children - self.placed

    @property
    def mean_way(self) -> int | None:
        """Metres, rounded; None where no way is known."""
        return round(sum(self.ways) / len(self.ways)) if self.ways else None

    @property
    def longest_way(self) -> int | None:
        return max(self.ways, default=None)


@dataclass(frozen=True)
class SchoolTally:
    """A programme: its seats, and who took them. `over`: taken above the quota (equals, direct)."""

    quota: int
    taken: int
    asked_first: int
    from_first_wish: int

    @property
    def empty(self) -> int:
        return max(0, self.quota - self.taken)

    @property
    def over(self) -> int:
        return max(0, self.taken - self.quota)


@dataclass(frozen=True)
class Outcome:
    """What a plan does. `seats`: child → programme; `wishes`: as they were under the plan;
    `mark`: SHA-256 over demand, rules, areas and seats, by which a plan names its simulation.
    """

    plan: Plan
    seats: Mapping[str, str]
    wishes: Mapping[str, tuple[str, ...]]
    whole: Tally
    by_ward: Mapping[str, Tally]
    by_programme: Mapping[str, SchoolTally]
    families: int  # with several children in the round
    split_families: int
    mark: str

    @property
    def empty_seats(self) -> int:
        return sum(one.empty for one in self.by_programme.values())


def simulate(demand: Demand, plan: Plan) -> Outcome:
    """The outcome. Raises CannotRun as the allocation does."""
    people = applicants(demand, plan)
    result = allocate(people, plan.rules)
    families, split = _families(demand, result.seats)
    return Outcome(
        plan=plan,
        seats=result.seats,
        wishes={one.name: one.wishes for one in people},
        whole=_tally(demand, demand.children, result.seats, people),
        by_ward=_by_ward(demand, result.seats, people),
        by_programme=_by_programme(people, plan, result),
        families=families,
        split_families=split,
        mark=_mark(demand, people, plan, result),
    )


def _tally(
    demand: Demand,
    children: Iterable[Child],
    seats: Mapping[str, str],
    people: Iterable[Applicant],
) -> Tally:
    first = {one.name: one.wishes[0] for one in people if one.wishes}
    counted, placed, happy, ways = 0, 0, 0, []
    for child in children:
        counted += 1
        seat = seats.get(child.applicant.name)
        if seat is None:
            continue
        placed += 1
        happy += seat == first.get(child.applicant.name)
        way = way_to_school(child, demand, seat)
        if way is not None:
            ways.append(way)
    return Tally(counted, placed, happy, tuple(sorted(ways)))


def _by_ward(demand: Demand, seats: Mapping[str, str], people: list[Applicant]) -> dict[str, Tally]:
    wards: dict[str, list[Child]] = defaultdict(list)
    by_name = {one.name: one for one in people}
    for child in demand.children:
        wards[child.ward].append(child)
    return {
        ward: _tally(demand, inside, seats, [by_name[one.applicant.name] for one in inside])
        for ward, inside in sorted(wards.items())
    }


def _by_programme(
    people: Iterable[Applicant], plan: Plan, result: Result
) -> dict[str, SchoolTally]:
    taken = dict.fromkeys(plan.rules.programmes, 0)
    asked, happy = dict(taken), dict(taken)
    for one in people:
        if one.wishes:
            asked[one.wishes[0]] += 1
        seat = result.seats.get(one.name)
        if seat is not None:
            taken[seat] += 1
            happy[seat] += seat == one.wishes[0]
    return {
        programme: SchoolTally(seats.quota, taken[programme], asked[programme], happy[programme])
        for programme, seats in sorted(plan.rules.programmes.items())
    }


def _families(demand: Demand, seats: Mapping[str, str]) -> tuple[int, int]:
    """Families with several children, and those of them who would not all sit at one school; a
    child without a seat is elsewhere.
    """
    sites: dict[str, list[str]] = defaultdict(list)
    for child in demand.children:
        if child.family:
            seat = seats.get(child.applicant.name)
            sites[child.family].append(demand.site(seat) if seat is not None else "")
    several = [found for found in sites.values() if len(found) > 1]
    return len(several), sum(len(set(found)) > 1 for found in several)


def _mark(demand: Demand, people: Iterable[Applicant], plan: Plan, result: Result) -> str:
    said: list[Any] = [
        plan.rules.model_dump(mode="json"),
        {ward: sorted(mine) for ward, mine in plan.areas.items()},
        plan.offers_own_area,
    ]
    digest = hashlib.sha256(row_bytes(said))
    wards = {child.applicant.name: child.ward for child in demand.children}
    for one in sorted(people, key=lambda one: one.name):
        facts = {fact: str(value) for fact, value in one.facts.items()}
        at = {
            where: {fact: str(value) for fact, value in here.items()}
            for where, here in one.facts_at.items()
        }
        row = [one.name, wards[one.name], list(one.wishes), facts, at, one.lot]
        digest.update(row_bytes([*row, sorted(one.direct), result.seats.get(one.name)]))
    return digest.hexdigest()
