"""No row of a CSV file is lost in silence, however its quotes stand."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.csv_rows import Broken, rows


def read(text: str, delimiter: str = ",") -> list[list[str] | Broken]:
    return list(rows(io.StringIO(text, newline=""), delimiter))


def test_a_quote_never_closed_costs_its_own_row_only() -> None:
    found = read('so,ten,nam\n1,"Lê Văn A,1990\n2,Trần B,1991\n3,Y Wang Niê,1992\n')
    assert found[0] == ["so", "ten", "nam"]
    assert isinstance(found[1], Broken)
    assert found[2:] == [["2", "Trần B", "1991"], ["3", "Y Wang Niê", "1992"]]


@pytest.mark.parametrize(
    "later", ['2,"Trần B",1991', '2,Trần "B",1991', '2,Trần B",1991', '2,Trần,"1991"']
)
def test_a_later_quote_does_not_close_it(later: str) -> None:
    found = read(f'so,ten,nam\n1,"Lê Văn A,1990\n{later}\n3,Cao C,1992\n')
    assert isinstance(found[1], Broken)
    assert found[-1] == ["3", "Cao C", "1992"]
    assert len(found) == 4


def test_a_row_of_several_lines_is_one() -> None:
    assert read('so,dia_chi\n1,"12 Lê Duẩn\nBuôn Ma Thuột"\n2,x\n')[1:] == [
        ["1", "12 Lê Duẩn\nBuôn Ma Thuột"],
        ["2", "x"],
    ]


def test_a_quote_inside_a_cell_is_a_quote() -> None:
    assert read('1,Trường "Ama Trang Lơng",x\n') == [["1", 'Trường "Ama Trang Lơng"', "x"]]
    assert read('1,"Trường ""Ama Trang Lơng""",x\n') == [["1", 'Trường "Ama Trang Lơng"', "x"]]


def test_a_cell_closed_too_early_is_no_guess() -> None:
    assert isinstance(read('1,"Công ty "ABC" Tây Nguyên",x\n')[0], Broken)


CELL = st.text(alphabet='abđ ,;"\n', max_size=8)


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=8), st.sampled_from(",;"))
def test_what_a_program_wrote_is_read_or_named(table: list[list[str]], delimiter: str) -> None:
    """A written row comes back; where a cell looks like other rows, the line is named and nothing
    disappears.
    """
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter).writerows(table)
    found = read(file.getvalue(), delimiter)
    if not any(isinstance(one, Broken) for one in found):
        assert found == table


@given(st.text(alphabet='a,"\n', max_size=60))
def test_every_letter_is_read_or_its_line_named(text: str) -> None:
    found = read(text)
    kept = "".join(cell for row in found if isinstance(row, list) for cell in row)
    if not any(isinstance(one, Broken) for one in found):
        assert kept.count("a") == text.count("a")
