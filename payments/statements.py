"""Bank statements: an Excel or CSV file is kept once, and each transfer once, whatever file brings
it again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.spreadsheets import Cells, Row, UnreadableFile, rows_of
from foundation.text import clean_code, clean_line, fold
from organisations.models import Authority, User
from payments import amounts
from payments.models import FeeRequest, Statement, StatementFault, StatementRow
from payments.purposes import index_of, means

HEADER_WITHIN = 30  # rows; the bank's name, the account and the period stand above it
LONGEST_TEXT = 1000

#: What we need of a row → the headers banks give it, folded, parted by semicolons.
COLUMNS = {
    "date": (
        "ngay giao dich; ngay; ngay hieu luc; ngay hach toan; ngay gd; transaction date; date;"
        " posting date"
    ),
    "amount": (
        "so tien ghi co; ghi co; phat sinh co; phat sinh ghi co; co; so tien co; credit; credit"
        " amount; so tien; amount"
    ),
    "text": (
        "noi dung; dien giai; noi dung giao dich; noi dung chi tiet; mo ta; description; remark; "
        "transaction detail"
    ),
    "number": (
        "so tham chieu; ma giao dich; so giao dich; ma gd; so but toan; so ct; so chung tu;"
        " reference; reference number; transaction id; ref no"
    ),
}
_BY_HEADER = {name: column for column, names in COLUMNS.items() for name in names.split("; ")}


#: Lines of a statement that add up others: a bank's own sum is no transfer. A company ("Công ty …",
#: "Tổng công ty …") is no sum.
_SUMS = re.compile(
    r"(?:(?:tong|cong)(?! (?:ty|tac|dong|doan|an|chung|hoa|nghe|cuc)\b)|so du|phat sinh|luy"
    r" ke|total|sum|balance"
    r"|opening|closing)\b(?! cong ty\b)"
)
_WHOLLY_SUM = re.compile(
    r"(?:so du|balance|opening balance|closing balance|total|sum|tong|cong|luy ke|phat sinh)"
    r"(?: (?:dau|cuoi|trong|ky|ngay|thang|cong|so|du|phat sinh|co|no|credit|debit|dau ky|cuoi"
    r" ky|b/f|c/f))*[\s:.]*"
)
_WEEKDAY = re.compile(
    r"\(?\b(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|"
    r"satur|sat|sun)(?:day)?)\b\)?"
)
_TIME = re.compile(
    r"\b(?:[ap]m"
    r" )?\d{1,2}(?::\d{2}(?::\d{2}(?:\.\d+)?)?|h\d{2}(?:[mp:]\d{2})?)(?:\s*(?:[ap]m|sa|ch)\b)?"
    r"(?:\s*(?:z|(?:gmt|utc)?[+-]\d{2}(?::?\d{2})?))?(?!\d)",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(
    r"(?:ngay )?(\d{1,2})[\s./-]+(\d{1,2}|[a-z]{3,9}|(?:thg|thang) ?\d{1,2})(?:[\s./,-]+|,? nam"
    r" )(\d{4}|\d{2})"
)
_YEAR_FIRST = re.compile(r"(\d{4})[\s./-]?(\d{2})[\s./-]?(\d{2})")
_MONTH_FIRST = re.compile(r"([a-z]{3,9})[\s./-]+(\d{1,2})[\s./,-]+(\d{4})")
_RUN_TOGETHER = re.compile(r"(20\d{6})\d{6}")  # 20261105142200
# 05112026: no month is 20, so that it cannot be a year first
_EIGHT = re.compile(r"(\d{2})(\d{2})(20\d{2})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


#: "500.000 D", "500.000 DR": by a bank money that went, by a person perhaps đồng.
_MARKED_DEBIT = re.compile(r"\d\s*(?:D|DR|NO|NỢ)\.?$")


@dataclass(frozen=True)
class Faulty:
    """A line that may be money and could not be read."""

    line: int
    reason: str


@dataclass(frozen=True)
class Line:
    """One transfer to the account; `amount` in đồng."""

    line: int
    booked_on: dt.date
    amount: int
    text: str
    number: str


def keep(path: Path, file_name: str, payee: Authority, by: User) -> Statement:
    """Keep the file's rows that no file brought before; the same file again is the statement it
    already is.

    Raises UnreadableFile.
    """
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if known := Statement.objects.filter(payee=payee, sha256=digest).first():
        return known
    lines = list(_lines(path))
    with transaction.atomic():
        statement = Statement.objects.create(
            payee=payee, sha256=digest, file_name=clean_line(file_name)[:200], imported_by=by
        )
        keyed = list(_keyed(payee, [line for line in lines if isinstance(line, Line)]))
        known_keys = set(
            StatementRow.objects.filter(key__in=[key for key, _line in keyed]).values_list(
                "key", flat=True
            )
        )
        for key, line in keyed:
            if key not in known_keys:
                _write(statement, key, line)
        faulty = [line for line in lines if isinstance(line, Faulty)]
        StatementFault.objects.bulk_create(
            StatementFault(statement=statement, line=one.line, reason=one.reason[:300])
            for one in faulty
        )
        statement.read = len(lines)
        statement.passed_over = len(lines) - len(faulty) - statement.rows.count()
        statement.save(update_fields=["read", "passed_over"])
    return statement


def _write(statement: Statement, key: str, line: Line) -> None:
    StatementRow.objects.create(
        statement=statement,
        key=key,
        line=line.line,
        booked_on=line.booked_on,
        amount=line.amount,
        text=line.text,
        number=line.number or key[:16].upper(),
    )


def _keyed(payee: Authority, lines: list[Line]) -> Iterator[tuple[str, Line]]:
    """Each line with its natural key: the bank's number, or else what it says and the how-manieth
    alike it is.
    """
    alike: Counter[str] = Counter()
    for line in lines:
        said = f"{line.booked_on}|{line.amount}|{line.number or index_of(fold(line.text))}"
        alike[said] += 1
        if line.number and alike[said] > 1:
            continue  # the bank numbers a transfer once: the file repeats itself
        yield hashlib.sha256(f"{payee.pk}|{said}|{alike[said]}".encode()).hexdigest(), line


def _lines(path: Path) -> Iterator[Line | Faulty]:
    places: dict[str, int] = {}
    with rows_of(path) as rows:
        for row in rows:
            if not places:
                places = _header(row.cells)
                if not places and row.number >= HEADER_WITHIN:
                    break
            elif line := _line(row, places):
                yield line
    if not places:
        raise UnreadableFile(
            _("Không thấy dòng tiêu đề: cần các cột ngày giao dịch, số tiền ghi có, nội dung.")
        )


def _header(cells: Cells) -> dict[str, int]:
    """Column → its place, when the row names the date, the amount and the text; else nothing."""
    places: dict[str, int] = {}
    for place, cell in enumerate(cells):
        name = re.sub(r"\(.*?\)|/.*", "", fold(cell)).strip(" .:*\n")
        column = _BY_HEADER.get(" ".join(name.split()))
        if column and column not in places:
            places[column] = place
    return places if {"date", "amount", "text"} <= places.keys() else {}


def _line(row: Row, places: dict[str, int]) -> Line | Faulty | None:
    """The row as money that came; None for money that went, sums and remarks; Faulty for what may
    be money.
    """
    number, cells = row.number, row.cells
    said = {
        column: clean_line(cells[place]) if place < len(cells) else ""
        for column, place in places.items()
    }
    is_read = not row.problem_in([places["amount"]])
    if is_read and (_brings_nothing(said["amount"]) or _is_sum(cells, said["date"])):
        return None
    if problem := row.problem_in(places.values()):
        return Faulty(number, problem)
    booked_on = _date(said["date"])
    amount = None if _MARKED_DEBIT.search(said["amount"]) else amounts.read(said["amount"])
    if amount is None:
        return Faulty(number, _("Số tiền không đọc được."))
    if not amount:
        return None
    if booked_on is None:
        return Faulty(number, _("Ngày giao dịch không đọc được."))
    return Line(number, booked_on, amount, said["text"][:LONGEST_TEXT], said.get("number", "")[:60])


def _brings_nothing(amount: str) -> bool:
    """No digit of money, or money that went."""
    return not any(sign.isdecimal() for sign in amount) or amount.lstrip("( ").startswith(
        ("-", "\u2212")
    )


def _is_sum(cells: Cells, day: str) -> bool:
    """A line that adds up others. A line with its own day is a transfer, whatever its payer wrote,
    unless a cell says nothing but that it is a sum.
    """
    says = [fold(cell) for cell in cells]
    if day and not _SUMS.match(fold(day)):
        return any(map(_WHOLLY_SUM.fullmatch, says))
    return any(map(_SUMS.match, says))


def _date(text: str) -> dt.date | None:
    """The day of a bank's "05/11/2026 14:22", "14:22 05/11/2026", "05-NOV-2026",
    "2026-11-05T14:22:00"; else None.

    Vietnamese banks write the day before the month; a year of two digits is one of this century.
    """
    day = re.sub(r"(?<=\d)t(?=\d{2}:)", " ", fold(clean_code(text)))
    if together := _RUN_TOGETHER.fullmatch(day):
        day = together[1]
    day = " ".join(_TIME.sub(" ", _WEEKDAY.sub(" ", day)).split()).strip(" ,-")
    try:
        if found := _MONTH_FIRST.fullmatch(day):
            return dt.date(int(found[3]), _month(found[1]), int(found[2]))
        if found := _EIGHT.fullmatch(day):
            return dt.date(int(found[3]), int(found[2]), int(found[1]))
        if found := _YEAR_FIRST.fullmatch(day):
            return dt.date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DAY_FIRST.fullmatch(day):
            year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)
            return dt.date(year, _month(found[2]), int(found[1]))
    except ValueError:
        pass
    return None


def _month(text: str) -> int:
    """A month by its number or its English name; raises ValueError."""
    digits = "".join(sign for sign in text if sign.isdecimal())
    return int(digits) if digits else _MONTHS.index(text[:3]) + 1


def request_meant(row: StatementRow) -> FeeRequest | None:
    """The request whose purpose the bank's text holds; None when there is none, or when it means
    several.

    Of several with one purpose it is the one still asked for, else the last.
    """
    text = index_of(row.text)
    near = FeeRequest.objects.filter(payee=row.statement.payee).order_by("-id")
    found = [
        request
        for request in near
        if request.purpose_index in text and means(row.text, request.purpose_index)
    ]
    purposes = {request.purpose_index for request in found}
    longest = max(purposes, key=len, default="")
    if any(purpose not in longest for purpose in purposes):
        return None
    found = [request for request in found if request.purpose_index == longest]
    return next(
        (one for one in found if one.state == FeeRequest.State.ASKED), found[0] if found else None
    )
