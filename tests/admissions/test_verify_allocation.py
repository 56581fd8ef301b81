"""verify_allocation.py on small rounds computed by hand from docs/admissions.md.

It runs as families run it: alone, from another folder, with the standard library and nothing else.
"""

import decimal
import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

import admissions.publication
from admissions.publication.verify_allocation import main

pytestmark = pytest.mark.once
PROGRAM = Path(admissions.publication.__file__).with_name("verify_allocation.py")


def _run(folder, *arguments):
    """Exit status and what was printed; nothing may go to stderr (a traceback would)."""
    command = [sys.executable, "-I", "-S", str(PROGRAM), *map(str, arguments)]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", timeout=60)
    assert done.stderr == ""
    return done.returncode, done.stdout


def _row(row):
    return json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _rows(published):
    """The rows of section 7 as bytes."""
    head = {"format": published["format"], "rules": published["rules"], "lots": published["lots"]}
    head["count"] = len(published["applicants"])
    seats = published["seats"]
    return [_row(head)] + [
        _row({"applicant": a, "seat": seats.get(a["name"])}) for a in published["applicants"]
    ]


def _tree(rows):
    """Root of the rows, by halves as RFC 6962 writes it: the left half is the largest power of two."""
    if len(rows) == 1:
        return hashlib.sha256(b"\x00" + rows[0]).digest()
    half = 1
    while half * 2 < len(rows):
        half *= 2
    return hashlib.sha256(b"\x01" + _tree(rows[:half]) + _tree(rows[half:])).digest()


def _path(rows, number):
    """The partners' hashes from the leaf up, by the same halves."""
    if len(rows) == 1:
        return []
    half = 1
    while half * 2 < len(rows):
        half *= 2
    if number < half:
        right = {"side": "right", "hash": _tree(rows[half:]).hex()}
        return [*_path(rows[:half], number), right]
    left = {"side": "left", "hash": _tree(rows[:half]).hex()}
    return [*_path(rows[half:], number - half), left]


def _applicant(name, wishes, *, lot=None, direct=(), at=None, **facts):
    return {
        "name": name,
        "wishes": wishes.split(),
        "facts": facts,
        "facts_at": at or {},
        "lot": lot,
        "direct": list(direct),
    }


def _rules(programmes, **more):
    """A plan by the mark alone, ties `all`, unless `more` says otherwise."""
    by_mark = [{"by": "score", "first": "high"}]
    return {"programmes": programmes, "criteria": by_mark, "tie": "all", **more}


def _published(rules, applicants, seats, lots=None):
    """round.json; `seats` as "An:A Bình:B"."""
    found = {"format": 1, "rules": rules, "lots": lots, "applicants": applicants}
    found["seats"] = dict(pair.split(":") for pair in seats.split())
    found["root"] = _tree(_rows(found)).hex()
    return found


def _check(folder, published):
    file = folder / "round.json"
    file.write_text(json.dumps(published, ensure_ascii=False), encoding="utf-8")
    return _run(folder, file)


def _agrees(folder, rules, applicants, seats, lots=None):
    """The seats by hand agree, and without the last of them they do not."""
    status, said = _check(folder, _published(rules, applicants, seats, lots))
    assert (status, "KHỚP: " in said) == (0, True), said
    fewer = " ".join(seats.split()[:-1])
    status, said = _check(folder, _published(rules, applicants, fewer, lots))
    name, programme = seats.split()[-1].split(":")
    assert status == 1
    assert f"{name}: công bố không trúng tuyển; tính lại {programme}." in said


# ---- Marks, gap, floors


GAP = {"points": ["0", "0.5"], "rank": "declared"}
THREE = [
    _applicant("An", "A B", score="9"),
    _applicant("Bình", "B", score="8.2"),
    _applicant("Chi", "A B", score="8.6"),
]


def test_by_mark_the_refused_ask_for_their_next_wish(tmp_path):
    """A: An 9 before Chi 8.6. B: Chi 8.6 before Bình 8.2."""
    _agrees(tmp_path, _rules({"A": {"quota": 1}, "B": {"quota": 1}}), THREE, "An:A Chi:B")


def test_gap_takes_points_from_a_second_wish(tmp_path):
    """At B Chi counts 8.6 - 0.5 = 8.1, below Bình's 8.2."""
    rules = _rules({"A": {"quota": 1}, "B": {"quota": 1}}, gap=GAP)
    _agrees(tmp_path, rules, THREE, "An:A Bình:B")


