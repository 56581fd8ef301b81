"""What holds of every round: stable, the best stable one, independent of order, and no family gains
by another list where the rules promise that; against brute force on small rounds.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from admissions.allocation.allocating import allocate
from admissions.allocation.claims import Applicant, CannotRun
from admissions.allocation.explaining import Why, explain
from admissions.plan.rules import Rules
from tests.admissions.rounds import rules

PLACES = ("x", "y", "z")
BOTH = ({"by": "score"}, {"by": "lot"})
#: Rules under which nobody gains by another list of wishes.
HONEST: dict[str, dict[str, Any]] = {
    "lot": {"criteria": BOTH},
    "all, one score": {"tie": "all"},
    "floors": {"criteria": BOTH, "floors": [{"fact": "third", "points": "3"}]},
    "direct, highest": {"criteria": BOTH, "direct": "highest"},
    "reserve": {
        "criteria": BOTH,
        "x": {"reserves": [{"fact": "minority", "seats": 1}]},
        "y": {"reserves": [{"fact": "minority", "seats": 1, "is_hard": True}]},
    },
}
WITH_DIRECT = ("direct, highest",)
#: Rules under which some do: a test that found no gain here would test nothing.
TEMPTING: dict[str, dict[str, Any]] = {
    "gap": {"criteria": (*BOTH[:1], {"by": "wish"}, BOTH[1]), "gap": {"points": ["0", "2"]}},
    "first share": {"criteria": BOTH, "y": {"first_share": {"at_least": "0.5"}}},
    "later share": {"criteria": BOTH, "y": {"later_share": {"at_most": "0.5"}}},
    "none": {"tie": "none"},
}


def some_round(chance: random.Random, people: int = 6, direct: float = 0) -> list[Applicant]:
    lots = chance.sample(range(1000), people)
    return [
        Applicant(
            f"P{number}",
            tuple(chance.sample(PLACES, chance.randint(1, 3))),
            {
                "score": Decimal(chance.randint(0, 12)),
                "third": Decimal(chance.randint(0, 8)),
                "minority": chance.random() < 0.4,
            },
            lot=lots[number],
            direct=frozenset(chance.sample(PLACES, 1) if chance.random() < direct else ()),
        )
        for number in range(people)
    ]


def seats_of(people: list[Applicant], said: Rules) -> dict[str, str]:
    return allocate(people, said).seats


def own_scores(chance: random.Random) -> list[Applicant]:
    """Strict, with an order of its own at each programme."""
    scores = {place: chance.sample(range(100), 5) for place in PLACES}
    return [
        Applicant(
            f"P{number}",
            tuple(chance.sample(PLACES, 3)),
            facts_at={place: {"score": scores[place][number]} for place in PLACES},
        )
        for number in range(5)
    ]


def stable(people: list[Applicant], quotas: dict[str, int]) -> Iterator[dict[str, str]]:
    """Every allocation in which nobody and no programme would rather have each other: by trying all."""
    ways = [(None, *one.wishes) for one in people]
    for chosen in itertools.product(*ways):
        seats = {one.name: place for one, place in zip(people, chosen, strict=True) if place}
        fits = all(list(seats.values()).count(place) <= quotas[place] for place in PLACES)
        asked = [(one, wish) for one in people for wish in one.wishes]
        if fits and not any(blocks(one, wish, people, seats, quotas) for one, wish in asked):
            yield seats


def blocks(
    one: Applicant,
    wish: str,
    people: list[Applicant],
    seats: dict[str, str],
    quotas: dict[str, int],
) -> bool:
    had = seats.get(one.name)
    if had is not None and one.wishes.index(had) <= one.wishes.index(wish):
        return False
    inside = [other for other in people if seats.get(other.name) == wish]
    below = any(other.points("score", wish) < one.points("score", wish) for other in inside)
    return len(inside) < quotas[wish] or below


def test_it_is_the_best_stable_one_for_every_applicant() -> None:
    quotas = {"x": 1, "y": 2, "z": 1}
    several = 0
    for seed in range(60):
        people = own_scores(random.Random(seed))
        ours = seats_of(people, rules("X1 Y2 Z1"))
        found = list(stable(people, quotas))
        several += len(found) > 1
        assert ours in found
        for one in people:
            best = min(
                one.wishes.index(other[one.name]) if one.name in other else 9 for other in found
            )
            assert (one.wishes.index(ours[one.name]) if one.name in ours else 9) == best
    assert several, "some rounds had more than one to choose from"


@pytest.mark.parametrize("name", [*HONEST, *TEMPTING])
def test_the_order_of_the_input_changes_nothing(name: str) -> None:
    said = rules("X1 Y2 Z1", **(HONEST | TEMPTING)[name])
    for seed in range(40):
        chance = random.Random(seed)
        people = some_round(chance, direct=0.2)
        first = result_or_refusal(people, said)
        chance.shuffle(people)
        assert result_or_refusal(people, said) == first


def result_or_refusal(people: list[Applicant], said: Rules) -> Any:
    try:
        return seats_of(people, said)
    except CannotRun as why:
        return str(why)


def gains(people: list[Applicant], said: Rules) -> bool:
    """Whether somebody gets what they would rather have by another list."""
    honest = seats_of(people, said)
    for number, one in enumerate(people):
        had = one.wishes.index(honest[one.name]) if one.name in honest else 9
        for length in (1, 2, 3):
            for wishes in itertools.permutations(PLACES, length):
                other = Applicant(one.name, wishes, one.facts, one.facts_at, one.lot, one.direct)
                seat = seats_of([*people[:number], other, *people[number + 1 :]], said).get(
                    one.name
                )
                if seat in one.wishes and one.wishes.index(seat) < had:
                    return True
    return False


@pytest.mark.parametrize("name", HONEST)
def test_nobody_gains_by_another_list(name: str) -> None:
    said = rules("X1 Y2 Z1", **HONEST[name])
    for seed in range(25):
        assert not gains(
            some_round(random.Random(seed), 5, direct=0.2 * (name in WITH_DIRECT)), said
        )


@pytest.mark.parametrize("name", TEMPTING)
def test_some_gain_where_the_plan_is_warned(name: str) -> None:
    said = rules("X1 Y2 Z1", **TEMPTING[name])
    assert any(gains(some_round(random.Random(seed), 6), said) for seed in range(200))


@given(seed=st.integers(0, 10**9), name=st.sampled_from([*HONEST, *TEMPTING]))
@settings(max_examples=150, deadline=None)
def test_every_wish_has_its_reason(seed: int, name: str) -> None:
    people = some_round(random.Random(seed), 7)
    said = rules("X1 Y2 Z1", **(HONEST | TEMPTING)[name])
    result = allocate(people, said)
    for one in people:
        reasons = explain(result, said, one.name)
        assert [reason.programme for reason in reasons] == list(one.wishes)
        admitted = [r.programme for r in reasons if r.why in (Why.ADMITTED, Why.DIRECT)]
        assert admitted == ([result.seats[one.name]] if one.name in result.seats else [])
        for reason in reasons:
            if reason.why is Why.BEHIND and reason.criterion == "score":
                assert Decimal(reason.own) < Decimal(reason.enough)


def test_what_would_have_been_enough_is_enough() -> None:
    """With the points that the reason names, and the lot of before, the wish is no worse than equal."""
    said = rules("X1 Y2 Z1", **HONEST["lot"])
    tried = 0
    for seed in range(80):
        people = some_round(random.Random(seed), 6)
        result = allocate(people, said)
        for number, one in enumerate(people):
            for reason in explain(result, said, one.name)[:1]:
                if (
                    reason.why is Why.BEHIND
                    and reason.criterion == "score"
                    and one.name not in result.seats
                ):
                    facts = {**one.facts, "score": Decimal(reason.enough) + 1}
                    better = Applicant(one.name, one.wishes, facts, {}, one.lot, one.direct)
                    again = seats_of([*people[:number], better, *people[number + 1 :]], said)
                    assert again[one.name] == reason.programme
                    tried += 1
    assert tried > 20
