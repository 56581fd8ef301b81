"""What a sheet of a workbook hides from its reader: rows and columns out of sight, merged cells,
sums never worked out.

openpyxl reads cells one by one and knows none of it: a hidden row would be imported unseen, a name
that stands once over ten merged rows would be nine persons without one, and a formula that no
program has worked out an empty cell.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

#: Without any of these in its XML a sheet hides nothing: most are read once only.
_SIGNS = re.compile(rb"hidden=|<(?:\w+:)?(?:f[\s/>]|mergeCell\s)")
_CHUNK, _LONGEST_SIGN = 1 << 20, 80
_TRUE = frozenset({"1", "true"})
MOST_MERGED = 200_000  # cells; more is no table


@dataclass
class Marks:
    """Rows and columns by their numbers, 1 is the first; `unsolved` and `covered`: row →
    columns.
    """

    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    unsolved: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    covered: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def row_problem(self, row: int) -> str:
        """Why no cell of the row can be taken; "" when it is in sight."""
        return (
            _("Dòng này đang bị ẩn trong Excel, hãy hiện dòng rồi nhập lại.")
            if row in self.rows
            else ""
        )

    def cell_problems(self, row: int, texts: Sequence[str]) -> Iterator[tuple[int, str]]:
        """Columns, 1 is the first, with the reason why their cells cannot be taken as they were
        read.
        """
        for column in self.unsolved.get(row, ()):
            yield column, _("Ô có công thức chưa được tính, hãy mở tệp bằng Excel và lưu lại.")
        for column in self.covered.get(row, ()):
            yield column, _("Ô bị gộp với ô khác, hãy bỏ gộp rồi điền đủ từng ô.")
        for column, text in enumerate(texts, start=1) if self.columns else ():
            if text and column in self.columns:
                yield column, _("Cột này đang bị ẩn trong Excel, hãy hiện cột rồi nhập lại.")


def found_in(sheet: Any) -> Marks:
    """The marks of a worksheet that openpyxl reads only."""
    with sheet._get_source() as source:
        if not _has_signs(source):
            return Marks()
    with sheet._get_source() as source:
        return _read(source)


def _has_signs(source: BinaryIO) -> bool:
    before = b""
    while chunk := source.read(_CHUNK):
        if _SIGNS.search(before + chunk):
            return True
        before = chunk[-_LONGEST_SIGN:]
    return False


def _read(source: BinaryIO) -> Marks:
    from openpyxl.xml.functions import iterparse  # heavy, and most processes read no workbook

    marks, row, column, left = Marks(), 0, 0, MOST_MERGED
    for event, element in iterparse(source, events=("start", "end")):
        name = element.tag.rpartition("}")[2]
        if event == "start":
            if name == "row":
                row, column = int(element.get("r") or row + 1), 0
            elif name == "c":
                column = _column(element.get("r"), column)
            continue
        if name == "c" and _is_unsolved(element):
            marks.unsolved[row].add(column)
        elif name == "row":
            if element.get("hidden") in _TRUE:
                marks.rows.add(row)
            element.clear()
        elif name == "col" and element.get("hidden") in _TRUE:
            marks.columns.update(
                range(int(element.get("min")), min(int(element.get("max")), 16_384) + 1)
            )
        elif name == "mergeCell":
            left = _cover(marks, element.get("ref"), left)
    return marks


def _column(reference: str | None, before: int) -> int:
    from openpyxl.utils import column_index_from_string

    letters = (reference or "").rstrip("0123456789")
    return column_index_from_string(letters) if letters else before + 1


def _is_unsolved(cell: Any) -> bool:
    """A formula without its value; one that gives an empty text says so."""
    held = {child.tag.rpartition("}")[2]: child for child in cell}
    if "f" not in held or cell.get("t") == "str":
        return False
    return "v" not in held or not held["v"].text


def _cover(marks: Marks, reference: str | None, left: int) -> int:
    """Note the cells behind the first one of a merged range; returns how many more may be noted."""
    from openpyxl.utils import range_boundaries

    if not reference:
        return left
    for row, column in _behind_the_first(*range_boundaries(reference)):
        if left <= 0:
            break
        marks.covered[row].add(column)
        left -= 1
    return left


def _behind_the_first(
    first_column: int, first_row: int, last_column: int, last_row: int
) -> Iterator[tuple[int, int]]:
    for row in range(first_row, last_row + 1):
        for column in range(first_column, last_column + 1):
            if (row, column) != (first_row, first_column):
                yield row, column