@pytest.mark.parametrize(("rank", "at_b"), [("declared", "Bình:B"), ("remaining", "Chi:B")])
def test_gap_counts_wishes_as_declared_or_as_no_floor_stopped(tmp_path, rank, at_b):
    """A's floor 8.8 stops Chi: B is the second wish as declared, the first that remains."""
    floor = {"fact": "score", "points": "8.8", "must_exceed": False}
    programmes = {"A": {"quota": 1, "floors": [floor]}, "B": {"quota": 1}}
    _agrees(tmp_path, _rules(programmes, gap={**GAP, "rank": rank}), THREE, f"An:A {at_b}")


def test_further_wishes_lose_the_last_figure_and_other_criteria_nothing(tmp_path):
    """C is An's third wish: 8 - 0.5 = 7.5 equals Bình's 7.5; their `literature` is bare: An's 6 wins."""
    criteria = [{"by": "score", "first": "high"}, {"by": "literature", "first": "high"}]
    rules = _rules({"A": {"quota": 0}, "B": {"quota": 0}, "C": {"quota": 1}}, gap=GAP)
    applicants = [
        _applicant("An", "A B C", score="8", literature="6"),
        _applicant("Bình", "C", score="7.50", literature="5.75"),
    ]
    _agrees(tmp_path, {**rules, "criteria": criteria}, applicants, "An:C")


@pytest.mark.parametrize(("must_exceed", "seats"), [(True, "Bình:A"), (False, "An:A Bình:A")])
def test_floor_at_least_or_more_than(tmp_path, must_exceed, seats):
    """An has the floor's 5 to the point, Bình more; Chi's mark is missing: -1."""
    floor = {"fact": "maths", "points": "5", "must_exceed": must_exceed}
    applicants = [
        _applicant("An", "A", score="9", maths="5.0"),
        _applicant("Bình", "A", score="8", maths="5.01"),
        _applicant("Chi", "A", score="9.5"),
    ]
    _agrees(tmp_path, _rules({"A": {"quota": 3}}, floors=[floor]), applicants, seats)


def test_facts_at_a_programme_win(tmp_path):
    """At A Bình's mark is 9.5 (English counted twice, say), at B 5."""
    applicants = [
        _applicant("An", "A B", score="9"),
        _applicant("Bình", "A", score="5", at={"A": {"score": "9.5"}}),
    ]
    _agrees(tmp_path, _rules({"A": {"quota": 1}, "B": {"quota": 1}}), applicants, "An:B Bình:A")


# ---- Criteria


def test_values_stand_in_their_order_any_other_last(tmp_path):
    """Tốt before Khá before what the plan does not name; nothing said is last too, with ties all."""
    criteria = [{"by": "conduct", "values": ["Tốt", "Khá"]}, {"by": "score", "first": "high"}]
    applicants = [
        _applicant("An", "A", score="9", conduct="Đạt"),
        _applicant("Bình", "A", score="5", conduct="Khá"),
        _applicant("Chi", "A", score="4", conduct="Tốt"),
    ]
    rules = {**_rules({"A": {"quota": 2}}), "criteria": criteria}
    _agrees(tmp_path, rules, applicants, "Bình:A Chi:A")


def test_low_first(tmp_path):
    """An empty list of values names no order."""
    criteria = [{"by": "distance", "first": "low", "values": []}]
    applicants = [
        _applicant("An", "A", distance="10.5"),
        _applicant("Bình", "A", distance="9.75"),
    ]
    rules = {**_rules({"A": {"quota": 1}}), "criteria": criteria}
    _agrees(tmp_path, rules, applicants, "Bình:A")


def test_smaller_rank_of_the_wish_first(tmp_path):
    """Equal marks: A is Bình's first wish, An's second."""
    criteria = [{"by": "score", "first": "high"}, {"by": "wish"}]
    applicants = [_applicant("An", "B A", score="8"), _applicant("Bình", "A B", score="8")]
    rules = {**_rules({"A": {"quota": 1}, "B": {"quota": 0}}), "criteria": criteria}
    _agrees(tmp_path, rules, applicants, "Bình:A")


