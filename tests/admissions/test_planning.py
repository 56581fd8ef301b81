"""The planner's figures are a plain recount of its seats; what changes is said of every child
once.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from math import acos, cos, radians, sin
from typing import Any

import pytest

from admissions.allocation.claims import Applicant
from admissions.plan.rules import Rules
from admissions.planning import demand as demands
from admissions.planning.comparison import Change, compare, in_words, what_if
from admissions.planning.demand import Child, Demand, Plan, Point, School
from admissions.planning.generated import Counts, generate
from admissions.planning.simulation import Outcome, simulate

BY_AREA = ({"by": "in_area"}, {"by": "score"}, {"by": "lot", "first": "low"})
SCHOOLS = {f"truong-{n}": School(f"Trường {n}", Point(108 + n / 50, 12.6)) for n in range(6)}
WARDS = {f"xa-{n}": Point(108 + n / 40, 12.6 + n % 3 / 100) for n in range(8)}


def rules(quotas: dict[str, int], **said: Any) -> Rules:
    programmes = {name: {"quota": quota} for name, quota in quotas.items()}
    return Rules.model_validate({"programmes": programmes, "criteria": BY_AREA, **said})


def crowd(seed: int = 7, each: int = 40) -> Demand:
    return generate(Counts(dict.fromkeys(WARDS, each), WARDS, siblings=0.2), SCHOOLS, seed)


def usual(quota: int = 50, **more: Any) -> Plan:
    areas = {ward: frozenset({f"truong-{n % 6}"}) for n, ward in enumerate(WARDS)}
    return Plan("Như năm trước", rules(dict.fromkeys(SCHOOLS, quota)), areas, **more)


def child(name: str, ward: str, wishes: str, score: int, family: str = "") -> Child:
    applicant = Applicant(name, tuple(wishes.split(">")), {"score": Decimal(score)})
    return Child(applicant, ward, family=family)


def recounted(demand: Demand, outcome: Outcome) -> dict[str, Any]:
    """Counted again from the seats alone, by other code."""
    found: dict[str, Any] = {"unplaced": 0, "first": 0, "ways": Counter(), "taken": Counter()}
    ward_unplaced: Counter[str] = Counter()
    homes: dict[str, set[str]] = {}
    sizes: Counter[str] = Counter()
    for one in demand.children:
        seat = outcome.seats.get(one.applicant.name, "")
        if one.family:
            homes.setdefault(one.family, set()).add(seat)
            sizes[one.family] += 1
        if not seat:
            found["unplaced"] += 1
            ward_unplaced[one.ward] += 1
            continue
        found["taken"][seat] += 1
        found["first"] += one.applicant.wishes[0] == seat
    found["split"] = sum(len(homes[one]) > 1 for one in homes if sizes[one] > 1)
    found["ward_unplaced"] = ward_unplaced
    return found


@pytest.mark.parametrize("seed", range(5))
def test_the_figures_are_a_plain_recount(seed: int) -> None:
    demand, plan = crowd(seed), usual()
    outcome = simulate(demand, plan)
    again = recounted(demand, outcome)
    assert outcome.whole.children == 320 == len(demand.children)
    assert outcome.whole.unplaced == again["unplaced"] > 0
    assert outcome.whole.first_wish == again["first"]
    assert outcome.split_families == again["split"] > 0
    assert outcome.empty_seats == sum(50 - again["taken"][school] for school in SCHOOLS)
    for ward, tally in outcome.by_ward.items():
        assert tally.unplaced == again["ward_unplaced"][ward]
    for school, tally in outcome.by_programme.items():
        assert tally.taken == again["taken"][school]
    assert sum(tally.first_wish for tally in outcome.by_ward.values()) == again["first"]
    assert sum(one.from_first_wish for one in outcome.by_programme.values()) == again["first"]


def test_the_way_to_school_is_that_of_the_sphere() -> None:
    one, other = Point(108.05, 12.68), Point(108.4, 12.9)
    a, b = radians(one.north), radians(other.north)
    angle = acos(sin(a) * sin(b) + cos(a) * cos(b) * cos(radians(other.east - one.east)))
    assert abs(demands.metres(one, other) - angle * 6_371_009) < 1
    assert demands.metres(one, one) == 0


def test_ways_are_counted_where_both_ends_are_known() -> None:
    home = Point(108.0, 12.6)
    children = (
        Child(Applicant("A", ("x",), {"score": Decimal(9)}), "xa", home),
        Child(Applicant("B", ("x",), {"score": Decimal(8)}), "xa"),
        Child(Applicant("C", ("y",), {"score": Decimal(7)}), "xa", home),
    )
    demand = Demand(children, {"x": School("X", Point(108.1, 12.6))})
    outcome = simulate(demand, Plan("P", rules({"x": 2, "y": 1})))
    assert outcome.whole.ways == (demands.metres(home, Point(108.1, 12.6)),)
    assert outcome.whole.mean_way == outcome.whole.longest_way == outcome.whole.ways[0]


def test_a_border_that_is_moved_changes_who_comes_first() -> None:
    """x has one seat; the child of its area has it, whatever the score."""
    demand = Demand((child("A", "tay", "x>y", 5), child("B", "dong", "x>y", 9)))
    areas = {"tay": frozenset({"x"}), "dong": frozenset({"y"})}
    plan = Plan("Cũ", rules({"x": 1, "y": 1}), areas)
    before = simulate(demand, plan)
    assert before.seats == {"A": "x", "B": "y"}
    moved = demands.with_border_moved(areas, "tay", gives="x", takes="y")
    after = simulate(demand, Plan("Mới", plan.rules, moved))
    assert after.seats == {"A": "y", "B": "x"}
    found = compare(demand, before, after)
    assert found.whole == Change(gain=1, lose=1, moved=2)
    assert found.by_ward["tay"] == Change(lose=1, moved=1)
    with pytest.raises(KeyError):
        demands.with_border_moved(areas, "tay", gives="y", takes="x")


def test_whoever_did_not_ask_for_their_own_school_may_be_offered_it() -> None:
    demand = Demand((child("A", "tay", "y", 5), child("B", "dong", "y", 9)))
    areas = {"tay": frozenset({"x"}), "dong": frozenset()}
    one_seat = rules({"x": 1, "y": 1})
    assert simulate(demand, Plan("P", one_seat, areas)).seats == {"B": "y"}
    offered = simulate(demand, Plan("P", one_seat, areas, offers_own_area=True))
    assert offered.seats == {"A": "x", "B": "y"} and offered.wishes["A"] == ("y", "x")
    full = rules({"x": 1, "y": 1}, most_wishes=1)
    assert simulate(demand, Plan("P", full, areas, offers_own_area=True)).seats == {"B": "y"}


def test_a_school_that_a_plan_closes_is_no_wish_under_it() -> None:
    demand = Demand((child("A", "xa", "x>y", 5),))
    both, one = Plan("P", rules({"x": 1, "y": 1})), Plan("Q", rules({"y": 1}))
    before, after = simulate(demand, both), simulate(demand, one)
    assert after.seats == {"A": "y"} and after.wishes["A"] == ("y",)
    assert compare(demand, before, after).whole == Change(lose=1, moved=1)


def test_what_one_rule_changes_is_said_in_words() -> None:
    """docs/admissions.md, example b: a gap of half a point gives E the seat of C."""
    lines = ["A 2600 x>y", "B 2550 x>y", "C 2525 x>y", "D 2500 y>x", "E 2475 y>x", "F 2450 y>x"]
    children = []
    for line in lines:
        name, score, wishes = line.split()
        facts = {"score": Decimal(score) / 100}
        children.append(Child(Applicant(name, tuple(wishes.split(">")), facts), "xa"))
    said = {"criteria": ({"by": "score"}, {"by": "wish"})}
    plan = Plan("P", rules({"x": 2, "y": 2}, **said))
    demand = Demand(tuple(children))
    found = what_if(demand, plan, "Cách 0,5", gap={"points": ["0", "0.5"]})
    assert (found.before.seats.get("C"), found.after.seats.get("C")) == ("y", None)
    assert found.whole == Change(gain=1, lose=1, placed=1, unplaced=1)
    assert in_words(found) == (
        "1 em được trường mình mong hơn (trong đó 1 em trước đó không có chỗ); 1 em được trường ít"
        " mong hơn (trong đó 1 em mất chỗ); 0 em đổi từ trường này sang trường khác."
    )
    assert in_words(what_if(demand, plan, "Vậy")) == "Không em nào đổi chỗ."


def test_every_child_gains_loses_or_stays() -> None:
    demand, plan = crowd(), usual()
    found = what_if(demand, plan, "Ít ghế", most_wishes=3, criteria=BY_AREA[1:])
    before, after = found.before, found.after
    differ = sum(
        before.seats.get(one.applicant.name) != after.seats.get(one.applicant.name)
        for one in demand.children
    )
    change = found.whole
    assert change.gain + change.lose == differ == change.moved + change.placed + change.unplaced
    assert differ > 0
    assert sum(one.gain for one in found.by_ward.values()) == change.gain
    assert after.whole.unplaced - before.whole.unplaced == change.unplaced - change.placed


def test_siblings_at_one_school_of_two_programmes_are_not_split() -> None:
    demand = Demand(
        (child("A", "xa", "x1", 9, "nha"), child("B", "xa", "x2", 8, "nha")),
        {"x1": School("X", site="x"), "x2": School("X", site="x")},
    )
    plan = Plan("P", rules({"x1": 1, "x2": 1}))
    assert (simulate(demand, plan).families, simulate(demand, plan).split_families) == (1, 0)
    fewer = Plan("P", rules({"x1": 1, "x2": 0}))
    assert simulate(demand, fewer).split_families == 1, "one without a seat is elsewhere"


def test_a_seed_gives_the_same_children_and_another_seed_others() -> None:
    assert crowd(3) == crowd(3)
    assert crowd(3) != crowd(4)
    demand = crowd(3)
    assert Counter(one.ward for one in demand.children) == dict.fromkeys(WARDS, 40)
    near = sum(
        demands.way_to_school(one, demand, one.applicant.wishes[0])
        < demands.way_to_school(one, demand, one.applicant.wishes[-1])
        for one in demand.children
    )
    assert near > 240, "near schools are asked for first, mostly"
    families = Counter(one.family for one in demand.children if one.family)
    assert set(families.values()) == {2} and len(families) > 5


def test_a_simulation_has_a_name_that_follows_all_that_it_is_made_of() -> None:
    demand, plan = crowd(), usual()
    mark = simulate(demand, plan).mark
    assert simulate(crowd(), usual()).mark == mark
    others = [
        simulate(crowd(8), plan),
        simulate(demand, usual(49)),
        simulate(demand, usual(offers_own_area=True)),
        simulate(demand, Plan("Như năm trước", plan.rules, {})),
    ]
    assert len({mark, *(one.mark for one in others)}) == 5
