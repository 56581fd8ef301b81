"""Seats that became free, passed on by the same rules: whoever waits for a better wish keeps the
seat they hold until they have another, whoever has none asks for all their wishes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from admissions import steps
from admissions.allocation.allocating import Result, allocate
from admissions.allocation.claims import Applicant
from admissions.models import AllocationRun, Placement, Round
from admissions.plan.language import Plan
from admissions.plan.rules import Direct, Rules
from admissions.seats.inputs import Input, applications_at, hash_of, input_of
from workflows.models import WorkItem

#: Where somebody stands who has a seat and may still give it up, or has taken it.
HOLDING = (steps.NOTICE, steps.CONFIRM, steps.ENROL, steps.WAITING)


@dataclass(frozen=True)
class Passing:
    """What is passed on: the applicants who ask, under rules whose seats are those that are
    free and those that the askers hold.
    """

    given: Input
    rules: Rules
    free: dict[str, int]  # programme → seats that nobody holds; below 0: beyond the quota


def passing(round_: Round, plan: Plan, purpose: str) -> Passing:
    """Who asks for a seat now, and for which there are. Raises CannotRun."""
    asks = [steps.WAITING, steps.UNPLACED]
    if purpose == AllocationRun.Purpose.SUPPLEMENTARY:
        asks.append(steps.RESULT)
    held = current_seats(round_)
    given = input_of(round_, plan, applications_at(round_, *asks).exclude(pk__in=replaced(round_)))
    waiting = set(applications_at(round_, steps.WAITING).values_list("pk", flat=True))
    mine = {
        name: held[pk] for name, pk in given.applications.items() if pk in waiting and pk in held
    }
    free = free_seats(round_, plan, held)
    rules = _rules(plan.rules, free, mine.values())
    asking = [_asking(one, mine.get(one.name, "")) for one in given.applicants]
    told = replace(given, applicants=asking, hash=_hash(asking, plan, rules, given))
    return Passing(told, rules, free)


def replaced(round_: Round) -> set[int]:
    """Applications without a seat whose child applied anew: the newest one alone asks for seats."""
    rows = applications_at(round_, steps.UNPLACED, steps.RESULT).exclude(dossier__holder_index="")
    newest: dict[str, int] = {}
    older: set[int] = set()
    for pk, child in rows.order_by("pk").values_list("pk", "dossier__holder_index"):
        older |= {newest[child]} if child in newest else set()
        newest[child] = pk
    return older


def _hash(asking: list[Applicant], plan: Plan, rules: Rules, given: Input) -> str:
    return hash_of(asking, plan.model_copy(update={"rules": rules}), given.lots)


def current_seats(round_: Round) -> dict[int, str]:
    """Application → the programme where it was placed last by what was approved."""
    rows = Placement.objects.filter(run__round=round_, run__is_dry=False).exclude(programme="")
    return dict(rows.order_by("run_id").values_list("application", "programme"))


def holders(round_: Round) -> set[int]:
    """Applications whose seat is not given up: they may confirm, wait, or have come."""
    open_there = applications_at(round_, *HOLDING).values_list("pk", flat=True)
    came = WorkItem.objects.filter(
        process__application__round=round_, step=steps.ENROL, outcome=steps.ENROLLED
    )
    return {*open_there, *came.values_list("process__application", flat=True)}


def holds_a_seat(round_: Round, child: str) -> bool:
    """Whether the child, by the index of its number, has a seat of the round already."""
    theirs = round_.applications.filter(dossier__holder_index=child) if child else None
    if theirs is None or not theirs.exists():
        return False
    keeping = holders(round_) & set(current_seats(round_))
    return theirs.filter(pk__in=keeping).exists()


def free_seats(round_: Round, plan: Plan, held: dict[int, str]) -> dict[str, int]:
    """Programme → its quota less those who hold a seat there."""
    keeping = holders(round_)
    taken = Counter(programme for pk, programme in held.items() if pk in keeping)
    return {name: one.quota - taken[name] for name, one in plan.rules.programmes.items()}


def _rules(rules: Rules, free: dict[str, int], held: Iterable[str]) -> Rules:
    """The plan's rules over the seats that are passed on. Whoever holds one stands first there."""
    asked = Counter(held)
    programmes = {
        name: one.model_copy(update={"quota": max(0, free[name]) + asked[name]})
        for name, one in rules.programmes.items()
    }
    return rules.model_copy(update={"programmes": programmes, "direct": Direct.HIGHEST})


def _asking(one: Applicant, seat: str) -> Applicant:
    """Their wishes down to the seat that they hold, which nobody takes from them."""
    if not seat or seat not in one.wishes:
        return replace(one, direct=frozenset())
    kept = one.wishes[: one.wishes.index(seat) + 1]
    return replace(one, wishes=kept, direct=frozenset({seat}))


def work_out(round_: Round, plan: Plan, purpose: str) -> tuple[Passing, Result]:
    """The seats after passing on. Raises CannotRun."""
    found = passing(round_, plan, purpose)
    return found, allocate(found.given.applicants, found.rules)


def moved(run: AllocationRun) -> set[int]:
    """Dossiers that the run gives another seat than they hold; for those that never had a result,
    all of them.
    """
    held = current_seats(run.round)
    rows = run.placements.values_list("application", "application__dossier", "programme")
    fresh = set(applications_at(run.round, steps.RESULT).values_list("pk", flat=True))
    return {
        dossier
        for application, dossier, programme in rows
        if application in fresh or (programme and held.get(application) != programme)
    }