def test_true_before_false(tmp_path):
    criteria = [{"by": "poor", "first": "high"}, {"by": "score", "first": "high"}]
    applicants = [
        _applicant("An", "A", score="9", poor=False),
        _applicant("Bình", "A", score="3", poor=True),
    ]
    rules = {**_rules({"A": {"quota": 1}}), "criteria": criteria}
    _agrees(tmp_path, rules, applicants, "Bình:A")


# ---- Blocks


def _reserving(quota, seats, *, first, hard):
    reserve = {"fact": "local", "seats": seats, "is_hard": hard}
    return _rules({"A": {"quota": quota, "reserves": [reserve]}}, reserves_first=first)


@pytest.mark.parametrize(("hard", "seats"), [(False, "An:A Bình:A Chi:A"), (True, "An:A Chi:A")])
def test_reserve_first_soft_or_hard(tmp_path, hard, seats):
    """3 seats, 2 of them for locals, one local: the other reserved seat is Bình's if soft, else empty."""
    applicants = [
        _applicant("An", "A", score="9", local=False),
        _applicant("Bình", "A", score="8"),
        _applicant("Chi", "A", score="7", local=True),
        _applicant("Dung", "A", score="6", local=False),
    ]
    _agrees(tmp_path, _reserving(3, 2, first=True, hard=hard), applicants, seats)


@pytest.mark.parametrize(("first", "seats"), [(True, "An:A Bình:A"), (False, "An:A Chi:A")])
def test_reserve_before_or_after_the_open_seats(tmp_path, first, seats):
    """Before: An has the local seat, Bình the open one. After: An the open one, Chi the local one."""
    applicants = [
        _applicant("An", "A", score="9", local=True),
        _applicant("Bình", "A", score="8", local=False),
        _applicant("Chi", "A", score="7", local=True),
    ]
    _agrees(tmp_path, _reserving(2, 1, first=first, hard=False), applicants, seats)


@pytest.mark.parametrize(("hard", "seats"), [(False, "An:A Bình:A"), (True, "An:A")])
def test_reserve_after_that_nobody_takes(tmp_path, hard, seats):
    """No local: the seat is filled openly at the end, or stays empty."""
    applicants = [_applicant(name, "A", score=m) for name, m in (("An", "9"), ("Bình", "8"))]
    _agrees(tmp_path, _reserving(2, 1, first=False, hard=hard), applicants, seats)


def test_second_reserve_has_what_the_first_left(tmp_path):
    """2 seats, 2 for locals, 2 for the poor: nothing is left for the poor, nor open."""
    reserves = [{"fact": fact, "seats": 2, "is_hard": True} for fact in ("local", "poor")]
    rules = _rules({"A": {"quota": 2, "reserves": reserves}}, reserves_first=True)
    applicants = [
        _applicant("An", "A", score="9", poor=True),
        _applicant("Bình", "A", score="4", local=True),
        _applicant("Chi", "A", score="3", local=True),
    ]
    _agrees(tmp_path, rules, applicants, "Bình:A Chi:A")


LATER_ARE_BETTER = [
    _applicant("An", "A", score="5"),
    _applicant("Bình", "A", score="4"),
    _applicant("Chi", "B A", score="9"),
    _applicant("Dung", "B A", score="8"),
]


def test_first_share_is_rounded_up(tmp_path):
    """Half of 3 is 2 seats for first wishes: An, Bình; the open one is Chi's."""
    share = {"at_least": "0.5", "is_hard": False}
    programmes = {"A": {"quota": 3, "first_share": share}, "B": {"quota": 0}}
    rules = _rules(programmes, reserves_first=True)
    _agrees(tmp_path, rules, LATER_ARE_BETTER, "An:A Bình:A Chi:A")


def test_later_share_is_rounded_down(tmp_path):
    """Half of 3 is 1 later wish: Chi; Dung's 8 stands back behind An's 5 and Bình's 4."""
    programmes = {"A": {"quota": 3, "later_share": {"at_most": "0.5"}}, "B": {"quota": 0}}
    _agrees(tmp_path, _rules(programmes), LATER_ARE_BETTER, "An:A Bình:A Chi:A")


def test_without_a_share_later_wishes_count_alike(tmp_path):
    programmes = {"A": {"quota": 3}, "B": {"quota": 0}}
    _agrees(tmp_path, _rules(programmes), LATER_ARE_BETTER, "An:A Chi:A Dung:A")


