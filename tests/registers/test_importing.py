"""A file that an office sends is imported: what is right is kept, what is wrong is named by its
row.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from foundation.spreadsheets import UnreadableFile
from foundation.untrusted_archives import Caps
from registers.importing import BATCH, import_file
from registers.models import Annotation, Diploma, ImportRun, RegisterBook
from tests.registers.conftest import HEADER, Write, row


def faults(run: ImportRun) -> list[tuple[int, str]]:
    return list(run.faults.values_list("row", "reason"))


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    return run.read, run.added, run.known, run.faulty


def test_a_clean_row_is_stored_whole(book: RegisterBook, csv_file: Write) -> None:
    run = import_file(csv_file([row()]), book)
    diploma = Diploma.objects.get()
    assert counts(run) == (1, 1, 0, 0)
    assert (diploma.holder_name, diploma.birth_date) == ("Nguyễn Thị Hường", dt.date(1998, 2, 5))
    assert (diploma.level, diploma.graduation_year, diploma.book_number) == ("THPT", 2016, "1")
    assert diploma.folded_name == "nguyen thi huong"
    assert run.finished_at is not None


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t"), ("utf-16-le", ","), ("utf-16-be", ";")],
)
def test_csv_files_as_excel_and_others_save_them(
    book: RegisterBook, csv_file: Write, encoding: str, delimiter: str
) -> None:
    import_file(csv_file([row()], encoding=encoding, delimiter=delimiter), book)
    assert Diploma.objects.get().holder_name == "Nguyễn Thị Hường"


def test_messy_text_is_stored_in_one_form(book: RegisterBook, csv_file: Write) -> None:
    name = unicodedata.normalize("NFD", "  H’Hen \u200b Niê\u00a0")
    import_file(
        csv_file([row(name=name, number="1.234", year="2.016", level=" trung học  phổ thông ")]),
        book,
    )
    diploma = Diploma.objects.get()
    assert (diploma.holder_name, diploma.book_number, diploma.graduation_year) == (
        "H'Hen Niê",
        "1234",
        2016,
    )
    assert diploma.level == "THPT"


def test_excel_cells_that_are_dates_and_numbers(book: RegisterBook, workbook: Write) -> None:
    import_file(workbook([row(number=17, born=dt.date(1998, 2, 5), year=2016.0)]), book)
    diploma = Diploma.objects.get()
    assert (diploma.book_number, diploma.birth_date_text, diploma.graduation_year) == (
        "17",
        "05/02/1998",
        2016,
    )


def test_the_header_may_stand_below_titles_and_have_other_names(
    book: RegisterBook, csv_file: Write
) -> None:
    header = (
        "STT",
        "HỌ TÊN:",
        "Ngày, tháng, năm sinh",
        "Số vào sổ gốc",
        "Cấp học",
        "Khóa thi",
        "Nơi cấp",
        "Lớp",
    )
    cells = (
        "1",
        "Nguyễn Thị Hường",
        "05/02/1998",
        "9",
        "THPT",
        "2016",
        "Sở Giáo dục và Đào tạo Phú Yên",
        "12A1",
    )
    run = import_file(csv_file([header, cells], header=("SỞ GIÁO DỤC VÀ ĐÀO TẠO",)), book)
    assert Diploma.objects.get().issued_by == "Sở Giáo dục và Đào tạo Phú Yên"
    assert run.ignored_columns == "Lớp"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"born": "31/02/1998"}, "Không có ngày 31/02/1998."),
        ({"born": "hôm qua"}, "Ngày sinh “hôm qua” không đọc được."),
        ({"born": "05/02/2015"}, "Ngày sinh “05/02/2015” không hợp với năm tốt nghiệp 2016."),
        ({"name": " \u00a0"}, "Thiếu họ và tên."),
        ({"name": "12345"}, "Họ và tên “12345” không hợp lệ."),
        ({"name": "A" * 151}, "Họ và tên dài quá 150 ký tự."),
        ({"level": "Chứng chỉ tin học"}, "Không rõ loại văn bằng “Chứng chỉ tin học”."),
        ({"year": "2116"}, "Năm tốt nghiệp “2116” không hợp lệ."),
        ({"year": "16"}, "Năm tốt nghiệp “16” không hợp lệ."),
        ({"issued_by": ""}, "Thiếu cơ quan cấp."),
    ],
)
def test_a_faulty_row_is_named_and_skipped_and_the_rest_is_kept(
    book: RegisterBook, csv_file: Write, changes: dict[str, str], reason: str
) -> None:
    run = import_file(
        csv_file([row(number="1"), row(number="2", **changes), row(number="3")]), book
    )
    assert faults(run) == [(3, reason)]  # the header is row 1
    assert set(Diploma.objects.values_list("book_number", flat=True)) == {"1", "3"}
    assert counts(run) == (3, 2, 0, 1)


def test_importing_again_adds_nothing(book: RegisterBook, csv_file: Write, workbook: Write) -> None:
    rows = [row(number=str(number)) for number in range(BATCH + 10)]  # more than one batch
    import_file(csv_file(rows), book)
    again = import_file(workbook(rows), book)
    assert counts(again) == (BATCH + 10, 0, BATCH + 10, 0)
    assert Diploma.objects.count() == BATCH + 10


def test_the_same_row_written_otherwise_is_the_same_row(
    book: RegisterBook, csv_file: Write
) -> None:
    same = [
        row(),
        row(born="05.02.1998"),
        row(born="5-2-98"),
        row(name="Nguyễn  Thị Hường ", level="Cấp 3"),
    ]
    run = import_file(csv_file(same), book)
    assert counts(run) == (4, 1, 3, 0)


def test_a_row_that_differs_from_the_register_is_reported_and_changes_nothing(
    book: RegisterBook, csv_file: Write
) -> None:
    import_file(csv_file([row()]), book)
    run = import_file(csv_file([row(name="Trần Văn Minh", born="06/02/1998")]), book)
    reason = "Số vào sổ 1 đã ghi cho Nguyễn Thị Hường; dòng này khác ở: họ và tên, ngày sinh."
    assert faults(run) == [(2, reason)]
    assert Diploma.objects.get().holder_name == "Nguyễn Thị Hường"


def test_a_revoked_entry_is_still_the_same_when_its_file_comes_again(
    book: RegisterBook, csv_file: Write
) -> None:
    import_file(csv_file([row()]), book)
    Diploma.objects.update(state="REVOKED")
    run = import_file(csv_file([row()]), book)
    assert counts(run) == (1, 0, 1, 0)
    assert Diploma.objects.get().state == "REVOKED"


def test_one_number_may_stand_in_two_books_and_for_two_levels(
    book: RegisterBook, csv_file: Write
) -> None:
    other = RegisterBook.objects.create(name="Sổ khác", keeper=book.keeper)
    file = csv_file([row(), row(level="THCS", born="05/02/2001")])
    assert import_file(file, book).added == 2
    assert import_file(file, other).added == 2


def test_a_remark_beside_a_row_becomes_an_annotation_once(
    book: RegisterBook, csv_file: Write
) -> None:
    header = (*HEADER, "Tình trạng", "Ghi chú")
    file = csv_file([(*row(), "Đã chỉnh sửa", "Sửa tên đệm theo QĐ 12")], header=header)
    import_file(file, book)
    import_file(file, book)
    note = Annotation.objects.get()
    assert (note.kind, note.text, note.diploma.state) == (
        "CORRECTED",
        "Sửa tên đệm theo QĐ 12",
        "CORRECTED",
    )


def refused(path: Path, book: RegisterBook) -> str:
    with pytest.raises(UnreadableFile) as problem:
        import_file(path, book)
    run = ImportRun.objects.latest("pk")
    assert run.problem == str(problem.value)
    assert run.finished_at is not None
    return run.problem


def test_a_file_without_needed_columns_is_refused_and_says_which(
    book: RegisterBook, csv_file: Write
) -> None:
    file = csv_file(
        [("1", "Nguyễn Thị Hường", "THPT")], header=("Số vào sổ", "Họ và tên", "Loại bằng")
    )
    assert refused(file, book) == "Tệp thiếu cột: ngày sinh, năm tốt nghiệp, cơ quan cấp."


def test_a_file_without_a_header_is_refused(book: RegisterBook, csv_file: Write) -> None:
    assert refused(csv_file([row()], header=()), book).startswith("Không thấy dòng tiêu đề")


def test_a_workbook_with_two_filled_sheets_is_refused_rather_than_half_read(
    book: RegisterBook, tmp_path: Path
) -> None:
    path, workbook = tmp_path / "two.xlsx", Workbook()
    for title in ("2016", "2017"):
        workbook.create_sheet(title).append(HEADER)
    workbook.save(path)
    assert "2016, 2017" in refused(path, book)


@pytest.mark.parametrize("content", [b"not a workbook", b"PK\x03\x04 broken"])
def test_a_broken_workbook_is_refused(book: RegisterBook, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.xlsx"
    path.write_bytes(content)
    assert refused(path, book) == "Không mở được tệp Excel: tệp hỏng hoặc có mật khẩu."


def test_a_zip_bomb_is_refused_before_it_is_unpacked(
    book: RegisterBook, workbook: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbook([row()])
    with zipfile.ZipFile(path) as archive:
        size = sum(part.file_size for part in archive.infolist())
    monkeypatch.setattr("foundation.spreadsheets.BY_COMMAND", Caps(unpacked=size - 1))
    assert refused(path, book) == "Tệp quá lớn; hãy chia thành nhiều tệp."


def test_an_entity_bomb_is_not_expanded(book: RegisterBook, workbook: Write) -> None:
    path = workbook([row()])
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    _rewrite(path, "xl/worksheets/sheet1.xml", bomb)
    assert refused(path, book) == "Không mở được tệp Excel: tệp hỏng hoặc có mật khẩu."
    assert Diploma.objects.count() == 0


def _rewrite(path: Path, part: str, before: bytes) -> None:
    """Put `before` before the root element of one part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    start = parts[part].index(b"<worksheet")
    parts[part] = parts[part][:start] + before + parts[part][start:]
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_an_old_xls_file_is_refused_with_advice(book: RegisterBook, tmp_path: Path) -> None:
    path = tmp_path / "old.xls"
    path.touch()
    assert "lưu lại thành .xlsx" in refused(path, book)


def test_a_file_in_another_encoding_is_refused_and_what_came_before_is_kept(
    book: RegisterBook, csv_file: Write
) -> None:
    path = csv_file([row(number=str(number)) for number in range(BATCH * 2)])
    with path.open("ab") as file:
        file.write("9999,Trần,".encode() + b"\xd0\xff\n")
    assert "CSV UTF-8" in refused(path, book)
    kept = Diploma.objects.count()
    assert kept == ImportRun.objects.latest("pk").added
    assert kept in (BATCH, 2 * BATCH)  # whole batches: the file is read ahead by some kilobytes


def test_progress_is_told_after_each_batch_and_ends_at_the_whole(
    book: RegisterBook, csv_file: Write
) -> None:
    told: list[tuple[int, float]] = []
    rows = [row(number=str(number)) for number in range(BATCH + 1)]
    import_file(csv_file(rows), book, progress=lambda count, share: told.append((count, share)))
    assert [count for count, _share in told] == [BATCH, BATCH + 1]
    assert 0 < told[0][1] <= told[1][1] == 1.0
