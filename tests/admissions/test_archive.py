"""The archive of a round verifies with Python alone; whatever is changed in it is named."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from admissions import lots
from admissions.allocation.allocating import allocate
from admissions.allocation.claims import Applicant
from admissions.archive.writing import MANIFEST, archive
from admissions.plan.rules import Rules
from admissions.publication.published import Lots, published, rows_of
from admissions.publication.rows import Tree
from admissions.reporting.figures import Count, figures
from admissions.reporting.hidden import in_fives, open_data, share
from admissions.reporting.years import beside

SECRET, DRAW = "bi-mat-cua-dot", "12345"


def said(quota: int = 8, people: int = 30) -> dict[str, Any]:
    """A round of two schools and three wards; every seventh has a priority, one is direct."""
    rules = Rules.model_validate(
        {
            "programmes": {"x": {"quota": quota}, "y": {"quota": 6}},
            "criteria": ({"by": "score"}, {"by": "lot", "first": "low"}),
        }
    )
    applicants = []
    for number in range(people):
        name = f"HS{number:02}"
        wishes = ("x", "y") if number % 3 else ("y", "x")
        facts: dict[str, Any] = {"score": Decimal(number % 13) / 4 + 20, "ward": f"xa{number % 3}"}
        if number % 7 == 0:
            facts["priority"] = "con liệt sĩ"
        direct = frozenset({"x"}) if number == 1 else frozenset()
        lot = lots.lot(SECRET, DRAW, name)
        applicants.append(Applicant(name, wishes, facts, lot=lot, direct=direct))
    opened = Lots(lots.commitment(SECRET), SECRET, DRAW)
    return published(applicants, rules, opened, allocate(applicants, rules).seats)


def unpacked(folder: Path, content: bytes) -> Path:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        file.extractall(folder)
    return folder


def verified(folder: Path, *given: str) -> tuple[int, str]:
    """By Python alone: no site packages, no path to this project, nothing of the environment."""
    command = [sys.executable, "-I", "-S", "-B", "verify.py", *given]
    run = subprocess.run(command, cwd=folder, env={}, capture_output=True, text=True)
    return run.returncode, run.stdout + run.stderr


@pytest.fixture
def made(tmp_path: Path) -> Path:
    return unpacked(tmp_path / "luu", archive("Tuyển sinh 2027", said(), {"p": 1}).content)


def test_an_archive_verifies_with_python_alone(made: Path) -> None:
    status, text = verified(made)
    assert status == 0 and "HỒ SƠ LƯU KHỚP." in text, text
    assert "tính lại đúng như công bố" in text


def test_the_digest_of_the_decision_is_asked_for(made: Path) -> None:
    digest = archive("Tuyển sinh 2027", said(), {"p": 1}).digest
    assert digest == hashlib.sha256((made / MANIFEST).read_bytes()).hexdigest()
    assert verified(made, digest.upper())[0] == 0
    status, text = verified(made, "0" * 64)
    assert status == 1 and "quyết định ghi" in text


def test_the_same_round_is_the_same_file() -> None:
    one, other = (archive("T", said(), {"p": 1}) for _turn in range(2))
    assert one == other
    assert archive("T", said(), {"p": 2}).digest != one.digest


def resealed(folder: Path) -> None:
    """As somebody would who changes a file and its hash too."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(folder.iterdir())
        if path.name != MANIFEST
    ]
    (folder / MANIFEST).write_text("".join(lines))


def change(name: str, do: Callable[[dict[str, Any]], None]) -> Callable[[Path], None]:
    def changed(folder: Path) -> None:
        value = json.loads((folder / name).read_text())
        do(value)
        if name == "round.json":
            value["root"] = Tree(rows_of(value)).root
        (folder / name).write_text(json.dumps(value, ensure_ascii=False))
        resealed(folder)

    return changed


def swap_seats(value: dict[str, Any]) -> None:
    at_x = next(name for name, seat in value["seats"].items() if seat == "x")
    without = next(one["name"] for one in value["applicants"] if one["name"] not in value["seats"])
    value["seats"][without] = value["seats"].pop(at_x)