@pytest.mark.parametrize(("tie", "seats"), [("all", "An:A Chi:A Dung:A"), ("none", "An:A Bình:A")])
def test_equals_at_the_limit_of_the_later_share(tmp_path, tie, seats):
    """3 seats, 1 of later wishes, Chi and Dung equal: both (then Bình has none), or neither."""
    applicants = [
        _applicant("An", "A", score="9"),
        _applicant("Bình", "A", score="4"),
        _applicant("Chi", "B A", score="8"),
        _applicant("Dung", "B A", score="8"),
    ]
    programmes = {"A": {"quota": 3, "later_share": {"at_most": "0.5"}}, "B": {"quota": 0}}
    _agrees(tmp_path, _rules(programmes, tie=tie), applicants, seats)


# ---- Ties


EQUALS = [
    _applicant("An", "A", score="9", maths="9"),
    _applicant("Bình", "A", score="8", maths="6"),
    _applicant("Chi", "A", score="8.0", maths="7"),
    _applicant("Dung", "A", score="7", maths="7"),
]


@pytest.mark.parametrize(("tie", "seats"), [("all", "An:A Bình:A Chi:A"), ("none", "An:A")])
def test_equals_at_the_last_seat(tmp_path, tie, seats):
    """2 seats, Bình and Chi equal at the second: both over the quota; or neither, and not Dung."""
    _agrees(tmp_path, _rules({"A": {"quota": 2}}, tie=tie), EQUALS, seats)


def test_equals_that_must_be_parted_give_no_result(tmp_path):
    status, said = _check(
        tmp_path, _published(_rules({"A": {"quota": 2}}, tie="broken"), EQUALS, "An:A Bình:A")
    )
    assert status == 1
    assert "không có kết quả: bằng nhau ở chỗ cuối mà tiêu chí không tách được: A." in said


def test_equals_that_the_criteria_part(tmp_path):
    criteria = [{"by": "score", "first": "high"}, {"by": "maths", "first": "high"}]
    rules = {**_rules({"A": {"quota": 2}}, tie="broken"), "criteria": criteria}
    _agrees(tmp_path, rules, EQUALS, "An:A Chi:A")


def test_none_remembers_its_limit(tmp_path):
    """Bình and Chi fall at 8 in the first turn; Em (8) and Dung (7) ask later: still nobody."""
    applicants = [
        *EQUALS[:3],
        _applicant("Dung", "B A", score="7"),
        _applicant("Em", "B A", score="8"),
    ]
    rules = _rules({"A": {"quota": 2}, "B": {"quota": 0}}, tie="none")
    _agrees(tmp_path, rules, applicants, "An:A")


# ---- Direct admission


def test_direct_needs_no_floor_and_stops_at_the_first_right(tmp_path):
    """An has no marks: the floor does not stop a right; of two rights the first wish counts."""
    floor = {"fact": "score", "points": "5", "must_exceed": False}
    programmes = {name: {"quota": 1} for name in "ABC"}
    applicants = [_applicant("An", "C B A", direct=["A", "B"])]
    _agrees(tmp_path, _rules(programmes, floors=[floor], direct="in_quota"), applicants, "An:B")


@pytest.mark.parametrize(
    ("direct", "seats"),
    [
        ("in_quota", "An:A Dung:B Bình:A"),
        ("beside_quota", "An:A Bình:A Dung:B Chi:A"),
        ("highest", "An:B Bình:A Chi:A"),
    ],
)
def test_direct_rights(tmp_path, direct, seats):
    """An wants B, has a right at A (2 seats). Fixed at A within the quota, beside it, or B by the 9."""
    applicants = [
        _applicant("An", "B A", score="9", direct=["A"]),
        _applicant("Bình", "A", score="8"),
        _applicant("Chi", "A", score="7"),
        _applicant("Dung", "B", score="5"),
    ]
    _agrees(
        tmp_path, _rules({"A": {"quota": 2}, "B": {"quota": 1}}, direct=direct), applicants, seats
    )


def test_highest_right_stands_before_every_mark(tmp_path):
    applicants = [
        _applicant("An", "A", score="1", direct=["A"]),
        _applicant("Bình", "A", score="9"),
    ]
    _agrees(tmp_path, _rules({"A": {"quota": 1}}, direct="highest"), applicants, "An:A")


def test_more_direct_rights_than_seats_give_no_result(tmp_path):
    applicants = [_applicant(n, "A", score="9", direct=["A"]) for n in ("An", "Bình")]
    published = _published(_rules({"A": {"quota": 1}}, direct="in_quota"), applicants, "An:A")
    status, said = _check(tmp_path, published)
    assert (status, "số tuyển thẳng 2 lớn hơn chỉ tiêu" in said) == (1, True)


