"""What a reader sees in Excel is what is imported, or the cell is a fault with its reason."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from foundation import excel_cells, spreadsheets


def workbook(folder: Path, *cells: tuple[Any, str]) -> Path:
    book = Workbook()
    for column, (value, pattern) in enumerate(cells, start=1):
        book.active.cell(1, column, value).number_format = pattern
    book.save(folder / "so.xlsx")
    return folder / "so.xlsx"


def read(path: Path) -> spreadsheets.Row:
    with spreadsheets.rows_of(path) as rows:
        return next(rows)


BORN = dt.datetime(1998, 2, 5, 14, 22)  # noqa: DTZ001 - Excel knows no zones
SEEN = [
    (123456, "0000000", "0123456"),
    (123456, "General", "123456"),
    (123456, "@", "123456"),
    (1234567, "#,##0", "1234567"),
    (250000, '#,##0 "đồng"', "250000 đồng"),
    (250000, "#,##0 [$₫-42A]", "250000"),
    (7, '"BS-"0000', "BS-0007"),
    (905123456, "0000 000 000", "0905 123 456"),
    (40123456789, "000000000000", "040123456789"),
    (8.25, "0.0", "8.3"),
    (8.5, "0.00", "8.50"),
    (8.5, "0.0#", "8.5"),
    (0.1 + 0.2, "General", "0.3"),
    (-5, "0", "-5"),
    (-5, "0;(0)", "(5)"),
    (12, "00-00", "00-12"),
    (12345, "00-00", "123-45"),
    (0, "#", ""),
    (8.0, "General", "8"),
    (BORN, "dd/mm/yyyy", "05/02/1998"),
    (BORN, "d-mmm-yy", "05/02/1998"),
    (BORN, "yyyy", "1998"),
    (BORN, "mm/yyyy", "02/1998"),
    (BORN, "hh:mm dd/mm/yyyy", "05/02/1998"),
    (True, "General", "TRUE"),
    ("0123", '"BS-"@', "BS-0123"),
    ("x", ';;;"["@"]"', "[x]"),
    ("x", "0;0;;@", "x"),
    (0, "0;0;;@", ""),
    (5, ";;;", ""),
    ("x", ";;;", ""),
    (5, '0";"0', "0;5"),
    ("12E10", "General", "12E10"),
    ("Lớp 5#", "General", "Lớp 5#"),
    ("  0123", "General", "  0123"),
    ("a_x000D_\nb", "General", "a\r\nb"),
]


@pytest.mark.parametrize(("value", "pattern", "seen"), SEEN)
def test_what_is_seen(tmp_path: Path, value: Any, pattern: str, seen: str) -> None:
    row = read(workbook(tmp_path, ("x", "General"), (value, pattern)))
    assert (row.cells[1], row.problems) == (seen, {})


FAULTS = [
    ("#N/A", "General"),
    ("#VALUE!", "General"),
    (" #n/a ", "General"),
    (0.5, "0%"),
    (12345, "0.00E+00"),
    (1.5, "# ?/?"),
    ("#NV", "General"),
    ("#GETTING_DATA", "General"),
    ("#BLOCKED!", "@"),
    ("Err:502", "General"),
    ("########", "General"),
    ("1.23457E+11", "General"),
    (9999999, "[<=9999999]###-####;(###) ###-####"),
    (12345678901234567, "0"),
    (1500000, "0,"),
    (BORN, "d-mmm"),
]


@pytest.mark.parametrize(("value", "pattern"), FAULTS)
def test_what_is_no_guess(tmp_path: Path, value: Any, pattern: str) -> None:
    row = read(workbook(tmp_path, ("x", "General"), (value, pattern)))
    assert row.cells[1] == ""
    assert row.problem_in([1])
    assert not row.problem_in([0])


def test_errors_pasted_into_a_csv_are_faults_too(tmp_path: Path) -> None:
    path = tmp_path / "so.csv"
    path.write_text("ten,nam\n#VALUE!,1990\n", encoding="utf-8")
    with spreadsheets.rows_of(path) as rows:
        _header, row = list(rows)
    assert row.problem_in([0])


def test_lists_on_a_hidden_sheet_are_no_data(tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1"] = "seen"
    book.create_sheet("lists")["A1"] = "chosen from"
    book["lists"].sheet_state = "hidden"
    book.save(tmp_path / "so.xlsx")
    assert read(tmp_path / "so.xlsx").cells == ("seen",)


class Seen:
    data_type = "n"

    def __init__(self, value: Any, number_format: str) -> None:
        self.value, self.number_format = value, number_format


@given(st.integers(0, 10**14), st.integers(1, 16))
def test_noughts_in_front_are_kept(number: int, width: int) -> None:
    assert excel_cells.text_of(Seen(number, "0" * width)) == str(number).zfill(width)


@given(st.integers(-(10**14), 10**14), st.text(alphabet='0#?,.-/ "đ;[]\\_*%E', max_size=10))
def test_any_format_shows_the_number_or_is_refused(number: int, pattern: str) -> None:
    """No digit of a whole number is lost under a format that was read."""
    try:
        seen = excel_cells.text_of(Seen(number, pattern))
    except excel_cells.UnreadableCell:
        return
    digits = "".join(sign for sign in seen.partition(".")[0] if sign.isdecimal())
    # by a section without a sign: Excel shows nothing either
    is_hidden = seen == "" and ";" in pattern
    assert int(digits or 0) == abs(number) or pattern.count('"') or "\\" in pattern or is_hidden


def test_a_formula_that_nobody_worked_out_is_a_fault(tmp_path: Path) -> None:
    row = read(workbook(tmp_path, ("x", "General"), ('="A"&"B"', "General")))
    assert row.cells == ("x", "")
    assert "công thức" in row.problem_in([1])
    assert not row.problem_in([0])


def test_hidden_rows_and_columns_are_faults_and_the_others_are_read(tmp_path: Path) -> None:
    book = Workbook()
    for values in (("so", "ten", "nam"), (1, "An", 1990), (2, "Bình", 1991), (3, "Cúc", 1992)):
        book.active.append(values)
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["C"].hidden = True
    book.save(tmp_path / "so.xlsx")
    with spreadsheets.rows_of(tmp_path / "so.xlsx") as rows:
        found = list(rows)
    assert [bool(row.problem_in([0, 1])) for row in found] == [False, False, True, False]
    assert all(row.problem_in([2]) for row in found)


def test_cells_merged_over_several_rows_are_faults_but_for_the_first(tmp_path: Path) -> None:
    book = Workbook()
    for values in (
        ("SỔ GỐC", None),
        ("ten", "truong"),
        ("An", "THPT Y Jut"),
        ("Bình", None),
        ("Cúc", "THPT Ea H'leo"),
    ):
        book.active.append(values)
    book.active.merge_cells("A1:B1")
    book.active.merge_cells("B3:B4")
    book.save(tmp_path / "so.xlsx")
    with spreadsheets.rows_of(tmp_path / "so.xlsx") as rows:
        found = list(rows)
    assert [bool(row.problem_in([1])) for row in found[1:]] == [False, False, True, False]
    assert not any(row.problem_in([0]) for row in found)


@given(st.lists(st.sampled_from(["seen", "hidden", "unsolved", "merged"]), min_size=1, max_size=12))
def test_whatever_a_sheet_hides_every_row_is_seen_or_a_fault(kinds: list[str]) -> None:
    book = Workbook()
    book.active.append(("x", "y"))
    for number, kind in enumerate(kinds, start=2):
        book.active.append((number, "=1+1" if kind == "unsolved" else f"y{number}"))
        book.active.row_dimensions[number].hidden = kind == "hidden"
        if kind == "merged":
            book.active.merge_cells(start_row=number, end_row=number, start_column=1, end_column=2)
    with tempfile.TemporaryDirectory() as folder:
        book.save(Path(folder) / "so.xlsx")
        with spreadsheets.rows_of(Path(folder) / "so.xlsx") as rows:
            found = list(rows)[1:]
    assert [not row.problem_in([0, 1]) for row in found] == [kind == "seen" for kind in kinds]
