"""Seats for a round: every applicant asks for their wishes in order, every programme keeps the best
of all who ever asked (Gale and Shapley 1962, the applicants proposing).

Deterministic, and independent of the order of the input.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from admissions.allocation.choosing import Chooser
from admissions.allocation.claims import Applicant, CannotRun, Claim, Stopped, claims_of
from admissions.plan.rules import Direct, Rules


@dataclass(frozen=True)
class Result:
    """Who has a seat where. `kept`: programme → claims in order; `direct`: those fixed before."""

    seats: dict[str, str]  # applicant's name → programme
    kept: dict[str, list[Claim]]
    direct: dict[str, list[Applicant]]
    claims: dict[str, list[Claim]]  # applicant's name → their wishes that count
    stopped: dict[str, list[Stopped]]  # and those that a floor stopped
    choosers: dict[str, Chooser]


def allocate(applicants: Iterable[Applicant], rules: Rules) -> Result:
    """The seats of a round. Raises CannotRun, with a sentence that says why."""
    people = _by_name(applicants)
    direct, others = _fixed_before(people, rules)
    choosers = {
        programme: Chooser(programme, rules, _quota(programme, rules, direct))
        for programme in rules.programmes
    }
    result = Result({}, {}, direct, {}, {}, choosers)
    for programme, admitted in direct.items():
        result.seats.update((one.name, programme) for one in admitted)
    for one in others:
        result.claims[one.name], result.stopped[one.name] = claims_of(one, rules)
    result.kept.update(_propose(result.claims, choosers))
    for chooser in choosers.values():
        chooser.demand_parted()
    for programme, kept in result.kept.items():
        result.seats.update((claim.applicant.name, programme) for claim in kept)
    return result


def _by_name(applicants: Iterable[Applicant]) -> dict[str, Applicant]:
    people: dict[str, Applicant] = {}
    for one in applicants:
        if one.name in people:
            raise CannotRun(f"Mã {one.name} có hai hồ sơ.")
        people[one.name] = one
    return dict(sorted(people.items()))


def _fixed_before(
    people: dict[str, Applicant], rules: Rules
) -> tuple[dict[str, list[Applicant]], list[Applicant]]:
    """Those with a right of direct admission, at the first wish where it holds; and all others."""
    direct: dict[str, list[Applicant]] = defaultdict(list)
    others: list[Applicant] = []
    for one in people.values():
        where = next((wish for wish in one.wishes if wish in one.direct), None)
        if where is None or rules.direct is Direct.HIGHEST:
            others.append(one)
        else:
            direct[where].append(one)
    return dict(direct), others


def _quota(programme: str, rules: Rules, direct: dict[str, list[Applicant]]) -> int:
    quota = rules.programmes[programme].quota
    if rules.direct is not Direct.IN_QUOTA:
        return quota
    taken = len(direct.get(programme, ()))
    if taken > quota:
        raise CannotRun(f"{programme}: tuyển thẳng {taken} học sinh, chỉ tiêu có {quota}.")
    return quota - taken


def _propose(
    claims: dict[str, list[Claim]], choosers: dict[str, Chooser]
) -> dict[str, list[Claim]]:
    """Every claim once at the most; ends when nobody refused has a wish left."""
    offers: dict[str, list[Claim]] = {programme: [] for programme in choosers}
    kept: dict[str, list[Claim]] = {programme: [] for programme in choosers}
    next_wish = dict.fromkeys(claims, 0)
    asking = list(claims)
    while asking:
        hit: set[str] = set()
        for name in asking:
            if next_wish[name] < len(claims[name]):
                claim = claims[name][next_wish[name]]
                next_wish[name] += 1
                offers[claim.programme].append(claim)
                hit.add(claim.programme)
        asking = []
        for programme in sorted(hit):
            asking += _choose(programme, choosers, offers, kept)
    return kept


def _choose(
    programme: str,
    choosers: dict[str, Chooser],
    offers: dict[str, list[Claim]],
    kept: dict[str, list[Claim]],
) -> list[str]:
    """Chooses anew; returns who was refused now. What is refused once never comes back."""
    chosen = choosers[programme].choose(offers[programme])
    names = {claim.applicant.name for claim in chosen}
    refused = [one.applicant.name for one in offers[programme] if one.applicant.name not in names]
    kept[programme] = chosen
    offers[programme] = chosen
    return refused


def pairs_passed_over(result: Result, score: str = "score") -> list[tuple[str, str]]:
    """(applicant, programme) where a lower bare score sits at a programme that they would rather
    have than what they got: what gaps, shares and reserves do to single families.
    """
    lowest = {
        programme: min(claim.applicant.points(score, programme) for claim in kept)
        for programme, kept in result.kept.items()
        if kept
    }
    found = []
    for name, claims in result.claims.items():
        for claim in claims:
            if result.seats.get(name) == claim.programme:
                break
            low = lowest.get(claim.programme)
            if low is not None and claim.applicant.points(score, claim.programme) > low:
                found.append((name, claim.programme))
    return found