# ---- Lots: figures by `openssl dgst -sha256 -hmac`, not by Python


LOTS = {
    "commitment": "8a3180616786d6f82b0fd40a4b30ada13a17a3baf2224fae8c1fa4ef933bdf87",
    "secret": "bí mật 2026",
    "draw": "XSMB 01/12/2026: 45822",
}
DRAWN = {"An": 13882669974574563801, "Bình": 815439812432264255, "Chi": 12570801919584309337}


def _by_lot(seats):
    criteria = [{"by": "score", "first": "high"}, {"by": "lot"}]
    rules = {**_rules({"A": {"quota": 1}}), "criteria": criteria}
    applicants = [_applicant(name, "A", score="8", lot=lot) for name, lot in DRAWN.items()]
    return _published(rules, applicants, seats, LOTS)


def test_smaller_lot_first(tmp_path):
    published = _by_lot("Bình:A")
    _agrees(tmp_path, published["rules"], published["applicants"], "Bình:A", LOTS)


def test_a_changed_lot_is_named(tmp_path):
    """Whoever changes a lot and all that hangs on it (seat, root) is seen by the secret."""
    published = _by_lot("Chi:A")
    next(a for a in published["applicants"] if a["name"] == "Chi")["lot"] = 1
    published = _published(published["rules"], published["applicants"], "Chi:A", LOTS)
    status, said = _check(tmp_path, published)
    assert status == 1
    assert f"Chi: số bốc thăm công bố 1, tính lại {DRAWN['Chi']}." in said
    assert "Chi: công bố A; tính lại không trúng tuyển." in said
    assert "Bình: công bố không trúng tuyển; tính lại A." in said


def test_another_secret_than_was_committed_to(tmp_path):
    published = _by_lot("Bình:A")
    lots = {**LOTS, "commitment": hashlib.sha256(b"another").hexdigest()}
    published = _published(published["rules"], published["applicants"], "Bình:A", lots)
    status, said = _check(tmp_path, published)
    assert (status, "bí mật không khớp với cam kết" in said) == (1, True)


# ---- Planted: each makes one thing wrong


def test_who_calls_it_counts_as_before() -> None:
    before = decimal.getcontext().copy()
    assert main([]) == 2
    assert decimal.getcontext().traps == before.traps


@pytest.fixture
def good():
    rules = _rules({"A": {"quota": 1}, "B": {"quota": 1}}, gap=GAP)
    return json.loads(json.dumps(_published(rules, THREE, "An:A Bình:B")))


def test_swapped_seat(tmp_path, good):
    swapped = _published(good["rules"], good["applicants"], "An:A Chi:B")
    status, said = _check(tmp_path, swapped)
    assert status == 1
    assert "Bình: công bố không trúng tuyển; tính lại B." in said
    assert "Chi: công bố B; tính lại không trúng tuyển." in said
    assert "KHÔNG KHỚP: 2 điều." in said


def test_wrong_root(tmp_path, good):
    true_root = good["root"]
    good["root"] = "0" * 64
    status, said = _check(tmp_path, good)
    assert (status, f"Mã băm gốc: công bố {'0' * 64}, tính lại {true_root}." in said) == (1, True)


def test_changed_rule_shows_in_the_root_and_in_the_seats(tmp_path, good):
    good["rules"]["gap"]["points"] = ["0", "0.3"]
    status, said = _check(tmp_path, good)
    assert status == 1
    assert "Chi: công bố không trúng tuyển; tính lại B." in said
    assert "Mã băm gốc: công bố" in said


def test_missing_applicant(tmp_path, good):
    del good["applicants"][1]
    good["root"] = _tree(_rows(good)).hex()
    status, said = _check(tmp_path, good)
    assert (status, "Bình: có chỗ nhưng không có hồ sơ." in said) == (1, True)


def test_missing_applicant_without_a_seat_shows_in_the_root(tmp_path, good):
    del good["applicants"][2]
    status, said = _check(tmp_path, good)
    assert (status, "Mã băm gốc: công bố" in said, "1 điều" in said) == (1, True, True)


# ---- What cannot be read


def _unreadable(folder, published, sentence):
    status, said = _check(folder, published)
    assert status == 2
    assert sentence in said
    assert said.count("\n") == 1


