"""The figures to take away: one row a month, procedure and authority, as CSV or a workbook that
calculates nothing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from django.http import HttpResponse

from figures.reading import SUMMED, Asked, in_detail
from portal.statistics.tables import Style
from privacy.reads import plain_cell

CSV, XLSX = "csv", "xlsx"
KINDS = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: The columns' names are for machines and stay the same whatever the language.
HEADS = ("month", "procedure_code", "procedure", "authority", *SUMMED)
Cells = list[str | int]


def answer(asked: Asked, style: Style, kind: str, name: str) -> HttpResponse:
    """The file as a download."""
    content = _as_workbook(rows(asked, style)) if kind == XLSX else _as_csv(rows(asked, style))
    response = HttpResponse(content, content_type=KINDS[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def rows(asked: Asked, style: Style) -> Iterator[Cells]:
    """Heads, then a row a group: whole numbers, or words where a number is too small to be told."""
    yield list(HEADS)
    for month, procedure, authority, figures in in_detail(asked):
        counts = [_value(style, figures[name]) for name in SUMMED]
        names = (f"{month:%Y-%m}", procedure.code, procedure.title, authority.name)
        yield [*(plain_cell(name) for name in names), *counts]


def _value(style: Style, number: int) -> str | int:
    cell = style.count(number)
    told = cell.number is not None and cell.number == int(cell.number)
    return int(cell.number or 0) if told else cell.text


def _as_csv(found: Iterator[Cells]) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows(found)
    return file.getvalue().encode("utf-8-sig")  # with the mark by which spreadsheets know UTF-8


def _as_workbook(found: Iterator[Cells]) -> bytes:
    from openpyxl import Workbook  # heavy, and wanted by few processes

    book, file = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet("figures")
    for row in found:
        sheet.append(row)
    book.save(file)
    return file.getvalue()