@pytest.mark.parametrize(
    ("what", "names"),
    [
        (lambda folder: (folder / "plan.json").write_text("{}"), "plan.json: nội dung khác"),
        (lambda folder: (folder / "them.txt").write_text("x"), "Tệp thừa: them.txt"),
        (lambda folder: (folder / "open_data.csv").unlink(), "Thiếu tệp open_data.csv"),
        (change("round.json", swap_seats), "Chỗ học tính lại không khớp"),
        (
            change("figures.json", lambda value: value["whole"].update(admitted=99)),
            "tổng của cả đợt không khớp",
        ),
        (
            change("figures.json", lambda value: value["programmes"]["x"].update(cut_off="1")),
            "số của x không khớp",
        ),
        (
            change("figures.json", lambda value: value["wards"]["xa0"].update(applied=0)),
            "wards không khớp",
        ),
    ],
)
def test_whatever_is_changed_is_named(made: Path, what: Callable[[Path], Any], names: str) -> None:
    what(made)
    status, text = verified(made)
    assert status == 1 and names in text and "HỒ SƠ LƯU KHÔNG KHỚP." in text, text


def test_an_archive_that_cannot_be_read_says_so(made: Path) -> None:
    (made / "round.json").write_text("{")
    assert verified(made)[0] == 2


def test_the_figures_by_hand() -> None:
    """Four people: two at x, one at y by a second wish, one without a seat."""
    rules = Rules.model_validate(
        {"programmes": {"x": {"quota": 2}, "y": {"quota": 1}}, "criteria": ({"by": "score"},)}
    )
    people = [
        Applicant("A", ("x", "y"), {"score": Decimal("9.50"), "ward": "xa1"}),
        Applicant("B", ("x", "y"), {"score": Decimal("9.25"), "ward": "xa2", "priority": "a"}),
        Applicant("C", ("x", "y"), {"score": Decimal(9), "ward": "xa1"}),
        Applicant("D", ("x", "y"), {"score": Decimal(8)}),
    ]
    found = figures(published(people, rules, None, allocate(people, rules).seats))
    assert found.whole == Count(applied=4, admitted=3, first_wish=2)
    assert vars(found.programmes["x"]) == {
        "quota": 2,
        "asked_first": 4,
        "admitted": 2,
        "from_first_wish": 2,
        "cut_off": "9.25",
    }
    assert found.programmes["y"].cut_off == "9"
    assert found.programmes["y"].from_first_wish == 0
    assert found.wards == {"": Count(1, 0, 0), "xa1": Count(2, 2, 1), "xa2": Count(1, 1, 1)}
    assert found.groups == {"": Count(3, 2, 1), "a": Count(1, 1, 1)}


def test_the_public_can_count_nobody_out() -> None:
    assert [in_fives(n) for n in (0, 1, 4, 5, 9, 10)] == ["0", "dưới 5", "dưới 5", "5", "5", "10"]
    assert [share(*one) for one in ((4, 100), (97, 100), (50, 100), (1, 3))] == ["", "", "50%", ""]
    rows = {(row.kind, row.name): row for row in open_data(figures(said(quota=3)))}
    few = rows["truong", "x"]
    assert (few.quota, few.admitted, few.cut_off) == ("3", "dưới 5", "")
    assert rows["truong", "y"].admitted == "5" and rows["truong", "y"].cut_off != ""
    assert rows["uu_tien", "con liệt sĩ"].first == "5"
    assert rows["toan_dot", ""].admitted == "5"


def test_two_years_stand_side_by_side() -> None:
    last, this = figures(said(quota=8)), figures(said(quota=12, people=40))
    found = {one.programme: one for one in beside(last, this)}
    assert found["x"].last == last.programmes["x"] and found["x"].this == this.programmes["x"]
    assert found["x"].cut_off == Decimal(this.programmes["x"].cut_off) - Decimal(
        last.programmes["x"].cut_off
    )
    assert {one.programme for one in beside(last, this)} == {"x", "y"}