def test_applicant_twice(tmp_path, good):
    good["applicants"].insert(1, good["applicants"][0])
    _unreadable(tmp_path, good, "Thí sinh An: tên lặp lại hoặc sai thứ tự.")


def test_applicants_out_of_order(tmp_path, good):
    good["applicants"].reverse()
    _unreadable(tmp_path, good, "Thí sinh Bình: tên lặp lại hoặc sai thứ tự.")


@pytest.mark.parametrize(
    ("place", "value", "sentence"),
    [
        ("format", 2, "format phải là 1"),
        ("format", True, "Tệp, format: phải là số nguyên không âm."),
        ("rules", [], "Tệp, rules: phải là đối tượng JSON."),
        ("rules tie", "some", "Tệp, rules, tie: phải là một trong các từ all, none, broken."),
        ("rules tie", ["all"], "Tệp, rules, tie"),
        ("rules extra", 1, "có từ lạ “extra”"),
        ("rules programmes A quota", "1", "Tệp, rules, programmes, A, quota: phải là số nguyên"),
        ("rules programmes A quota", -1, "quota: phải là số nguyên không âm"),
        ("rules programmes A later_share", {"at_most": "1.5"}, "at_most: phải là số từ"),
        (
            "rules programmes A first_share",
            {"at_least": "1", "is_hard": True},
            "thiếu reserves_first",
        ),
        ("rules gap points", [], "points trống"),
        ("rules gap points", ["1e2"], "points: phải là số viết như chữ"),
        ("rules criteria", [{"by": "score"}], "thiếu first hoặc values"),
        ("rules criteria", [{"by": "lot"}], "Thí sinh An: thiếu số bốc thăm."),
        ("rules most_wishes", 1, "Thí sinh An: quá 1 nguyện vọng."),
        ("applicants", {}, "Tệp, applicants: phải là danh sách."),
        ("applicants 0 name", 7, "Tệp, applicants, name: phải là chữ."),
        ("applicants 0 wishes", ["A", "A"], "Thí sinh An: một nguyện vọng có hai lần."),
        ("applicants 0 wishes", ["Z"], "Thí sinh An: không có chương trình Z."),
        ("applicants 0 wishes", "A", "phải là danh sách"),
        ("applicants 0 facts score", 9, "facts, score: phải là chữ, true hoặc false"),
        ("applicants 0 facts score", "chín", "Thí sinh An: score phải là số."),
        ("applicants 0 facts score", True, "lúc là chữ, lúc là true/false"),
        ("applicants 0 lot", "5", "lot: phải là số nguyên hoặc null"),
        ("applicants 0 direct", ["A"], "rules không nói gì về direct"),
        ("seats An", None, "Tệp, seats, An: phải là chữ."),
        ("root", "x", "Tệp, root: phải là 64 chữ số hex."),
    ],
)
def test_wrong_types_and_words(tmp_path, good, place, value, sentence):
    *way, last = [int(word) if word.isdigit() else word for word in place.split()]
    inner = good
    for word in way:
        inner = inner[word]
    inner[last] = value
    _unreadable(tmp_path, good, sentence)


def test_missing_word(tmp_path, good):
    del good["rules"]["tie"]
    _unreadable(tmp_path, good, "Tệp, rules: thiếu từ “tie”.")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"", "không phải JSON"),
        (b'{"format": 1,', "không phải JSON"),
        (b'{"format": NaN}', "Số NaN"),
        (b'{"format": -Infinity}', "Số -Infinity"),
        (b'{"format": 1.0}', "Số 1.0"),
        (b'{"format": ' + b"9" * 5000 + b"}", "quá dài"),
        (b'{"format": 1, "format": 1}', "“format” có hai lần"),
        (b'{"a": "\xff"}', "UTF-8"),
        (b'{"a": "\\ud800"}', "UTF-8"),
        (b"\xef\xbb\xbf{}", "không phải JSON"),
        (b"[" * 200_000, "quá nhiều tầng"),
        (b"[1]", "Tệp: phải là đối tượng JSON."),
        (b'{"x\\nKH\xe1\xbb\x9aP": 1}', "có từ lạ “x\\u000aKHỚP”"),
    ],
)
def test_texts_that_are_no_round(tmp_path, text, sentence):
    file = tmp_path / "round.json"
    file.write_bytes(text)
    status, said = _run(tmp_path, file)
    assert (status, sentence in said, said.count("\n")) == (2, True, 1), said


