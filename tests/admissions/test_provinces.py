"""Rules of provinces (2025-26), each on a round small enough to follow by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from admissions.allocation.allocating import allocate
from admissions.allocation.explaining import Why, explain
from tests.admissions.rounds import WITH_WISH, applicant, rules, seated

Said = dict[str, Any]


def lines(text: str, **facts: Any) -> list[Any]:
    return [applicant(line, **facts) for line in text.split("|")]


def test_ho_chi_minh_city_a_later_wish_is_no_easier() -> None:
    """Three wishes, the same score for each: C, third at X, finds Y's last seat taken by D's 24."""
    people = lines("A 26 X>Y>Z|B 25 X>Y>Z|C 23 X>Y>Z|D 24 Y>Z>X")
    assert seated(people, "X2 Y1 Z1", criteria=WITH_WISH, tie="all") == "X:AB Y:D Z:C"


def test_dong_nai_half_a_point_more_at_each_wish_and_sixty_of_a_hundred_first() -> None:
    """Y keeps 3 of 5 for first wishes (0.6): D, E, F. C needs 24.5 for an open seat there as G's 24
    of a first wish does: both open seats go to C (25 - 0.5 = 24.5) and G (24).
    """
    people = lines("A 30 X|B 29 X|C 25 X>Y|D 26 Y|E 25 Y|F 24.5 Y|G 24 Y|H 24 X>Y")
    said: Said = {"criteria": WITH_WISH, "tie": "all", "gap": {"points": ["0", "0.5", "1.0"]}}
    share = {"first_share": {"at_least": "0.6"}}
    assert seated(people, "X2 Y5", y=share, **said) == "X:AB Y:CDEFG"


def test_ben_tre_every_paper_above_one_and_steps_of_two_points() -> None:
    """B's second paper has just 1.0. C at Y: 22 - 2 = 20 against D's 20.5."""
    people = [
        applicant("A 24 X>Y", second=Decimal(6)),
        applicant("B 23 X>Y", second=Decimal("1.0")),
        applicant("C 22 X>Y", second=Decimal(5)),
        applicant("D 20.5 Y", second=Decimal(5)),
    ]
    said: Said = {"criteria": WITH_WISH, "gap": {"points": ["0", "2.0", "4.0"]}}
    floors = [{"fact": "second", "points": "1.0", "must_exceed": True}]
    assert seated(people, "X1 Y1", floors=floors, **said) == "X:A Y:D"


def test_ben_tre_equals_by_prize_then_grade_nine() -> None:
    people = [
        applicant("A 20 X", prize=0, grade9=Decimal("9.1")),
        applicant("B 20 X", prize=1, grade9=Decimal("8.0")),
        applicant("C 20 X", prize=0, grade9=Decimal("9.2")),
    ]
    by = [{"by": "score"}, {"by": "prize"}, {"by": "grade9"}]
    assert seated(people, "X2", criteria=by, tie="all") == "X:BC"


def test_binh_phuoc_one_and_a_half_more() -> None:
    people = lines("A 25 X>Y|B 24 X>Y|C 22.5 Y|D 22.25 Y")
    said: Said = {"criteria": WITH_WISH, "gap": {"points": ["0", "1.5"]}}
    assert seated(people, "X1 Y2", **said) == "X:A Y:BC"


def test_can_tho_eighty_of_a_hundred_first_and_five_of_a_hundred_others() -> None:
    """20 seats: 16 kept for first wishes, at most 1 later one, though it is better than many."""
    first = "|".join(f"F{number} {20 - number / 4} Y" for number in range(16))
    people = lines(f"A 30 X|B 29 X>Y|C 28 X>Y|{first}")
    own = {"first_share": {"at_least": "0.8"}, "later_share": {"at_most": "0.05"}}
    result = allocate(people, _of_twenty(own))
    later = [claim.applicant.name for claim in result.kept["y"] if claim.rank > 1]
    assert (later, len(result.kept["y"])) == (["B"], 17)
    assert explain(result, _of_twenty(own), "C")[1].why is Why.LATER_SHARE


def _of_twenty(own: Said) -> Any:
    return type(rules("X1 Y1")).model_validate(
        {
            "programmes": {"x": {"quota": 1}, "y": {"quota": 20, **own}},
            "criteria": [{"by": "score"}],
            "tie": "all",
        }
    )


def test_vinh_phuc_equals_down_to_grade_six_and_then_all() -> None:
    facts = {"study9": "tot", "average9": Decimal(9), "average8": Decimal(8)}
    people = [
        applicant("A 20 X", **facts),
        applicant("B 20 X", **{**facts, "study9": "kha"}),
        applicant("C 20 X", **facts),
        applicant("D 20 X", **{**facts, "average8": Decimal("8.5")}),
    ]
    study = {"by": "study9", "values": ["tot", "kha", "dat"]}
    by = [{"by": "score"}, study, {"by": "average9"}, {"by": "average8"}]
    assert seated(people, "X2", criteria=by, tie="all") == "X:ACD", "A and C are equals: both"


def test_tra_vinh_no_paper_of_nought() -> None:
    people = [applicant("A 20 X", third=Decimal(0)), applicant("B 15 X", third=Decimal("0.25"))]
    floors = [{"fact": "third", "points": "0", "must_exceed": True}]
    assert seated(people, "X2", floors=floors) == "X:B"


def test_an_giang_the_special_subject_counts_twice() -> None:
    """The score of a wish is the programme's own: computed before, given for that programme."""
    marks = {"A": (8, 9), "B": (9, 7)}
    people = [
        applicant(f"{name} {one + two} X", at={"x": {"score": Decimal(one + 2 * two)}})
        for name, (one, two) in marks.items()
    ]
    assert seated(people, "X1") == "X:A"


def test_ca_mau_averages_are_exact() -> None:
    """32 averages with one decimal: 0.1 added 32 times is 3.2, and no binary fraction below it."""
    people = [
        applicant("A 0 X", at={"x": {"score": sum([Decimal("0.1")] * 32, Decimal(0))}}),
        applicant("B 3.2 X"),
    ]
    assert seated(people, "X1", tie="all") == "X:AB"


def test_quang_ninh_and_hai_phong_order_by_what_the_plan_gives() -> None:
    """Where nobody is too many, everybody who reaches the floor is in, whatever the order."""
    people = lines("A 9 X>Y|B 3 X|C 1 Y")
    assert seated(people, "X2 Y2", floors=[{"fact": "score", "points": "2"}]) == "X:AB Y:"
