"""`python -m admissions` on files: what it writes, and that nothing of it depends on the order of rows."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from admissions import lots
from admissions.__main__ import main
from admissions.publication.rows import Tree, row_bytes

PLAN: dict[str, Any] = {
    "programmes": {"x": {"quota": 1}, "y": {"quota": 2}},
    "criteria": [{"by": "score"}, {"by": "sibling"}, {"by": "lot"}],
    "gap": {"points": ["0", "0.5"]},
}
ROWS = [
    "name,wishes,direct,score,sibling@y",
    "A1,x>y,,26,",
    "B2,x>y,,25.5,true",
    "C3,y>x,,25,false",
    "D4,y,,25,true",
    "E5,y>x,,9.75,",
]
SECRET, DRAW = "a" * 64, "XSMB 2026-07-01 12345"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    plan, applicants = tmp_path / "plan.json", tmp_path / "applicants.csv"
    plan.write_text(json.dumps(PLAN))
    applicants.write_text("\n".join(ROWS))
    return plan, applicants, tmp_path / "out"


def run(files: tuple[Path, Path, Path], *more: str) -> int:
    return main([*map(str, files), *more])


def said(files: tuple[Path, Path, Path]) -> Any:
    return json.loads((files[2] / "round.json").read_text())


def test_seats_reasons_and_the_root(files: tuple[Path, Path, Path], capsys: Any) -> None:
    """At Y: D 25 with a sibling, C 25 (B has 25.5 - 0.5 = 25 with a sibling: the lot parts B and D)."""
    assert run(files, "--secret", SECRET, "--draw", DRAW) == 0
    found = said(files)
    assert found["seats"] == {"A1": "x", "B2": "y", "D4": "y"}
    told = capsys.readouterr().out
    assert "5 hồ sơ, 3 được nhận" in told and found["root"] in told
    with (files[2] / "reasons.csv").open(encoding="utf-8-sig", newline="") as lines:
        reasons = {(row["name"], row["rank"]): row for row in csv.DictReader(lines)}
    assert reasons["C3", "1"]["criterion"] == "sibling"
    assert (reasons["E5", "1"]["own"], reasons["E5", "1"]["enough"]) == ("9.75", "25")
    assert reasons["C3", "2"]["enough"] == "26.5", "with the gap of a second wish"


def test_lots_are_of_secret_and_draw(files: tuple[Path, Path, Path]) -> None:
    run(files, "--secret", SECRET, "--draw", DRAW)
    found = said(files)
    assert found["lots"]["commitment"] == lots.commitment(SECRET)
    numbers = {one["name"]: one["lot"] for one in found["applicants"]}
    assert numbers == {name: lots.lot(SECRET, DRAW, name) for name in numbers}
    assert len(set(numbers.values())) == 5 and lots.lot(SECRET, "khác", "A1") != numbers["A1"]


def test_the_order_of_rows_changes_no_byte(files: tuple[Path, Path, Path]) -> None:
    run(files, "--secret", SECRET, "--draw", DRAW)
    first = (files[2] / "round.json").read_bytes()
    files[1].write_text("\n".join([ROWS[0], *reversed(ROWS[1:])]))
    run(files, "--secret", SECRET, "--draw", DRAW)
    assert (files[2] / "round.json").read_bytes() == first


def test_a_familys_file_leads_to_the_root_and_holds_nobody_else(
    files: tuple[Path, Path, Path],
) -> None:
    run(files, "--secret", SECRET, "--draw", DRAW)
    text = (files[2] / "families" / "C3.json").read_text()
    file = json.loads(text)
    assert file["row"]["applicant"]["name"] == "C3" and file["root"] == said(files)["root"]
    assert not [name for name in ("A1", "B2", "D4", "E5") if name in text]
    rows = [{"n": number} for number in range(7)]
    tree = Tree(rows)
    assert all(climbed(rows[at], tree.path(at)) == tree.root for at in range(7))
    assert climbed({"n": 8}, tree.path(3)) != tree.root


def climbed(row: Any, path: list[dict[str, str]]) -> str:
    """By hand, as docs/admissions.md says it."""
    from hashlib import sha256

    found = sha256(b"\0" + row_bytes(row)).digest()
    for partner in path:
        other = bytes.fromhex(partner["hash"])
        pair = other + found if partner["side"] == "left" else found + other
        found = sha256(b"\1" + pair).digest()
    return found.hex()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"criteria": [{"by": "score"}]}, "bốc thăm, hoặc chọn nhận cả nhóm"),
        ({"criteria": [{"by": "height"}, {"by": "lot"}]}, "“height”: biểu mẫu không hỏi"),
        ({"gap": {"points": ["0.5", "0"]}}, "tăng dần"),
        (
            {"programmes": {"x": {"quota": 1, "reserves": [{"fact": "sibling", "seats": 2}]}}},
            "dành riêng 2 chỗ, chỉ tiêu có 1",
        ),
        (
            {"programmes": {"x": {"quota": 9, "later_share": {"at_most": "0.1"}}}},
            "chưa đủ một chỗ",
        ),
    ],
)
def test_a_plan_that_cannot_work_is_told(
    files: tuple[Path, Path, Path], change: Any, sentence: str, capsys: Any
) -> None:
    files[0].write_text(json.dumps(PLAN | change))
    assert run(files) == 1 and sentence in capsys.readouterr().err
    assert not files[2].exists()


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("../x,x,,26,", "chỉ gồm chữ, số"),
        ("A1,x,,26,", "hai hồ sơ"),
        ("Z9,w,,26,", "kế hoạch không có"),
        ("Z9,x,,hai mươi,", "không phải là số"),
        ("Z9,x,,NaN,", "không phải là số"),
        (",x,,26,", "thiếu mã"),
    ],
)
def test_an_application_that_makes_no_sense_is_told(
    files: tuple[Path, Path, Path], row: str, sentence: str, capsys: Any
) -> None:
    files[1].write_text("\n".join([*ROWS, row]))
    assert run(files) == 1 and sentence in capsys.readouterr().err


def test_what_is_no_plan_is_told(files: tuple[Path, Path, Path], capsys: Any) -> None:
    files[0].write_text(json.dumps(PLAN | {"quota": 3}))
    assert run(files) == 2 and "Không đọc được" in capsys.readouterr().err
