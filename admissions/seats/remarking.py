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
    `by_hand`: who would have a better one and has accepted or given up theirs already; `kept`: who
    keeps a seat that the marks of now would not give.
    """

    given: Input
    result: Result
    moving: dict[str, bool]
    by_hand: int
    kept: int


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
    moving: dict[str, bool] = {}
    by_hand = kept = 0
    for one in given.applicants:
        pk, should = given.applications[one.name], result.seats.get(one.name, "")
        has = held.get(pk, "")
        if should and _is_better(one.wishes, should, has):
            if pk not in movable:
                by_hand += 1
                continue
            moving[one.name] = free[should] <= 0
            free[should] -= 1
            if has:
                free[has] += 1
        elif has and has != should:
            kept += 1
    return Remarked(given, result, moving, by_hand, kept)


def _is_better(wishes: tuple[str, ...], should: str, has: str) -> bool:
    return has not in wishes or wishes.index(should) < wishes.index(has)
