"""A book to import into, files to import, and one way to look at what came of it."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from organisations.models import Authority
from organisations.seed import seed_organisations
from registers.models import RegisterBook

HEADER = ("Số vào sổ", "Họ và tên", "Ngày sinh", "Loại văn bằng", "Năm tốt nghiệp", "Cơ quan cấp")
HUONG = ("1", "Nguyễn Thị Hường", "05/02/1998", "THPT", "2016", "Sở Giáo dục và Đào tạo Đắk Lắk")
Rows = list[tuple[object, ...]]
Write = Callable[..., Path]


def row(**changes: object) -> tuple[object, ...]:
    """Hường's row with other cells under some headers: `row(name="…", born="…")`."""
    names = ("number", "name", "born", "level", "year", "issued_by")
    return tuple(changes.get(name, cell) for name, cell in zip(names, HUONG, strict=True))


@pytest.fixture
def book(db: None) -> RegisterBook:
    seed_organisations()
    return RegisterBook.objects.create(
        name="Sổ gốc THPT 2016", keeper=Authority.objects.get(slug="sgddt-daklak")
    )


@pytest.fixture
def csv_file(tmp_path: Path) -> Write:
    """Write rows as a CSV file; `header`, `encoding` and `delimiter` as an office might have
    them.
    """

    def write(
        rows: Rows, header: tuple[str, ...] = HEADER, encoding: str = "utf-8", delimiter: str = ","
    ) -> Path:
        path = tmp_path / "register.csv"
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file, delimiter=delimiter).writerows([header, *rows])
        return path

    return write


@pytest.fixture
def workbook(tmp_path: Path) -> Write:
    """Write rows as an Excel file of one sheet."""

    def write(rows: Rows, header: tuple[str, ...] = HEADER) -> Path:
        path = tmp_path / "register.xlsx"
        book = Workbook()
        for cells in [header, *rows]:
            book.active.append(list(cells))
        book.save(path)
        return path

    return write
