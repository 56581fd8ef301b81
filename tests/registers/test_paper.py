"""Licences granted on paper: by sheet and by hand, every row accounted for, nothing twice, mistakes
put right.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from foundation.spreadsheets import UnreadableFile
from organisations.models import Authority
from organisations.seed import seed_organisations
from registers import grant_lookup, grants, paper, paper_sheets, symbols
from registers.grants import GrantRefused
from registers.models import Grant, GrantState, PaperEntry, PaperImport
from registers.paper import Paper
from tests.people import person

HEAD = [
    "STT",
    "Số quyết định",
    "Ngày cấp",
    "Cơ quan cấp",
    "Tên trường",
    "Xã, phường",
    "Quy mô",
    "Hết hiệu lực",
]
ROW = [
    "1",
    "214/QĐ-SGDĐT",
    "03/6/2019",
    "Sở GD&ĐT Đắk Lắk",
    "Trường THPT Buôn Ma Thuột",
    "UBND phường Buôn Ma Thuột",
]
KIND = "Cho phép trường THPT hoạt động giáo dục"


@pytest.fixture
def keeper(db: Any) -> Authority:
    seed_organisations()
    return Authority.objects.get(slug="sgddt-daklak")


def sheet(folder: Path, *rows: list[str], name: str = "so.csv", head: list[str] = HEAD) -> Path:
    path = folder / name
    if name.endswith(".xlsx"):
        book = openpyxl.Workbook()
        for row in [["SỔ CẤP PHÉP"], [], head, *rows]:
            book.active.append(row)
        book.save(path)
        return path
    text = io.StringIO()
    csv.writer(text).writerows([["SỔ CẤP PHÉP"], head, *rows])
    path.write_text(text.getvalue(), "utf-8")
    return path


def taken(keeper: Authority, path: Path) -> PaperImport:
    run = paper_sheets.take_in(path, keeper, "school_licence", KIND)
    run.refresh_from_db()
    assert run.read == run.added + run.known + run.faulty and run.faults.count() == run.faulty
    return run


def a_paper(**changes: Any) -> Paper:
    told = {
        "book": "school_licence",
        "title": KIND,
        "symbol": "55/QĐ-SGDĐT",
        "decided_on": dt.date(2018, 8, 1),
        "authority_name": "Sở GDĐT Phú Yên",
        "holder": "Trường THPT Hòa Bình",
    }
    return Paper(**{**told, **changes})


@pytest.mark.parametrize("name", ["so.csv", "so.xlsx"])
def test_a_sheet_is_entered_once_however_often_it_is_taken_in(
    keeper: Authority, tmp_path: Path, name: str
) -> None:
    second = [
        "2",
        "97/QĐ-SGDĐT",
        "15-3-2021",
        "UBND huyện Ea Kar",
        "Trường THPT Ngô Gia Tự",
        "",
        "24 lớp",
        "không",
    ]
    path = sheet(tmp_path, ROW, second, name=name)
    run = taken(keeper, path)
    assert (run.read, run.added, run.known, run.faulty) == (2, 2, 0, 0)
    first = Grant.objects.get(symbol="214/QĐ-SGDĐT")
    assert first.decided_on == first.valid_from == dt.date(2019, 6, 3) and first.is_from_paper
    assert first.authority == keeper and first.authority_name == "Sở GD&ĐT Đắk Lắk"
    assert first.commune == "Phường Buôn Ma Thuột" and first.holder_authority is not None
    assert Grant.objects.get(symbol="97/QĐ-SGDĐT").content == "Quy mô: 24 lớp"
    assert first.paper.row == (2 if name == "so.csv" else 3) + 1 and first.paper.run == run
    run = taken(keeper, path)
    assert (run.read, run.added, run.known, run.faulty) == (
        2,
        0,
        2,
        0,
    ) and Grant.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({1: ""}, "Thiếu số quyết định."),
        ({3: " "}, "Thiếu cơ quan cấp."),
        ({2: "31/02/2019"}, "Không có ngày 31/02/2019"),
        ({2: "tháng sáu"}, "không đọc được"),
        ({2: "01/01/2199"}, "đến hôm nay"),
        ({1: "Quyết định"}, "phải có chữ số"),
        ({4: "T" * 201}, "Dài quá 200 ký tự"),
        ({7: "01/01/2019"}, "phải sau ngày bắt đầu"),
        ({7: "sang năm"}, "không đọc được"),
    ],
)
def test_a_faulty_row_is_named_with_its_line_and_the_others_are_entered(
    keeper: Authority, tmp_path: Path, changes: dict[int, str], sentence: str
) -> None:
    bad = [*ROW, "30 lớp", ""]
    for place, text in changes.items():
        bad[place] = text
    good = ["2", "97/QĐ-SGDĐT", "15.3.2021", "Sở", "Trường THPT Lắk"]
    run = taken(keeper, sheet(tmp_path, bad, good))
    assert (run.read, run.added, run.faulty) == (2, 1, 1)
    (fault,) = run.faults.all()
    assert fault.row == 3 and sentence in fault.reason


def test_a_row_that_contradicts_the_book_is_told_and_changes_nothing(
    keeper: Authority, tmp_path: Path
) -> None:
    taken(keeper, sheet(tmp_path, ROW))
    again = [*ROW[:1], "số 214 / qđ sgdđt", *ROW[2:4], "Trường THPT Chu Văn An", *ROW[5:]]
    run = taken(keeper, sheet(tmp_path, again))
    assert run.faulty == 1 and "đã ghi cho Trường THPT Buôn Ma Thuột" in run.faults.get().reason
    assert Grant.objects.get().holder == "Trường THPT Buôn Ma Thuột"


def test_one_number_of_two_old_districts_is_two_licences(keeper: Authority, tmp_path: Path) -> None:
    there = [*ROW[:3], "UBND huyện Ea Kar", "Trường Tiểu học Ea Kar"]
    here = [*ROW[:3], "UBND huyện Lắk", "Trường Tiểu học Lắk"]
    assert taken(keeper, sheet(tmp_path, there, here)).added == 2


def test_a_file_without_its_columns_is_refused_whole(keeper: Authority, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="cơ quan cấp"):
        taken(keeper, sheet(tmp_path, ROW, head=["Số quyết định", "Ngày cấp", "Tên trường"]))
    assert PaperImport.objects.get().problem


def test_the_command_tells_each_fault_and_by_whom_it_was_entered(
    keeper: Authority, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    person("thao", "Bùi Thị Thảo")
    path = sheet(tmp_path, ROW, [*ROW[:1], "", *ROW[2:]])
    call_command("import_licences", str(path), book="school_licence", title=KIND, by="thao")
    said = capsys.readouterr().out
    assert (
        "2 rows read, 1 added, 0 known already, 1 faulty" in said
        and "row 4: Thiếu số quyết định." in said
    )
    entered = PaperEntry.objects.get()
    assert str(entered.entered_by) == "Bùi Thị Thảo"
    with pytest.raises(CommandError, match="nobody"):
        call_command("import_licences", str(path), book="school_licence", title=KIND, by="ai-do")
    with pytest.raises(CommandError, match="no file"):
        call_command("import_licences", str(tmp_path / "x.csv"), book="school_licence", title=KIND)


@pytest.mark.parametrize(
    "typed",
    [
        "5/QĐ-SGDĐT",
        "05/QĐ-SGDĐT",
        "5/qd-sgddt",
        "5 / QĐ – SGDĐT",
        "5QĐSGDĐT",
        "Quyết định số 5/QĐ-SGDĐT",
        "QĐ số: 05/QĐ-SGDĐT ngày 1/8/2018",
        "5/QĐ-SGDĐT ngày 01 tháng 8 năm 2018",
        "5/QĐ-SGDĐT ngay 1-8-2018",
        "5/QĐ-SGDĐT ngày 01/08/2018, Trường THPT Hòa Bình",
    ],
)
def test_a_number_is_found_however_it_is_typed(keeper: Authority, typed: str) -> None:
    granted = paper.enter(a_paper(symbol="05/QĐ-SGDĐT"), keeper, None)
    paper.enter(a_paper(symbol="15/QĐ-SGDĐT"), keeper, None)
    assert grant_lookup.find(typed, ["school_licence"]) == [granted]
    assert grant_lookup.find(typed.split(" ng")[0] + " ngày 02/08/2018") == []
    assert granted in grants.search(typed.split(" ng")[0])


@given(st.lists(st.sampled_from(list(" -–/.")), max_size=3), st.booleans())
def test_the_key_of_a_number_forgives_signs_and_capitals(signs: list[str], capital: bool) -> None:
    written = f"214{''.join(signs)}QĐ{''.join(reversed(signs))}SGDĐT"
    assert symbols.key(written.upper() if capital else written.lower()) == "214qdsgddt"


def test_a_mistake_is_put_right_by_another_entry_and_the_wrong_one_stays(keeper: Authority) -> None:
    thao, anh = person("thao", "Bùi Thị Thảo"), person("anh", "Lê Ngọc Ánh")
    wrong = paper.enter(a_paper(content="Quy mô: 9 lớp"), keeper, thao)
    suspended = grants.Decision(
        keeper, keeper.name, "402/QĐ-SGDĐT", dt.date(2025, 9, 12), "AAAABBBBCCCC"
    )
    grants.add_state(wrong, GrantState.State.SUSPENDED, suspended, reason="Không an toàn")
    with pytest.raises(GrantRefused, match="lý do"):
        paper.correct(wrong, a_paper(symbol="56/QĐ-SGDĐT"), anh, " ")
    right = paper.correct(
        wrong, a_paper(symbol="56/QĐ-SGDĐT", content="Quy mô: 6 lớp"), anh, "Gõ nhầm số"
    )
    assert list(grants.in_the_book()) == [right] and Grant.objects.count() == 2
    assert grant_lookup.find("55/QĐ-SGDĐT") == [] and grant_lookup.find("56/QĐ-SGDĐT") == [right]
    assert grant_lookup.by_id(str(wrong.pk)) == right  # a draft and a dossier keep the old id
    assert grants.standing_on(right, dt.date(2026, 1, 1)) == "SUSPENDED"
    last = grants.last_row(right, dt.date(2026, 1, 1))
    assert (
        last is not None
        and last.content == "Quy mô: 6 lớp"
        and last.document_code == "AAAABBBBCCCC"
    )
    assert grants.of_document("AAAABBBBCCCC") == right
    with pytest.raises(GrantRefused):
        paper.correct(wrong, a_paper(symbol="57/QĐ-SGDĐT"), anh, "Lần nữa")
    revoked = grants.Decision(keeper, keeper.name, "500/QĐ-SGDĐT", dt.date(2026, 2, 1))
    assert grants.add_state(wrong, GrantState.State.REVOKED, revoked).grant == right


def test_what_this_site_granted_is_not_put_right_by_hand(keeper: Authority) -> None:
    decided = grants.Decision(
        keeper, keeper.name, "12/QĐ-SGDĐT", dt.date(2026, 1, 2), "CODECODECODE"
    )
    granted = grants.enter(grants.What("school_licence", KIND, "Trường THPT Lắk"), decided)
    with pytest.raises(GrantRefused):
        paper.correct(granted, a_paper(), person("anh", "Lê Ngọc Ánh"), "Nhầm")


def test_somebody_else_compares_it_with_the_paper(keeper: Authority) -> None:
    thao, anh = person("thao", "Bùi Thị Thảo"), person("anh", "Lê Ngọc Ánh")
    granted = paper.enter(a_paper(), keeper, thao)
    with pytest.raises(GrantRefused, match="Người khác"):
        paper.confirm(granted, thao)
    made = paper.confirm(granted, anh)
    assert paper.confirm(granted, thao if False else anh) == made


def test_the_same_paper_twice_is_refused(keeper: Authority) -> None:
    paper.enter(a_paper(), keeper, None)
    with pytest.raises(GrantRefused, match="Sổ đã có"):
        paper.enter(a_paper(symbol="55 / qđ-sgdđt"), keeper, None)


def test_the_database_lets_nobody_change_who_entered_it(keeper: Authority) -> None:
    granted = paper.enter(a_paper(), keeper, None)
    for rows in (PaperEntry.objects.filter(grant=granted), Grant.objects.filter(pk=granted.pk)):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        PaperEntry.objects.update(row=9)
    with pytest.raises(DatabaseError), transaction.atomic():
        Grant.objects.update(symbol="1")
