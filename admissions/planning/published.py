"""Last year's demand, as its round was published (docs/admissions.md, 6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from admissions.allocation.claims import Applicant
from admissions.planning.demand import Child, Demand, School

WARD, FAMILY = "ward", "family"  # the facts of an application that say so, where a plan has them


def demand_of(said: Mapping[str, Any], sites: Mapping[str, School]) -> Demand:
    """The applications of `round.json`; `sites`: where the programmes are taught."""
    return Demand(tuple(_child(one) for one in said["applicants"]), dict(sites))


def _child(one: Mapping[str, Any]) -> Child:
    applicant = Applicant(
        one["name"],
        tuple(one["wishes"]),
        one["facts"],
        one["facts_at"],
        one["lot"],
        frozenset(one["direct"]),
    )
    ward, family = one["facts"].get(WARD, ""), one["facts"].get(FAMILY, "")
    return Child(applicant, str(ward), family=str(family))
