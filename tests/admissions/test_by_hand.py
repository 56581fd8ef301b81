"""Rounds computed by hand: the steps stand beside each, for people get these wrong."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from admissions.allocation.allocating import allocate, pairs_passed_over
from admissions.allocation.claims import Applicant, CannotRun
from tests.admissions.rounds import BY_SCORE, WITH_WISH, applicant, rules, seated

OF_THREE = "A 30 X>Y|B 29 X>Y|C 28 Y>X|D 27 X>Y>Z|E 26 Y>Z|F 25 Z>X"


def people(lines: str, **facts: Any) -> list[Applicant]:
    return [applicant(line, **facts) for line in lines.split("|")]


def test_by_score_alone() -> None:
    """X takes A, B; D goes on to Y beside C; E, refused there, takes Z before F."""
    assert seated(people(OF_THREE), "X2 Y2 Z1") == "X:AB Y:CD Z:E"


GAP = "A 26 X>Y|B 25.5 X>Y|C 25.25 X>Y|D 25 Y>X|E 24.75 Y>X|F 24.5 Y>X"


@pytest.mark.parametrize(
    ("points", "result"),
    [(None, "X:AB Y:CD"), (["0", "0.25"], "X:AB Y:CD"), (["0", "0.5"], "X:AB Y:DE")],
)
def test_a_later_wish_needs_more(points: list[str] | None, result: str) -> None:
    """With 0.5, C has 24.75 at Y as E has, whose wish is the first one."""
    gap = {"gap": {"points": points}} if points else {}
    assert seated(people(GAP), "X2 Y2", criteria=WITH_WISH, **gap) == result


def test_who_lists_the_second_choice_first_gains_under_a_gap() -> None:
    """Rules with gaps invite that; the report says how many families it touches."""
    lines = people(GAP.replace("C 25.25 X>Y", "C 25.25 Y>X"))
    said = {"criteria": WITH_WISH, "gap": {"points": ["0", "0.5"]}}
    assert seated(lines, "X2 Y2", **said) == "X:AB Y:CD"
    passed = pairs_passed_over(allocate(people(GAP), rules("X2 Y2", **said)))
    assert passed == [("C", "y")]


def test_no_gap_where_a_seat_is_free() -> None:
    lines = people("A 26 X>Y|B 25.25 X>Y|D 25 Y>X")
    said = {"criteria": WITH_WISH, "gap": {"points": ["0", "0.5"]}}
    assert seated(lines, "X1 Y2", **said) == "X:A Y:BD"


SHARES = "A 30 Y|B 29 Y|C 20 Y|D 19 Y|E 31 X>Y|F 28 X>Y|G 27 X>Y|H 26 X>Y"


@pytest.mark.parametrize(
    ("own", "reserves_first", "result"),
    [
        ({}, True, "X:E Y:ABFGH"),
        ({"first_share": {"at_least": "0.6"}}, True, "X:E Y:ABCFG"),
        ({"first_share": {"at_least": "0.6"}}, False, "X:E Y:ABCDF"),
        ({"first_share": {"at_least": "0.8"}}, True, "X:E Y:ABCDF"),
        ({"later_share": {"at_most": "0.2"}}, True, "X:E Y:ABCDF"),
    ],
)
def test_shares_of_first_and_later_wishes(
    own: dict[str, Any], reserves_first: bool, result: str
) -> None:
    """E takes X. 0.6 of 5 are 3 seats: A, B, C; the open two go to F, G. Open first: A, B, then C, D,
    and the seat that no first wish takes is F's.
    """
    assert seated(people(SHARES), "X1 Y5", y=own, reserves_first=reserves_first) == result


@pytest.mark.parametrize(
    ("own", "result"),
    [
        ({"first_share": {"at_least": "0.6"}}, "X:E Y:ABFGH"),
        ({"first_share": {"at_least": "0.6", "is_hard": True}}, "X:E Y:ABFG"),
        ({"later_share": {"at_most": "0.05"}}, "X:E Y:AB"),
    ],
)
def test_what_becomes_of_unfilled_shares(own: dict[str, Any], result: str) -> None:
    """Without C and D. 0.05 of 5 is no whole seat."""
    few = SHARES.replace("C 20 Y|D 19 Y|", "")
    assert seated(people(few), "X1 Y5", y=own) == result


def tied() -> list[Applicant]:
    first = {"prize": 0, "grade9": Decimal("9.1")}
    return [
        applicant("A 30 X>Y", lot=1, **first),
        applicant("B 28 X>Y", lot=4, prize=1, grade9=Decimal("8.8")),
        applicant("C 28 X>Y", lot=2, **first),
        applicant("D 28 X>Y", lot=9, **first),
        applicant("E 27 Y>X", lot=5, **first),
        applicant("F 26 Y", lot=6, **first),
    ]


@pytest.mark.parametrize(
    ("tie", "more", "result"),
    [
        ("all", [], "X:ABCD Y:EF"),
        ("none", [], "X:A Y:"),
        ("all", ["prize", "grade9"], "X:AB Y:CD"),
        ("broken", ["lot"], "X:AC Y:BD"),
        ("broken", ["prize", "grade9", "lot"], "X:AB Y:CD"),
    ],
)
def test_equals_at_the_last_seat(tie: str, more: list[str], result: str) -> None:
    """None: three at 28 on one seat of X and on two of Y, and nobody below them may pass."""
    criteria = [*BY_SCORE, *({"by": one} for one in more)]
    assert seated(tied(), "X2 Y2", tie=tie, criteria=criteria) == result


def test_equals_that_no_criterion_parts_are_told_by_name() -> None:
    with pytest.raises(CannotRun, match=r"x: 3 hồ sơ bằng nhau.*B, C, D"):
        seated(tied(), "X2 Y2")


def test_equals_who_are_pushed_out_together_are_no_fault() -> None:
    """B and C are equals at X until A, refused at Y, comes and takes the seat."""
    lines = people("A 30 Y>X|B 28 X|C 28 X|D 31 Y|E 32 Y")
    assert seated(lines, "X1 Y2") == "X:A Y:DE"


OWN = [
    ("P", {"x": 28, "y": 25}, "x>y"),
    ("R", {"x": 27, "z": 26}, "x>z"),
    ("S", {"x": 27, "y": 26}, "x>y"),
    ("T", {"z": 25, "x": 29}, "z>x"),
]


@pytest.mark.parametrize(("of_p", "result"), [("x>y", "X:T Y:S Z:R"), ("y", "X:RS Y:P Z:T")])
def test_taking_all_equals_with_a_score_of_each_school(of_p: str, result: str) -> None:
    """P's own futile wish pushes two out at X, of whom S takes Y."""
    lines = [
        Applicant(
            name,
            tuple((of_p if name == "P" else wishes).split(">")),
            facts_at={place: {"score": score} for place, score in scores.items()},
        )
        for name, scores, wishes in OWN
    ]
    assert seated(lines, "X1 Y1 Z1", tie="all") == result