def test_a_huge_file_is_not_read_to_its_end(tmp_path):
    file = tmp_path / "round.json"
    with file.open("wb") as sparse:
        sparse.truncate(2**40)
    status, said = _run(tmp_path, file)
    assert (status, "Tệp lớn hơn 128 MB." in said) == (2, True)


@pytest.mark.parametrize("arguments", [[], ["--family"], ["a", "b"], ["nowhere.json"], ["."]])
def test_arguments_that_name_no_file(tmp_path, arguments):
    status, said = _run(tmp_path, *arguments)
    assert (status, said.count("\n")) == (2, 1)


# ---- A family's file


def _family(folder, good, which, root=None, **forged):
    rows = _rows(good)
    file = {
        "row": json.loads(rows[which]),
        "number": which,
        "count": len(rows),
        "path": _path(rows, which),
        "root": good["root"],
        **forged,
    }
    (folder / "family.json").write_text(json.dumps(file), encoding="utf-8")
    return _run(folder, "--family", folder / "family.json", root or good["root"])


@pytest.mark.parametrize("children", range(6))
def test_every_row_of_rounds_of_every_size(tmp_path, children):
    """Odd rows out go up alone: each count of rows has its own paths."""
    applicants = [_applicant(f"TS{n}", "A", score="8") for n in range(children)]
    published = _published(_rules({"A": {"quota": 0}}), applicants, "")
    assert _check(tmp_path, published)[0] == 0
    for number in range(children + 1):
        status, said = _family(tmp_path, published, number)
        assert status == 0, said


def test_family_sees_what_was_counted(tmp_path, good):
    status, said = _family(tmp_path, good, 2, root=good["root"].upper())
    assert status == 0
    assert "Dòng số 2 trong 4 dòng:" in said
    assert '"name":"Bình"' in said
    assert '"seat":"B"' in said


def test_forged_row_path_number_and_root(tmp_path, good):
    rows = _rows(good)
    row = json.loads(rows[2])
    row["applicant"]["facts"]["score"] = "9.2"
    assert _family(tmp_path, good, 2, row=row)[0] == 1
    path = _path(rows, 2)
    assert _family(tmp_path, good, 2, path=path[::-1])[0] == 1
    assert _family(tmp_path, good, 2, path=path[:-1])[0] == 1
    assert _family(tmp_path, good, 2, path=[{**path[0], "hash": "0" * 64}, *path[1:]])[0] == 1
    status, said = _family(tmp_path, good, 2, number=3)
    assert (status, "không phải đường của dòng số này" in said) == (1, True)
    status, said = _family(tmp_path, good, 2, root="0" * 64)
    assert (status, "KHÔNG KHỚP" in said) == (1, True)
    assert _family(tmp_path, good, 2, root="0" * 64, path=path)[0] == 1


def test_a_root_of_the_forgers_own(tmp_path, good):
    """A file that agrees with itself, but not with the decision."""
    forged = _published(good["rules"], good["applicants"], "An:A Chi:B")
    assert _family(tmp_path, forged, 3)[0] == 0
    status, said = _family(tmp_path, forged, 3, root=good["root"])
    assert (status, "KHÔNG KHỚP" in said) == (1, True)


@pytest.mark.parametrize(
    ("forged", "sentence"),
    [
        ({"row": []}, "Tệp, row: phải là đối tượng JSON."),
        ({"row": {"seat": "A"}}, "Tệp, row: thiếu từ “applicant”."),
        ({"number": 4}, "number phải nhỏ hơn count"),
        ({"number": True}, "number: phải là số nguyên"),
        (
            {"path": [{"side": "up", "hash": "0" * 64}]},
            "side: phải là một trong các từ left, right",
        ),
        ({"path": [{"side": "left", "hash": "0"}]}, "hash: phải là 64 chữ số hex"),
        ({"extra": 1}, "có từ lạ “extra”"),
    ],
)
def test_family_files_that_cannot_be_read(tmp_path, good, forged, sentence):
    status, said = _family(tmp_path, good, 2, **forged)
    assert (status, sentence in said, said.count("\n")) == (2, True, 1), said


def test_a_root_that_is_none(tmp_path, good):
    status, said = _family(tmp_path, good, 2, root="abc")
    assert (status, "ROOT: phải là 64 chữ số hex" in said) == (2, True)
