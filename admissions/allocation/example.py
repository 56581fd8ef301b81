"""A worked example of a plan: six invented applicants ask for its first two programmes, with two
seats each; whoever writes the plan reads what would become of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from admissions.allocation.allocating import allocate
from admissions.allocation.claims import Applicant, CannotRun, Value
from admissions.allocation.explaining import Reason, explain
from admissions.plan.rules import LOT, SCORE, WISH, Rules

SEATS = 2
#: Name, how many points behind the best, and whether the second programme is their first wish.
INVENTED = (
    ("A", 0, False),
    ("B", 1, False),
    ("C", 1, True),
    ("D", 1, False),
    ("E", 2, True),
    ("F", 3, False),
)


@dataclass(frozen=True)
class Example:
    """One invented applicant: what they have, what they asked for, what became of it."""

    name: str
    facts: dict[str, Value]
    wishes: tuple[str, ...]
    reasons: tuple[Reason, ...]
    seat: str


def worked(rules: Rules, best: int = 28) -> list[Example]:
    """The example, in the order of the names. Raises CannotRun where these rules part nobody."""
    programmes = list(rules.programmes)[:2]
    small = {
        name: rules.programmes[name].model_copy(
            update={"quota": SEATS, "floors": (), "reserves": ()}
        )
        for name in programmes
    }
    tried = rules.model_copy(update={"programmes": small, "floors": ()})
    people = [_invented(number, tried, best) for number in range(len(INVENTED))]
    result = allocate(people, tried)
    return [
        Example(
            one.name,
            dict(one.facts),
            one.wishes,
            tuple(explain(result, tried, one.name)),
            result.seats.get(one.name, ""),
        )
        for one in people
    ]


def _invented(number: int, rules: Rules, best: int) -> Applicant:
    name, behind, turned = INVENTED[number]
    programmes = list(rules.programmes)
    wishes = tuple(reversed(programmes)) if turned else tuple(programmes)
    facts: dict[str, Value] = {}
    for criterion in rules.criteria:
        if criterion.by == SCORE:
            facts[SCORE] = str(best - behind)
        elif criterion.values:
            facts[criterion.by] = criterion.values[number % len(criterion.values)]
        elif criterion.by not in (LOT, WISH):
            facts[criterion.by] = number % 2 == 0
    return Applicant(name, wishes[: rules.most_wishes], facts, lot=(number * 5) % 7)


__all__ = ["CannotRun", "Example", "worked"]