PAPERS = [
    ("A 25 X>Y", "7"),
    ("B 24 X>Y", "4"),
    ("C 19.5 Z>X", "1.0"),
    ("D 19 Z>Y", "2.0"),
    ("E 15 X>Y", "5"),
]


@pytest.mark.parametrize(
    ("must_exceed", "result"), [(True, "X:AB Y:DE Z:"), (False, "X:AB Y:E Z:D")]
)
def test_floors_of_a_paper(must_exceed: bool, result: str) -> None:
    """C has just 1.0 of X and less than 2.0 of Z, D just 2.0 of Z. C stands at X behind A, B anyway."""
    lines = [applicant(line, third=Decimal(mark)) for line, mark in PAPERS]

    def floor(points: str) -> dict[str, Any]:
        return {"floors": [{"fact": "third", "points": points, "must_exceed": must_exceed}]}

    assert seated(lines, "X2 Y2 Z2", x=floor("1.0"), z=floor("2.0")) == result


def test_a_paper_that_was_not_written_reaches_no_floor() -> None:
    floors = [{"fact": "third", "points": "0"}]
    lines = [applicant("A 25 X"), applicant("B 20 X", third=Decimal(0))]
    assert seated(lines, "X2", floors=floors) == "X:B"


@pytest.mark.parametrize(
    ("direct", "result"),
    [("in_quota", "X:AB Y:DE"), ("beside_quota", "X:AB Y:CDE"), ("highest", "X:AD Y:BE")],
)
def test_direct_admission(direct: str, result: str) -> None:
    """D's right is at Y; "highest" still lets them win X, and E is refused nowhere else."""
    right = frozenset({"y"})
    lines = [
        *people("A 28 X>Y|B 27 X>Y|C 26 Y>X"),
        applicant("D 27.5 X>Y", direct=right),
        applicant("E 26.5 Y"),
    ]
    assert seated(lines, "X2 Y2", direct=direct) == result


