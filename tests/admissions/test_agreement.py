"""Allocator and verifier, written apart from each other, agree on every random round; and the
verifier names each wrong result that is planted into one.
"""

from __future__ import annotations

import json
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from admissions.allocation.allocating import allocate
from admissions.allocation.claims import Applicant, CannotRun, Value
from admissions.plan.checks import check
from admissions.plan.rules import Rules
from admissions.publication import verify_allocation as verifier
from admissions.publication.published import published

PLACES = ("a", "b", "c", "d")
FACTS = ("score", "third", "grade", "poor", "local")


def floor(chance: random.Random) -> dict[str, Any]:
    fact, exceeds = chance.choice(("score", "third")), chance.random() < 0.5
    return {"fact": fact, "points": str(chance.randint(1, 5)), "must_exceed": exceeds}


def programme(chance: random.Random, kinds: set[str]) -> dict[str, Any]:
    hard = chance.random() < 0.5
    said: dict[str, Any] = {"quota": chance.randint(1, 6)}
    if "reserves" in kinds:
        groups = chance.sample(("poor", "local"), chance.randint(1, 2))
        said["reserves"] = [{"fact": one, "seats": 1, "is_hard": hard} for one in groups]
    if "first" in kinds:
        said["first_share"] = {"at_least": chance.choice(("0.3", "0.5", "1")), "is_hard": hard}
    if "later" in kinds:
        said["later_share"] = {"at_most": chance.choice(("0.3", "0.5", "0.8"))}
    if "floors" in kinds:
        said["floors"] = [floor(chance)]
    return said


def some_rules(chance: random.Random) -> Rules:
    every = ("reserves", "first", "later", "floors", "gap", "wish", "low", "grade", "poor", "lot")
    kinds = {kind for kind in every if chance.random() < 0.4}
    criteria: list[dict[str, Any]] = [{"by": "score"}]
    more = {
        "wish": {"by": "wish"},
        "low": {"by": "third", "first": "low"},
        "grade": {"by": "grade", "values": ["T", "K"]},
        "poor": {"by": "poor", "first": chance.choice(("high", "low"))},
        "lot": {"by": "lot"},
    }
    criteria += [said for kind, said in more.items() if kind in kinds]
    said = {
        "programmes": {place: programme(chance, kinds) for place in PLACES},
        "criteria": criteria,
        "most_wishes": 4,
        "tie": chance.choice(("all", "all", "none", "broken")),
        "reserves_first": chance.random() < 0.5,
        "direct": chance.choice(("in_quota", "beside_quota", "highest")),
    }
    if "gap" in kinds:
        rank = chance.choice(("declared", "remaining"))
        said["gap"] = {"points": ["0", "0.5", "1.0"], "rank": rank}
    return Rules.model_validate(said)


def some_applicants(chance: random.Random) -> list[Applicant]:
    def facts(often: float) -> dict[str, Value]:
        said: dict[str, Value] = {
            "score": Decimal(chance.randint(2, 14)) / 2,
            "third": Decimal(chance.randint(0, 6)),
            "grade": chance.choice("TKX"),
            "poor": chance.random() < 0.4,
            "local": chance.random() < 0.4,
        }
        return {name: value for name, value in said.items() if chance.random() < often}

    people = chance.randint(3, 26)
    lots = chance.sample(range(100), people)
    return [
        Applicant(
            f"T{number:02}",
            tuple(chance.sample(PLACES, chance.randint(1, 4))),
            facts(0.9),
            {place: facts(0.3) for place in chance.sample(PLACES, 1)},
            lot=lots[number],
            direct=frozenset(chance.sample(PLACES, 1) if chance.random() < 0.1 else ()),
        )
        for number in range(people)
    ]


def some_round(seed: int) -> dict[str, Any] | None:
    """As published; None where there is no result, or the plan would be refused."""
    chance = random.Random(seed)
    said, people = some_rules(chance), some_applicants(chance)
    if any(finding.rule == "none_and_soft" for finding in check(said, FACTS)):
        return None
    try:
        seats = allocate(people, said).seats
    except CannotRun:
        return None
    return published(people, said, None, seats)


def wrong(round_: dict[str, Any], folder: Path) -> list[str]:
    file = folder / "round.json"
    file.write_text(json.dumps(round_), encoding="utf-8")
    return verifier.check_round(str(file))[1]


@pytest.mark.parametrize("start", range(0, 600, 100))
def test_both_programs_give_the_same_seats(start: int, tmp_path: Path) -> None:
    rounds = [(seed, some_round(seed)) for seed in range(start, start + 100)]
    there = [(seed, one) for seed, one in rounds if one is not None]
    assert len(there) > 40
    assert not [(seed, found) for seed, one in there if (found := wrong(one, tmp_path))]


def test_a_seat_that_was_given_wrongly_is_named(tmp_path: Path) -> None:
    """To somebody else's programme, away from who had it, or to who had none."""
    tried = 0
    for seed in range(60):
        one = some_round(seed)
        if one is None or not one["seats"]:
            continue
        chance = random.Random(seed)
        name = chance.choice(sorted(one["seats"]))
        seats = {**one["seats"], name: chance.choice(PLACES)}
        if seats == one["seats"]:
            del seats[name]
        assert any(name in sentence for sentence in wrong({**one, "seats": seats}, tmp_path))
        tried += 1
    assert tried > 20
