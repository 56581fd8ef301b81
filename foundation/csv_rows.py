"""Rows of a CSV file (RFC 4180), none lost in silence: a quote that is never closed costs its own
row, no other.

Python's reader takes all that follows such a quote for one cell. Here a row of several lines is
believed only when its quotes stand where a cell begins and ends, and when none of its lines looks
like a row itself.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

MOST_LINES = 50  # of one row: an address has three
MOST_CELL = 100_000  # signs, less than the reader's own bound


@dataclass(frozen=True)
class Broken:
    """A line that is no row; the sentence says what is wrong with it."""

    sentence: str


def rows(lines: Iterable[str], delimiter: str) -> Iterator[list[str] | Broken]:
    """Each row of the file, or what is wrong with the line that should begin one."""
    source, waiting = iter(lines), deque[str]()
    width = 0
    while (first := _next_line(waiting, source)) is not None:
        found, used = _row(first, waiting, source, delimiter)
        if isinstance(found, list) and used and _swallows_rows(found, used, width, delimiter):
            found = Broken(_("Dấu nháy kép mở ở dòng này nuốt các dòng sau."))
        if isinstance(found, Broken):
            waiting.extendleft(reversed(used))
        else:
            width = max(width, len(found))
        yield found


def _row(
    first: str, waiting: deque[str], source: Iterator[str], delimiter: str
) -> tuple[list[str] | Broken, list[str]]:
    """The row that begins with line `first`, and the further lines it took."""
    used: list[str] = []
    while True:
        try:
            return _cells("".join([first, *used]), delimiter), used
        except _Open:
            line = _next_line(waiting, source) if len(used) < MOST_LINES else None
            if line is None:
                return Broken(_("Dấu nháy kép mở ở dòng này mà không đóng.")), used
            used.append(line)
        except csv.Error:
            return Broken(_("Dấu nháy kép ở dòng này đặt sai chỗ.")), used


class _Open(Exception):
    """A quote is still open at the end of what was read."""


def _cells(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        if "unexpected end of data" in str(error) and len(text) < MOST_CELL:
            raise _Open from error
        raise


def _swallows_rows(cells: list[str], used: list[str], width: int, delimiter: str) -> bool:
    """A further line has the delimiters of a whole row, and one of them inside the cell: other rows
    hide in it.
    """
    whole_row = any(line.count(delimiter) >= width - 1 for line in used)
    return (
        width > 1
        and whole_row
        and any(delimiter in line for cell in cells for line in cell.splitlines()[1:])
    )


def _next_line(waiting: deque[str], source: Iterator[str]) -> str | None:
    return waiting.popleft() if waiting else next(source, None)
