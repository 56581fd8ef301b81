"""A sheet of licences granted on paper: what is new is entered, what is known is counted, what is
wrong is told.

Every row is accounted for: read = added + known + faulty, and the same file again adds nothing.
Nothing that the book has is overwritten.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import spreadsheets
from foundation.text import fold
from organisations.models import Authority, User
from registers import birth_dates, grants, paper
from registers.entries import FaultyRow, clean
from registers.headers import Columns, Header
from registers.paper import Paper
from registers.paper_models import PaperFault, PaperImport

BATCH = 200  # rows a transaction

COLUMNS = Columns(
    {
        "symbol": (
            gettext_lazy("số quyết định"),
            (
                "so quyet dinh; so giay phep; so, ky hieu; so ky hieu; so qd; so gp; quyet dinh;"
                " giay phep; so giay chung nhan; so; quyet dinh so; so quyet dinh, giay phep; so"
                " van ban"
            ),
        ),
        "decided_on": (
            gettext_lazy("ngày quyết định"),
            (
                "ngay quyet dinh; ngay cap; ngay ky; ngay; ngay qd; ngay ban hanh; ngay cap phep;"
                " ngay thang nam"
            ),
        ),
        "authority_name": (
            gettext_lazy("cơ quan cấp"),
            (
                "co quan cap; noi cap; co quan ban hanh; co quan quyet dinh; don vi cap; co quan"
                " cap phep; co quan ky"
            ),
        ),
        "holder": (
            gettext_lazy("tên cơ sở"),
            (
                "ten co so; cap cho; ten truong; truong; co so giao duc; ten don vi; ten co so giao"
                " duc; don vi duoc cap; ten to chuc; ten trung tam; don vi"
            ),
        ),
        "commune": (
            gettext_lazy("xã, phường"),
            (
                "xa, phuong; xa phuong; xa/phuong; dia ban; xa; phuong; xa, phuong, thi tran; xa"
                " (phuong)"
            ),
        ),
        "address": (
            gettext_lazy("địa điểm"),
            "dia diem; dia chi; tru so; noi dat tru so; dia diem hoat dong",
        ),
        "scale": (gettext_lazy("quy mô"), "quy mo; quy mo lop; so lop; quy mo dao tao"),
        "ownership": (gettext_lazy("loại hình"), "loai hinh; loai truong; loai hinh truong"),
        "content": (
            gettext_lazy("nội dung"),
            "noi dung; noi dung cho phep; noi dung duoc phep; pham vi hoat dong",
        ),
        "valid_from": (
            gettext_lazy("có hiệu lực từ"),
            (
                "co hieu luc tu; hieu luc tu; tu ngay; ngay hieu luc; ngay co hieu luc; hieu luc tu"
                " ngay"
            ),
        ),
        "valid_to": (
            gettext_lazy("hết hiệu lực"),
            (
                "het hieu luc; den ngay; den het ngay; ngay het han; thoi han den; ngay het hieu"
                " luc; hieu luc den; co gia tri den"
            ),
        ),
    },
    required=("symbol", "decided_on", "authority_name", "holder"),
    told_by="symbol",
)
#: Columns that are written as lines of the content, under the names that decisions of this site
#: use.
LINES = {"address": "Địa điểm", "ownership": "Loại hình", "scale": "Quy mô"}
#: What offices write where a licence has no end.
NO_END = frozenset(
    {"", "-", "–", "khong", "khong thoi han", "khong xac dinh", "vo thoi han", "lau dai"}
)


def take_in(
    path: Path,
    keeper: Authority,
    book: str,
    title: str,
    by: User | None = None,
    file_name: str = "",
) -> PaperImport:
    """Enter the licences of a .xlsx or .csv file; returns the run. Raises UnreadableFile, which it
    names.
    """
    name = (file_name or path.name)[:200]
    run = PaperImport.objects.create(keeper=keeper, book=book, file_name=name, by=by)
    try:
        with spreadsheets.rows_of(path) as rows:
            _take_rows(rows, run, title)
    except spreadsheets.UnreadableFile as problem:
        run.problem = str(problem)[:300]
        raise
    finally:
        run.finished_at = timezone.now()
        run.save()
    return run


def _take_rows(rows: Iterator[spreadsheets.Row], run: PaperImport, title: str) -> None:
    header = COLUMNS.found_in(rows)
    run.ignored_columns = ", ".join(header.unknown)[:300]
    while batch := list(islice(rows, BATCH)):
        with transaction.atomic():
            paper.take_turns(run.keeper)
            for row in batch:
                _take_row(row, header, run, title)
            run.save()


def _take_row(row: spreadsheets.Row, header: Header, run: PaperImport, title: str) -> None:
    run.read += 1
    try:
        if problem := row.problem_in(header.places.values()):
            raise FaultyRow(problem)
        told = read(header.cells(row.cells), run.book, title)
        earlier = paper.known(told, run.keeper)
        if earlier is None:
            paper.enter(told, run.keeper, run.by, run, row.number)
            run.added += 1
        elif differing := paper.differences(earlier, told):
            raise FaultyRow(_differs(earlier.symbol, earlier.holder, differing))
        else:
            run.known += 1
    except (FaultyRow, grants.GrantRefused) as fault:
        run.faulty += 1
        PaperFault.objects.create(run=run, row=row.number, reason=str(fault)[:300])


def read(cells: dict[str, str], book: str, title: str) -> Paper:
    """One row as what its paper says; raises FaultyRow with the first reason found."""
    texts = {field: clean(text) for field, text in cells.items()}
    for field in COLUMNS.required:
        if not texts.get(field):
            raise FaultyRow(_("Thiếu {field}.").format(field=COLUMNS.label(field)))
    told = Paper(
        book=book,
        title=title,
        symbol=texts["symbol"],
        decided_on=_day(texts["decided_on"], "decided_on"),
        authority_name=texts["authority_name"],
        holder=texts["holder"],
        commune=grants.place(texts.get("commune", "")),
        content=_content(texts, cells.get("content", "")),
        valid_from=_day(texts["valid_from"], "valid_from") if texts.get("valid_from") else None,
        valid_to=_end(texts.get("valid_to", "")),
    )
    for field, sentence in told.faults().items():
        raise FaultyRow(f"{COLUMNS.label(field).capitalize()}: {sentence}")
    return told


def _content(texts: dict[str, str], content: str) -> str:
    lines = [f"{name}: {texts[field]}" for field, name in LINES.items() if texts.get(field)]
    return "\n".join([*lines, *filter(None, map(clean, content.splitlines()))])


def _day(text: str, field: str) -> dt.date:
    try:
        return birth_dates.day(text, timezone.localdate().year)
    except birth_dates.NotADate as error:
        raise FaultyRow(f"{COLUMNS.label(field).capitalize()}: {error}") from error


def _end(text: str) -> dt.date | None:
    """The last day; its year is written whole, for it may lie ahead."""
    if _is_endless(text):
        return None
    try:
        return birth_dates.day(text, timezone.localdate().year + 50)
    except birth_dates.NotADate as error:
        raise FaultyRow(f"{COLUMNS.label('valid_to').capitalize()}: {error}") from error


def _is_endless(text: str) -> bool:
    return fold(text).strip(" .") in NO_END


def _differs(symbol: str, holder: str, names: list[str]) -> str:
    told = ", ".join(COLUMNS.label(name) for name in names)
    words = _(
        "Số {symbol} đã ghi cho {holder}; dòng này khác ở: {fields}. Nếu sổ sai, hãy đính chính"
        " trên trang."
    )
    return words.format(symbol=symbol, holder=holder, fields=told)
