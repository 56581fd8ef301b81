"""After re-marking: the whole round is worked out anew with the marks that count now, and whoever
comes to a better wish by it gets that seat; nobody who holds one loses it. Where the seat is taken
by somebody who keeps it, a seat is made beyond the quota, and shown.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from admissions import steps
from admissions.allocation.allocating import Result, allocate
from admissions.models import Round
from admissions.plan.language import Plan
from admissions.seats.inputs import Input, applications_at, input_of
from admissions.seats.waiting import current_seats, free_seats, holders


@dataclass(frozen=True)
class Remarked:
    """The round worked out anew. `moving`: who gets a seat now → whether it is beyond the quota;
    `by_hand`: who would have a better one and does not wait for it (they have not answered yet, or
    have accepted: the school may have them wait, at their wish); `kept`: who keeps a seat that the
    marks of now would not give.
    """

    given: Input
    result: Result
    moving: dict[str, bool]
    by_hand: list[str]
    kept: list[str]


def work_out(round_: Round, plan: Plan) -> Remarked:
    """Who moves by the marks that count now. Raises CannotRun."""
    was_in = round_.applications.filter(placements__run=round_.run_id)
    given = input_of(round_, plan, was_in)
    result = allocate(given.applicants, plan.rules)
    held = current_seats(round_)
    free = Counter(free_seats(round_, plan, held))
    held = {pk: seat for pk, seat in held.items() if pk in holders(round_)}
    movable = set(
        applications_at(round_, steps.WAITING, steps.UNPLACED).values_list("pk", flat=True)
    )
    moving: set[str] = set()
    by_hand: list[str] = []
    kept: list[str] = []
    for one in given.applicants:
        pk, should = given.applications[one.name], result.seats.get(one.name, "")
        has = held.get(pk, "")
        if should and _is_better(one.wishes, should, has):
            if pk in movable:
                moving.add(one.name)
                free[has] += bool(has)
            else:
                by_hand.append(one.name)
        elif has and has != should:
            kept.append(one.name)
    return Remarked(given, result, _with_seats(moving, result, free), by_hand, kept)


def _with_seats(moving: set[str], result: Result, free: Counter[str]) -> dict[str, bool]:
    """Who moves → whether beyond the quota: where seats are free, also those that others of them
    leave, the first in the order of the criteria have them.
    """
    found: dict[str, bool] = {}
    for programme, kept in result.kept.items():
        before = [one.name for one in result.direct.get(programme, ())]
        names = [*before, *(claim.applicant.name for claim in kept)]
        for name in (one for one in names if one in moving):
            found[name] = free[programme] <= 0
            free[programme] -= 1
    return found


def _is_better(wishes: tuple[str, ...], should: str, has: str) -> bool:
    return has not in wishes or wishes.index(should) < wishes.index(has)
