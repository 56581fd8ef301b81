"""What is taken away as a spreadsheet calculates nothing, and says the same when it is read back
(I9).
"""

from __future__ import annotations

import csv
import io

import pytest
from openpyxl import Workbook, load_workbook

from privacy.reads import plain_cell

SIGNS = tuple("=+-@＝＋－＠\t\r\n")
CALCULATED = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "=cmd|' /C calc'!A0",
]
TEXT = ["Nguyễn Thị Hường", "H15.50-261124-0001", "a=1", "'=1", "", "1+1", 'có "ngoặc", phẩy']


@pytest.mark.parametrize("text", [*CALCULATED, *(f" {one}" for one in CALCULATED), *TEXT])
def test_no_cell_is_a_formula_and_the_text_is_whole(text: str) -> None:
    file = io.StringIO()
    csv.writer(file).writerow([plain_cell(text)])
    (read,) = next(csv.reader(io.StringIO(file.getvalue(), newline=""), strict=True))
    assert not read.lstrip(" ").startswith(SIGNS)
    assert read in (text, f"'{text}")
    book, saved = Workbook(), io.BytesIO()
    book.active.append([read])
    book.save(saved)
    assert load_workbook(saved).active["A1"].data_type != "f"
