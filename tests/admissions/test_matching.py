"""With strict priorities and no rules on top, our seats are those of another's program: the
residents' optimum of PyPI `matching` (Wilde, Knight and Gillard, hospital-resident by Gale and
Shapley), on 500 random rounds.
"""

from __future__ import annotations

import random
import warnings

import pytest

from admissions.allocation.allocating import allocate
from admissions.allocation.claims import Applicant
from admissions.plan.rules import Rules

games = pytest.importorskip("matching.games", reason="make dev-packages")

ROUNDS = 500


def instance(chance: random.Random) -> tuple[list[Applicant], Rules]:
    """Pupils with wishes in their own order, schools with an order of their own, no two equal."""
    schools = [f"s{number}" for number in range(chance.randint(2, 5))]
    pupils = [f"p{number}" for number in range(chance.randint(2, 14))]
    points = {one: chance.sample(range(1000), len(pupils)) for one in schools}
    people = [
        Applicant(
            name,
            tuple(chance.sample(schools, chance.randint(1, len(schools)))),
            facts_at={one: {"score": points[one][number]} for one in schools},
        )
        for number, name in enumerate(pupils)
    ]
    said = {
        "programmes": {one: {"quota": chance.randint(1, 4)} for one in schools},
        "criteria": [{"by": "score"}],
        "most_wishes": 5,
    }
    return people, Rules.model_validate(said)


def theirs(people: list[Applicant], rules: Rules) -> dict[str, str]:
    """Who sits where by `matching`; schools that nobody asks are left out, as it demands."""
    asked = sorted({wish for one in people for wish in one.wishes})
    orders = {
        school: [
            one.name
            for one in sorted(people, key=lambda one: -int(one.facts_at[school]["score"]))
            if school in one.wishes
        ]
        for school in asked
    }
    seats = {school: rules.programmes[school].quota for school in asked}
    wishes = {one.name: list(one.wishes) for one in people}
    game = games.HospitalResident.create_from_dictionaries(wishes, orders, seats)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = game.solve(optimal="resident")
    return {pupil.name: school.name for school, pupils in found.items() for pupil in pupils}


def test_our_seats_are_those_of_another_program() -> None:
    chance = random.Random(20261201)
    unplaced = 0
    for number in range(ROUNDS):
        people, rules = instance(chance)
        ours = allocate(people, rules).seats
        assert ours == theirs(people, rules), number
        unplaced += len(people) - len(ours)
    assert unplaced > ROUNDS / 2, "rounds in which everybody is placed try little"
