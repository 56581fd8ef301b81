"""Rows of text out of an Excel workbook or a CSV file as Vietnamese offices save them; no row is
kept in memory.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any, TextIO

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import csv_rows, excel_cells, spreadsheet_marks
from foundation.spreadsheet_marks import Marks
from foundation.untrusted_archives import Caps, TooLarge, check_office

Cells = tuple[str, ...]

_DAMAGED = gettext_lazy("Không mở được tệp Excel: tệp hỏng hoặc có mật khẩu.")
#: By command: 100,000 rows unpack to about 100 MB, a bomb to far more.
BY_COMMAND = Caps(unpacked=1 << 30)
DELIMITERS = ";,\t"
SAMPLE_LINES = 20  # enough to see how a CSV file is cut, title lines above the header included


class UnreadableFile(ValueError):
    """The file as a whole cannot be imported; the text is a Vietnamese sentence for the person who
    chose it.
    """


#: The key of a problem that no single cell has.
WHOLE_ROW = -1


@dataclass(frozen=True)
class Row:
    """A row by its number in the file (1 is the first) and how much of the file is read, 0 to 1.

    `problems`: column → a Vietnamese sentence why its cell cannot be read; such a cell's text is
    "".
    """

    number: int
    cells: Cells
    share: float
    problems: Mapping[int, str] = field(default_factory=dict)

    def problem_in(self, columns: Iterable[int]) -> str:
        """Why the row cannot be used by whoever reads these columns; "" when it can."""
        return next(
            (self.problems[one] for one in (WHOLE_ROW, *columns) if one in self.problems), ""
        )


@contextmanager
def on_disk(upload: UploadedFile[Any], caps: Caps) -> Iterator[Path]:
    """An uploaded sheet as a file for as long as it is read; raises UnreadableFile when a workbook
    is unsound.

    Of the name a stranger gave it only the ending touches the disk.
    """
    suffix = Path(upload.name or "").suffix.lower()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"sheet{suffix if suffix in ('.xlsx', '.csv') else ''}"
        with path.open("wb") as copy:
            copy.writelines(upload.chunks())
        if suffix == ".xlsx":
            refuse_unsound(path, caps)
        yield path


@contextmanager
def rows_of(path: Path) -> Iterator[Iterator[Row]]:
    """Open a .xlsx or .csv file; yields its rows, empty ones left out; raises UnreadableFile, also
    half-way.
    """
    readers: dict[str, Callable[[Path], Generator[Row, None, None]]] = {
        ".xlsx": _workbook_rows,
        ".csv": _csv_rows,
    }
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise UnreadableFile(
            _("Chỉ nhập được tệp .xlsx hoặc .csv; tệp .xls cũ hãy lưu lại thành .xlsx.")
        )
    rows = reader(path)
    try:
        yield (row for row in rows if any(row.cells) or row.problems)
    finally:
        rows.close()


def _workbook_rows(path: Path) -> Generator[Row, None, None]:
    # heavy, and most processes read no workbook
    from openpyxl import load_workbook
    from openpyxl.xml import DEFUSEDXML

    assert DEFUSEDXML  # noqa: S101 - openpyxl reads XML through defusedxml only where that is installed
    refuse_unsound(path, BY_COMMAND)
    try:
        with closing(load_workbook(path, read_only=True, data_only=True, keep_links=False)) as book:
            yield from _rows_of_sheet(_only_sheet(book))
    except UnreadableFile:
        raise
    # openpyxl raises whatever its parsers do, half-way too: KeyError, ParseError…
    except Exception as error:
        raise UnreadableFile(_DAMAGED) from error


def _rows_of_sheet(sheet: Any) -> Iterator[Row]:
    total = sheet.max_row or 0
    sheet.reset_dimensions()  # programs write wrong ones, and cells beyond would be lost
    marks = _marks(sheet)
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        row = _row(number, cells, excel_cells.text_of, min(1.0, number / total) if total else 0.0)
        yield _marked(row, marks)


def refuse_unsound(path: Path, caps: Caps) -> None:
    """Raise UnreadableFile for a workbook that is damaged, ambiguous, larger than `caps`, or has
    macros.
    """
    try:
        with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
            check_office(content, "xl/workbook.xml", caps)
    except TooLarge as refused:
        raise UnreadableFile(_("Tệp quá lớn; hãy chia thành nhiều tệp.")) from refused
    except ValueError as refused:  # ArchiveRefused, or a file without a byte
        raise UnreadableFile(_DAMAGED) from refused


def _only_sheet(book: Any) -> Any:
    """The one sheet in sight that holds data: rows of a second one would be lost without a word."""
    filled = [
        sheet for sheet in book.worksheets if sheet.sheet_state == "visible" and _has_data(sheet)
    ]
    if not filled:
        raise UnreadableFile(_("Tệp không có dòng nào."))
    if len(filled) > 1:
        names = ", ".join(sheet.title for sheet in filled)
        raise UnreadableFile(
            _(
                "Tệp có nhiều trang tính có dữ liệu ({names}); hãy lưu mỗi trang thành một tệp."
            ).format(names=names)
        )
    return filled[0]


def _has_data(sheet: Any) -> bool:
    rows = sheet.iter_rows(max_row=SAMPLE_LINES, values_only=True)
    return any(cell is not None for cells in rows for cell in cells)


def _row(number: int, cells: Iterable[Any], text_of: Callable[[Any], str], share: float) -> Row:
    """The row as it is read; a cell that cannot be read is empty and has a problem."""
    texts: list[str] = []
    problems: dict[int, str] = {}
    for column, cell in enumerate(cells):
        try:
            texts.append(text_of(cell))
        except excel_cells.UnreadableCell as unreadable:
            texts.append("")
            problems[column] = str(unreadable)
    return Row(number, tuple(texts), share, problems)


def _marks(sheet: Any) -> Marks:
    try:
        return spreadsheet_marks.found_in(sheet)
    except (ValueError, TypeError, KeyError, SyntaxError) as error:
        raise UnreadableFile(_("Không mở được tệp Excel: tệp hỏng hoặc có mật khẩu.")) from error


def _marked(row: Row, marks: Marks) -> Row:
    """The row with the problems of what its reader does not see, or sees elsewhere."""
    if not any(row.cells) and row.number not in marks.unsolved:
        # nothing of its own: a row that merged cells of a title or a signature reach into
        return row
    problems = dict(row.problems)
    for column, problem in marks.cell_problems(row.number, row.cells):
        problems.setdefault(column - 1, problem)
    if problem := marks.row_problem(row.number):
        problems[WHOLE_ROW] = problem
    return row if problems == row.problems else Row(row.number, row.cells, row.share, problems)


def _csv_rows(path: Path) -> Generator[Row, None, None]:
    encoding = _encoding(path)
    size = path.stat().st_size or 1
    try:
        with path.open("rb") as raw, io.TextIOWrapper(raw, encoding=encoding, newline="") as file:
            for number, cells in enumerate(csv_rows.rows(file, _delimiter(file)), start=1):
                share = min(1.0, raw.tell() / size)
                if isinstance(cells, csv_rows.Broken):
                    yield Row(number, (), share, {WHOLE_ROW: cells.sentence})
                else:
                    yield _row(number, cells, excel_cells.plain_text, share)
    except UnicodeError as error:
        raise UnreadableFile(
            _("Không đọc được chữ trong tệp; hãy lưu lại dưới dạng “CSV UTF-8”.")
        ) from error
    except csv.Error as error:
        raise UnreadableFile(_("Tệp CSV hỏng: {error}").format(error=error)) from error


def _encoding(path: Path) -> str:
    """By the byte order mark; without one, UTF-16 shows by its noughts, and all else is taken for
    UTF-8.
    """
    with path.open("rb") as file:
        start = file.read(400)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\x00" in start:
        return "utf-16-le" if start.find(b"\x00") % 2 else "utf-16-be"
    return "utf-8-sig"


def _delimiter(file: TextIO) -> str:
    """The sign that cuts most cells in the first lines."""
    lines = [file.readline() for _line in range(SAMPLE_LINES)]
    file.seek(0)
    return max(DELIMITERS, key=lambda sign: _cuts(lines, sign))


def _cuts(lines: Iterable[str], sign: str) -> int:
    return max((len(cells) for cells in csv.reader(lines, delimiter=sign)), default=0)
