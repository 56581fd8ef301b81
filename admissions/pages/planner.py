"""What the planner's page asks: over which applications a plan can be tried, and the plan as the
planner reads it.
"""

from __future__ import annotations

from admissions.models import AllocationRun, Round
from admissions.plan.language import Plan as PlanText
from admissions.planning.demand import Areas, Demand, Plan, School
from admissions.planning.published import demand_of
from admissions.seats.running import content_of

MOST_SOURCES = 10


def sources_of(round_: Round) -> list[AllocationRun]:
    """The newest run of each round of this authority and procedure; its own one first."""
    runs = AllocationRun.objects.filter(
        state=AllocationRun.State.DONE,
        purpose=AllocationRun.Purpose.MAIN,
        round__authority=round_.authority_id,
        round__procedure=round_.procedure,
    )
    newest: dict[int, AllocationRun] = {}
    for run in runs.select_related("round").defer("content").order_by("-id"):
        newest.setdefault(run.round_id, run)
    return sorted(newest.values(), key=lambda run: (run.round_id != round_.pk, -run.pk))[
        :MOST_SOURCES
    ]


def demand_from(run: AllocationRun, text: PlanText) -> Demand:
    """The applications of that run, at the schools of this plan."""
    sites = {
        name: School(programme.name, site=programme.school)
        for name, programme in text.programmes.items()
    }
    return demand_of(content_of(run), sites)


def plan_from(text: PlanText, name: str) -> Plan:
    """Rules and areas; wards that an area takes by hamlets alone stay as the applications say."""
    if not text.areas:
        return Plan(name, text.rules)
    return Plan(name, text.rules, _areas(text), area_fact=text.areas[0].fact)


def _areas(text: PlanText) -> Areas:
    places = [
        (place, programme) for programme, found in text.areas[0].of.items() for place in found
    ]
    parted = {place.ward for place, _programme in places if place.hamlets}
    areas: dict[str, set[str]] = {}
    for place, programme in places:
        if place.ward not in parted:
            areas.setdefault(place.ward, set()).add(programme)
    return {ward: frozenset(found) for ward, found in areas.items()}
