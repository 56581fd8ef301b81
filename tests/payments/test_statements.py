"""Bank statements as offices get them: read, kept once, matched by their purpose."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import Workbook

from foundation.spreadsheets import UnreadableFile
from organisations.models import Authority, User
from payments import money, statements
from payments.models import FeeRequest, Statement, StatementRow
from payments.purposes import index_of, means
from payments.statements import request_meant
from tests.payments.conftest import CODE

HEADER = ("STT", "Ngày giao dịch", "Số tham chiếu", "Ghi nợ (VND)", "Ghi có (VND)", "Nội dung")
TITLES = [("NGÂN HÀNG TMCP NGOẠI THƯƠNG",), ("Sao kê tài khoản 0011001800879",), ()]
Rows = list[tuple[object, ...]]
PAID = (
    1,
    "25/11/2026 10:02",
    "FT26329001",
    "",
    "250,000",
    "MBVCB.77.H15502611250001 nop phi.CT tu 0071",
)


def csv_file(
    folder: Path, rows: Rows, name: str = "sao-ke.csv", header: tuple[str, ...] = HEADER
) -> Path:
    path = folder / name
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([*TITLES, header, *rows])
    return path


def xlsx_file(folder: Path, rows: Rows) -> Path:
    book = Workbook()
    for row in [*TITLES, HEADER, *rows]:
        book.active.append(row)
    path = folder / "sao-ke.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("write", [csv_file, xlsx_file])
def test_money_that_came_is_kept_and_nothing_else(
    tmp_path: Path, payee: Authority, cashier: User, write
) -> None:  # type: ignore[no-untyped-def]
    went, total = (
        (2, "25/11/2026", "FT2", "1,100", "", "Phí dịch vụ"),
        (
            "",
            "",
            "",
            "",
            "500,000",
            "Cộng phát sinh",
        ),
    )
    path = write(tmp_path, [PAID, went, total])
    statement = statements.keep(path, path.name, payee, cashier)
    row = StatementRow.objects.get(statement=statement)
    assert (row.amount, row.number, f"{row.booked_on:%d/%m/%Y}") == (
        250_000,
        "FT26329001",
        "25/11/2026",
    )
    assert row.text == PAID[5]


def test_the_same_file_twice_changes_nothing(
    tmp_path: Path, payee: Authority, cashier: User
) -> None:
    path = csv_file(tmp_path, [PAID])
    first = statements.keep(path, "a.csv", payee, cashier)
    assert statements.keep(path, "b.csv", payee, cashier) == first
    assert (Statement.objects.count(), StatementRow.objects.count()) == (1, 1)


def test_files_that_overlap_bring_each_transfer_once(
    tmp_path: Path, payee: Authority, cashier: User
) -> None:
    plain = ("Ngày", "Ghi có", "Diễn giải")
    alike = ("25/11/2026", "250.000", "nop phi")
    statements.keep(csv_file(tmp_path, [alike, alike], header=plain), "a.csv", payee, cashier)
    assert StatementRow.objects.count() == 2, "two people may pay alike on one day"
    later = csv_file(tmp_path, [alike, alike, ("26/11/2026", "250.000", "khac")], "b.csv", plain)
    second = statements.keep(later, "b.csv", payee, cashier)
    assert StatementRow.objects.count() == 3 and second.passed_over == 2


def test_what_the_bank_says_of_the_payer_is_sealed(
    tmp_path: Path, payee: Authority, cashier: User
) -> None:
    statements.keep(csv_file(tmp_path, [PAID]), "a.csv", payee, cashier)
    raw = StatementRow.objects.extra(select={"raw": "text"}).values_list("raw", flat=True)[0]
    assert b"MBVCB" not in bytes(raw)


@pytest.mark.parametrize("rows", [[], [PAID[:2]]])
@pytest.mark.once
def test_a_file_without_its_header_is_refused(
    tmp_path: Path, payee: Authority, cashier: User, rows: Rows
) -> None:
    path = csv_file(tmp_path, rows, header=("A", "B"))
    with pytest.raises(UnreadableFile, match="dòng tiêu đề"):
        statements.keep(path, "a.csv", payee, cashier)
    assert not Statement.objects.exists()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("H15.50-261125-0001", True),
        ("nop phi ho so h15 50 261125 0001 nguyen van a", True),
        ("MBVCB.123.H15502611250001.CT tu 0071000", True),
        ("H15502611250001 0905123456", True),
        ("H155026112500012", False),  # the twelfth thousandth dossier of the day is another one
        ("H15.50-261125-0002", False),
        ("chuyen tien", False),
    ],
)
def test_a_purpose_is_found_in_what_banks_leave_of_it(text: str, meant: bool) -> None:
    assert means(text, index_of(CODE)) is meant


def row_saying(payee: Authority, cashier: User, text: str) -> StatementRow:
    statement = Statement.objects.create(payee=payee, sha256=text[:64], imported_by=cashier)
    return StatementRow(statement=statement, text=text)


def test_a_row_means_the_request_that_is_still_asked(
    payee: Authority, cashier: User, fee: FeeRequest
) -> None:
    money.cancel(fee.pk)
    again = money.ask("dossier:1:9", payee, 250_000, CODE)
    money.cancel(money.ask("dossier:1:10", payee, 250_000, CODE).pk)
    assert request_meant(row_saying(payee, cashier, f"Nop phi {CODE}")) == again


def test_a_row_that_means_two_dossiers_or_none_is_a_persons(
    payee: Authority, cashier: User, fee: FeeRequest
) -> None:
    other = "H15.50-261125-0002"
    money.ask("dossier:2:1", payee, 250_000, other)
    assert request_meant(row_saying(payee, cashier, f"{CODE} va {other}")) is None
    assert request_meant(row_saying(payee, cashier, "tien mung")) is None
    elsewhere = Authority.objects.exclude(pk=payee.pk).first()
    assert elsewhere is not None
    assert request_meant(row_saying(elsewhere, cashier, CODE)) is None


@pytest.mark.parametrize(
    "written",
    ["05-NOV-2026", "14:22 05/11/2026", "05/11/2026 14:22:01", "2026-11-05T14:22:00", "5.11.26", "05 Nov 2026",
     "05/11/2026 2:22 PM", "20261105", "05\u201011\u20102026", "05 thg 11, 2026", "05/11/2026 2:22:10 CH",
     "05/11/2026 14h22", "05/11/2026 - 14:22", "Thứ năm, 05/11/2026", "05/11/2026 (Thứ Năm)", "20261105142200",
     "ngày 05 tháng 11 năm 2026", "Nov 05, 2026", "Thursday, 5 November 2026", "05-11-2026 14:22:33 +07", "05112026"],
)  # fmt: skip
@pytest.mark.once
def test_days_as_banks_write_them(
    tmp_path: Path, payee: Authority, cashier: User, written: str
) -> None:
    path = csv_file(tmp_path, [(1, written, "FT1", "", "250,000", "nop phi")])
    row = StatementRow.objects.get(statement=statements.keep(path, path.name, payee, cashier))
    assert f"{row.booked_on:%d/%m/%Y}" == "05/11/2026"


@pytest.mark.parametrize("day", ["31/02/2026", "hôm qua", "11/25/2026", "05/11", "#VALUE!", ""])
def test_money_whose_day_cannot_be_read_is_counted_and_shown(
    tmp_path: Path, payee: Authority, cashier: User, day: str
) -> None:
    path = csv_file(tmp_path, [PAID, (2, day, "FT2", "", "250,000", "nop phi")])
    statement = statements.keep(path, path.name, payee, cashier)
    assert [(fault.line, bool(fault.reason)) for fault in statement.faults.all()] == [(6, True)]
    assert (
        statement.read
        == 2
        == statement.rows.count() + statement.passed_over + statement.faults.count()
    )


@pytest.mark.parametrize(
    "text",
    ["CONG TY TNHH AN PHU nop le phi", "Tổng công ty Cà phê nộp phí", "Cong doan truong nop ho", "TONG DAI CK 12",
     "Total Vietnam JSC", "phat sinh them phi", "Opening fee H15.50-261125-0001", "CỘNG HÒA nộp lệ phí"],
)  # fmt: skip
@pytest.mark.parametrize("day", ["25/11/2026", "hôm qua"])
@pytest.mark.once
def test_a_payer_whose_words_begin_like_a_sum_has_paid(
    tmp_path: Path, payee: Authority, cashier: User, text: str, day: str
) -> None:
    path = csv_file(tmp_path, [PAID, (2, day, "FT2", "", "250,000", text)])
    statement = statements.keep(path, path.name, payee, cashier)
    assert statement.rows.count() + statement.faults.count() == 2 == statement.read


@pytest.mark.parametrize(
    "row",
    [("", "Tổng cộng", "", "", "500,000", ""), ("", "01/11/2026", "", "", "500,000", "Số dư đầu kỳ"),
     ("Cộng phát sinh", "", "", "1", "500,000", ""), ("", "", "", "", "500,000", "Total"),
     ("", "Phát sinh từ 01/11/2026", "", "", "500,000", ""), ("", "30/11/2026", "", "", "9", "Closing balance:")],
)  # fmt: skip
@pytest.mark.once
def test_a_line_that_adds_up_others_is_no_transfer(
    tmp_path: Path, payee: Authority, cashier: User, row: tuple[object, ...]
) -> None:
    statement = statements.keep(csv_file(tmp_path, [PAID, row]), "a.csv", payee, cashier)
    assert (statement.rows.count(), statement.faults.count()) == (1, 0)


@pytest.mark.parametrize("amount", ["500.000 D", "500,000DR", "500.000 DR."])
@pytest.mark.once
def test_money_marked_as_gone_is_not_taken_for_dong(
    tmp_path: Path, payee: Authority, cashier: User, amount: str
) -> None:
    statement = statements.keep(
        csv_file(tmp_path, [(1, "25/11/2026", "F", "", amount, "x")]), "a", payee, cashier
    )
    assert (statement.rows.count(), statement.faults.count()) == (0, 1)


def test_every_line_with_money_is_in_the_sum(
    tmp_path: Path, payee: Authority, cashier: User
) -> None:
    again, odd, broken = (
        (*PAID[:1], *PAID[1:]),
        (3, "25/11/2026", "FT3", "", "25,00,000", "x"),
        '"mở mà không đóng',
    )
    path = csv_file(tmp_path, [PAID, again, odd])
    path.write_text(
        path.read_text(encoding="utf-8-sig") + f"4,{broken},FT4,,1,x\n5,25/11/2026,FT5,,5000,y\n",
        "utf-8",
    )
    statement = statements.keep(path, path.name, payee, cashier)
    assert statement.read == 5
    assert (statement.rows.count(), statement.passed_over, statement.faults.count()) == (2, 1, 2)
