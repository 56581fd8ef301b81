"""Who asks for what, from where; and the areas of schools, which a plan may draw anew."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from admissions.allocation.claims import Applicant, Value
from admissions.plan.rules import Rules

AREA = "in_area"  # the fact that a plan's criteria ask for: the ward belongs to the school's area
EARTH_METRES = 6_371_009  # mean radius (IUGG)


@dataclass(frozen=True)
class Point:
    """Degrees east and north (WGS 84)."""

    east: float
    north: float


@dataclass(frozen=True)
class Child:
    """An application of last year, or one made up: who lives where, and whose brother or sister."""

    applicant: Applicant
    ward: str
    home: Point | None = None
    family: str = ""


@dataclass(frozen=True)
class School:
    """Where a programme is taught; programmes of one `site` are one school."""

    name: str
    place: Point | None = None
    site: str = ""


Areas = Mapping[str, frozenset[str]]  # ward → programmes whose area it belongs to


@dataclass(frozen=True)
class Demand:
    """All children of a round, and where the programmes are."""

    children: tuple[Child, ...]
    schools: Mapping[str, School] = field(default_factory=dict)

    def site(self, programme: str) -> str:
        """The school of a programme."""
        school = self.schools.get(programme)
        return school.site if school is not None and school.site else programme


@dataclass(frozen=True)
class Plan:
    """Quotas and rules, and the areas. `offers_own_area`: who did not ask for a school of their
    area has one as a last wish: whoever has a right to a place there would come to ask for it.
    `areas` says anew of a ward which programmes have it; a ward that is not named stays as it was.
    """

    name: str
    rules: Rules
    areas: Areas = field(default_factory=dict)
    offers_own_area: bool = False
    area_fact: str = AREA


def applicants(demand: Demand, plan: Plan) -> list[Applicant]:
    """The applications as they would be under this plan."""
    return [_under(child, plan) for child in demand.children]


def with_border_moved(areas: Areas, ward: str, gives: str, takes: str) -> Areas:
    """The areas after a ward went from one programme to another; raises KeyError for a ward that
    none of them has.
    """
    if gives not in areas.get(ward, frozenset()):
        raise KeyError(ward)
    return {**areas, ward: (areas[ward] - {gives}) | {takes}}


def metres(one: Point, other: Point) -> int:
    """As the crow flies (haversine)."""
    north, south = math.radians(one.north), math.radians(other.north)
    half_up = math.sin((south - north) / 2) ** 2
    half_along = math.sin(math.radians(other.east - one.east) / 2) ** 2
    part = min(1.0, half_up + math.cos(north) * math.cos(south) * half_along)
    return round(2 * EARTH_METRES * math.asin(math.sqrt(part)))


def way_to_school(child: Child, demand: Demand, programme: str) -> int | None:
    """Metres; None where a place is not known."""
    school = demand.schools.get(programme)
    if child.home is None or school is None or school.place is None:
        return None
    return metres(child.home, school.place)


def _under(child: Child, plan: Plan) -> Applicant:
    mine = plan.areas.get(child.ward, frozenset())
    wishes = _wishes(child.applicant, mine, plan)
    if child.ward not in plan.areas:
        return replace(child.applicant, wishes=wishes)
    known = child.applicant.facts_at
    at: dict[str, dict[str, Value]] = {
        one: {**known.get(one, {}), plan.area_fact: one in mine} for one in wishes
    }
    return replace(child.applicant, wishes=wishes, facts_at=at)


def _wishes(applicant: Applicant, mine: Iterable[str], plan: Plan) -> tuple[str, ...]:
    """Those that the plan still offers."""
    kept = tuple(wish for wish in applicant.wishes if wish in plan.rules.programmes)
    if not plan.offers_own_area or not mine or set(mine) & set(kept):
        return kept
    more = min((one for one in mine if one in plan.rules.programmes), default=None)
    if more is None or len(kept) >= plan.rules.most_wishes:
        return kept
    return (*kept, more)
