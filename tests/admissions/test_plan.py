"""A plan as data: read, its formula exact, and what cannot work found before anybody applies."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admissions.allocation.example import worked
from admissions.plan.formula import Formula, FormulaError, rounded
from admissions.plan.plan_checks import check_plan
from admissions.plans.reading import PlanUnreadable, read
from tests.admissions.plans import plan, rules_of, text

MARKS = {"toan": Decimal("8.25"), "van": Decimal("7"), "anh": Decimal("9.50")}


@pytest.mark.parametrize(
    ("formula", "points"),
    [
        ("toan + van + anh", "24.75"),
        ("toan * 2 + van * 2 + anh", "40.00"),
        ("(toan + van + anh) / 3", "8.25"),
        ("(toan + van) / 2 + 0.1", "7.73"),  # 7.725: half up
        ("-toan + 10", "1.75"),
    ],
)
def test_a_formula_is_exact_until_it_is_rounded(formula: str, points: str) -> None:
    assert Formula(formula).points(MARKS, 2) == Decimal(points)


def test_a_sum_of_averages_is_that_of_fractions_and_not_of_floats() -> None:
    """Cà Mau: 32 averages with one decimal; the floats' sum differs from the exact one."""
    marks = {f"m{number}": Decimal(number % 10) / 10 + 6 for number in range(32)}
    floats = sum(float(one) for one in marks.values())
    exact = Formula(" + ".join(marks)).points(marks, 6)
    assert exact == sum(marks.values()) and Decimal(floats) != exact


@given(st.fractions(min_value=-50, max_value=50), st.integers(min_value=0, max_value=4))
def test_rounding_is_within_half_a_place_and_halves_go_up(exact: Fraction, places: int) -> None:
    figure = Fraction(rounded(exact, places, "half_up"))
    assert abs(figure - exact) <= Fraction(1, 2 * 10**places)
    if abs(figure - exact) == Fraction(1, 2 * 10**places):
        assert abs(figure) > abs(exact)


@pytest.mark.parametrize(
    "formula",
    ["", "toan +", "toan ** 9", "__import__('os')", "toan.real", "toan if van else anh", "1e400x"],
)
def test_what_is_no_arithmetic_is_refused(formula: str) -> None:
    with pytest.raises(FormulaError):
        Formula(formula)


def test_the_plan_is_sound_and_survives_freezing() -> None:
    found = plan()
    assert rules_of(check_plan(found)) == set()
    assert type(found).model_validate_json(found.model_dump_json()) == found


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("by: wish", "by: sibling", "fact_unknown"),
        ("tie: all", "tie: broken", "tie_unbroken"),
        ("toan + van + anh + bonus", "toan + van + su + bonus", "formula_unknown"),
        ("toan + van + anh + bonus", "toan + van + anh", "bonus_unused"),
        ("{by: wish}", "{by: wish}, {by: lot}", "lot_without_draw"),
        ("end: 2027-05-01T17", "end: 2027-03-01T17", "window_empty"),
        ("start: 2027-06-20", "start: 2027-05-03", "confirm_too_early"),
        ("passed_on: [2027-06-25", "passed_on: [2027-07-25", "passed_on_outside"),
        ("bmt: {quota: 2}", "other: {quota: 2}", "programme_unnamed"),
        (
            "bmt: {quota: 2}",
            "bmt: {quota: 2, reserves: [{fact: score, seats: 3}]}",
            "reserves_too_many",
        ),
        (
            "bmt: {quota: 2}\n",
            "bmt: {quota: 0}\n",
            "direct_without_seats",
        ),
    ],
)
def test_what_cannot_work_is_found(old: str, new: str, rule: str) -> None:
    right = ("score:\n", "direct: direct == school\nscore:\n")
    assert rule in rules_of(check_plan(plan((old, new), right)))


def test_a_right_to_a_seat_beside_the_quota_needs_none_of_it() -> None:
    changes = (
        ("bmt: {quota: 2}\n", "bmt: {quota: 0}\n"),
        ("tie: all", "tie: all\n  direct: beside_quota"),
        ("score:\n", "direct: direct == school\nscore:\n"),
    )
    assert rules_of(check_plan(plan(*changes))) == set()
    assert "direct_without_seats" not in rules_of(check_plan(plan(changes[0])))


def test_doubts_are_told_where_points_are_not_checked_or_all_seats_are_kept() -> None:
    kept = "bmt: {quota: 2, reserves: [{fact: few, seats: 2, is_hard: true}]}\n"
    changed = plan(
        ("bmt: {quota: 2}\n", kept),
        ("score:\n", "facts: {few: ethnic}\ndirect: direct == school\nscore:\n"),
    )
    doubts = {one.rule for one in check_plan(changed) if not one.is_fault}
    assert {"points_unchecked", "direct_takes_reserved"} <= doubts
    checked = plan(("by: priority_group", "by: office.check.priority"))
    assert "points_unchecked" not in {one.rule for one in check_plan(checked)}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("who:", "whom:", "Dòng 6"),
        ("quota: 2", "quota: many", "Dòng 12"),
        ("17:00:00+07:00}", "17:00:00}", "múi giờ"),
        ("slug: lop", "slug: [lop", "Dòng"),
    ],
)
def test_what_is_no_plan_is_said_with_its_line(old: str, new: str, said: str) -> None:
    with pytest.raises(PlanUnreadable) as refused:
        read(text((old, new)))
    assert any(said in one for one in refused.value.sentences), refused.value.sentences


def test_a_worked_example_follows_the_plans_own_rules() -> None:
    """A has most; B, C, D are equal: B and D ask bmt first, which has one seat left; ties are all
    taken; C has cvan, its first wish, and E the seat beside.
    """
    seats = {one.name: one.seat for one in worked(plan().rules)}
    assert seats == {"A": "bmt", "B": "bmt", "C": "cvan", "D": "bmt", "E": "cvan", "F": ""}


def test_the_rules_and_the_seats_need_no_site() -> None:
    """Whoever recomputes a round needs Python and pydantic alone."""
    modules = "admissions.plan.plan_checks, admissions.allocation.example, admissions.lots"
    modules += ", admissions.publication.published"
    asked = f"import sys, {modules}; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