def test_more_direct_admissions_than_seats_are_refused() -> None:
    lines = [applicant(f"{name} 20 X", direct=frozenset({"x"})) for name in "AB"]
    with pytest.raises(CannotRun, match="tuyển thẳng 2 học sinh, chỉ tiêu có 1"):
        seated(lines, "X1")


AREA = {"by": "area", "values": ["2", "1"]}
SIBLING = {"by": "sibling"}
BY_LOT = {"by": "lot"}


@pytest.mark.parametrize(
    ("criteria", "result"),
    [
        ([AREA, SIBLING, BY_LOT], "X:ABD Y:CEF"),
        ([SIBLING, AREA, BY_LOT], "X:BCD Y:AEF"),
    ],
)
def test_area_sibling_lot(criteria: list[dict[str, Any]], result: str) -> None:
    """Area first: A, B, D have 2 at X. Sibling first: B and C, then D (lot 2) before A (lot 3)."""
    at_x: dict[str, dict[str, Any]] = {
        "A": {"area": "2"},
        "B": {"area": "2", "sibling": True},
        "C": {"area": "1", "sibling": True},
        "D": {"area": "2"},
        "E": {},
    }
    lots = {"A": 3, "B": 5, "C": 1, "D": 2, "E": 4, "F": 6}
    lines = [
        applicant(f"{name} 0 X>Y", lot=lots[name], sibling=False, at={"x": {**facts}})
        for name, facts in at_x.items()
    ]
    lines.append(applicant("F 0 Y>X", lot=6, sibling=False, at={"y": {"area": "2"}}))
    assert seated(lines, "X3 Y3", criteria=criteria) == result


RESERVED = [("A 30 X", True), ("B 29 X", False), ("C 28 X", False), ("D 27 X", True)]
RESERVED += [("E 26 X", True), ("F 25 X", False)]


@pytest.mark.parametrize(
    ("gone", "first", "hard", "result"),
    [
        ("", True, False, "X:ABCD"),
        ("", False, False, "X:ABDE"),
        ("DE", True, False, "X:ABCF"),
        ("DE", True, True, "X:ABC"),
    ],
)
def test_reserved_seats(gone: str, first: bool, hard: bool, result: str) -> None:
    lines = [applicant(line, minority=yes) for line, yes in RESERVED if line[0] not in gone]
    own = {"reserves": [{"fact": "minority", "seats": 2, "is_hard": hard}]}
    assert seated(lines, "X4", x=own, reserves_first=first) == result


def test_programmes_of_one_school_are_wishes_of_their_own() -> None:
    lines = people("A 30 XL>XH|B 29 XL>XH|C 28 XL>XH>Y|D 27 XH>XL|E 26 Y>XH")
    assert seated(lines, "XL2 XH1 Y1") == "XL:AB XH:C Y:E"


@pytest.mark.parametrize(("rank", "result"), [("declared", "X:B Y:"), ("remaining", "X:A Y:")])
def test_from_which_rank_a_gap_counts(rank: str, result: str) -> None:
    """A's first wish is stopped by Y's floor: X is their second, or the first that is left."""
    lines = [applicant("A 25 Y>X", third=Decimal(1)), applicant("B 24.75 X", third=Decimal(5))]
    floor = {"floors": [{"fact": "third", "points": "2"}]}
    gap = {"points": ["0", "0.5"], "rank": rank}
    assert seated(lines, "X1 Y1", y=floor, gap=gap, criteria=WITH_WISH) == result


@pytest.mark.parametrize(
    ("line", "sentence"),
    [("A 20 X>Y>X", "trùng nhau"), ("A 20 W", "kế hoạch không có")],
)
def test_applications_that_make_no_sense_are_told(line: str, sentence: str) -> None:
    with pytest.raises(CannotRun, match=sentence):
        seated([applicant(line)], "X1 Y1")
