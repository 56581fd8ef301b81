"""An invented register with the troubles of real ones: for trying, measuring and testing the
import.

The same seed gives the same rows. Shares of the troubles are guesses from what registers typed by
hand look like.
"""

from __future__ import annotations

import csv
import datetime as dt
import unicodedata
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random

from foundation.spreadsheets import UnreadableFile
from registers import invented

HEADER = {
    "counter": "STT",
    "book_number": "Số vào sổ",
    "serial": "Số hiệu",
    "holder_name": "Họ và tên",
    "birth_date": "Ngày, tháng, năm sinh",
    "birth_place": "Nơi sinh",
    "sex": "Giới tính",
    "ethnicity": "Dân tộc",
    "school": "Học sinh trường",
    "level": "Loại văn bằng",
    "graduation_year": "Năm tốt nghiệp",
    "grade": "Xếp loại",
    "decision": "Quyết định công nhận",
    "decision_date": "Ngày quyết định",
    "issued_by": "Cơ quan cấp",
    "signer": "Người ký",
    "note": "Ghi chú",
}
TITLE = "SỔ GỐC CẤP BẰNG TỐT NGHIỆP (dữ liệu giả, tạo bằng máy)"

#: Troubles and how many rows of a thousand have each.
FORMS = {"dotted": 80, "short": 50, "words": 40, "year": 15, "cell": 200}
MANNERS = {"nfd": 120, "blanks": 80, "curly": 60, "thousands": 50, "level_words": 300}
FAULTS = {"no_such_day": 4, "no_name": 2, "unknown_level": 2, "future_year": 2}
REPEATED, CONFLICTING = 10, 3
REMEMBERED = 50  # rows back that a repeated row is taken from

Cell = str | dt.date
Record = dict[str, Cell]


def _demo(**own: Cell) -> Record:
    """A holder of the demo, by what differs from the usual."""
    usual: Record = {
        "sex": "Nữ",
        "ethnicity": "Kinh",
        "level": "THPT",
        "grade": "Khá",
        "signer": "Phan Hồng",
        "note": "",
        "birth_place": "huyện Krông Pắc, tỉnh Đắk Lắk",
        "issued_by": "Sở Giáo dục và Đào tạo Đắk Lắk",
        "decision": "512/QĐ-SGDĐT",
        "decision_date": f"15/07/{own['graduation_year']}",
    }
    return usual | own


#: Invented people who always come first, written cleanly: tours, tests and the demo's dossiers name
#: them.
DEMO_HOLDERS: tuple[Record, ...] = (
    _demo(
        book_number="DT-0001",
        serial="A 01234567",
        holder_name="Nguyễn Thị Hường",
        birth_date="05/02/1998",
        school="Trường THPT Buôn Ma Thuột",
        graduation_year="2016",
    ),
    _demo(
        book_number="DT-0002",
        serial="B 07654321",
        holder_name="H'Mai Niê",
        birth_date="01/05/2005",
        ethnicity="Ê Đê",
        school="Trường THPT Buôn Ma Thuột",
        birth_place="xã Ea Kao, thành phố Buôn Ma Thuột, tỉnh Đắk Lắk",
        graduation_year="2023",
        grade="Giỏi",
        decision="733/QĐ-SGDĐT",
        decision_date="20/07/2023",
        signer="Phạm Đăng Khoa",
    ),
    _demo(
        book_number="DT-0003",
        serial="A 01234568",
        holder_name="H'Hen Niê",
        birth_date="19/05/1997",
        ethnicity="Ê Đê",
        school="Trường THPT Lắk",
        birth_place="huyện Lắk, tỉnh Đắk Lắk",
        graduation_year="2015",
    ),
    _demo(
        book_number="DT-0004",
        serial="A 01234569",
        holder_name="Trần Văn Minh",
        birth_date="21/11/1990",
        sex="Nam",
        school="Trường THPT Trần Phú",
        birth_place="huyện Tuy An, tỉnh Phú Yên",
        graduation_year="2008",
        issued_by="Sở Giáo dục và Đào tạo Phú Yên",
        signer="Võ Ngọc Sanh",
    ),
    _demo(
        book_number="DT-0005",
        serial="A 01234570",
        holder_name="Lê Hoàng Nam",
        birth_date="03/09/1997",
        sex="Nam",
        school="Trường THPT Chu Văn An",
        birth_place="thành phố Buôn Ma Thuột, tỉnh Đắk Lắk",
        graduation_year="2015",
    ),
    _demo(
        book_number="DT-0006",
        serial="A 01234571",
        holder_name="Y Thu Êban",
        birth_date="1979",
        sex="Nam",
        ethnicity="Ê Đê",
        school="Trường THPT Cư M'gar",
        birth_place="huyện Cư M'gar, tỉnh Đắk Lắk",
        graduation_year="1998",
        grade="Trung bình",
    ),
)
_RESERVED = frozenset(str(holder["holder_name"]) for holder in DEMO_HOLDERS)


def records(rows: int, seed: int) -> Iterator[Record]:
    """`rows` rows by field name, demo holders first."""
    random = Random(seed)  # noqa: S311 - invented people, not secrets
    remembered: list[Record] = []
    for number in range(1, rows + 1):
        if number <= len(DEMO_HOLDERS):
            yield {**DEMO_HOLDERS[number - 1], "counter": str(number)}
            continue
        record = _repeated(random, remembered) or _clean(random, number)
        remembered = [*remembered[-REMEMBERED + 1 :], record]
        yield {**_troubled(random, record), "counter": str(number)}


def write(path: Path, rows: int, seed: int) -> None:
    """Write the register as .csv (UTF-8) or .xlsx; raises UnreadableFile for another kind of
    file.
    """
    writers = {".csv": _write_csv, ".xlsx": _write_workbook}
    if path.suffix.lower() not in writers:
        raise UnreadableFile("Only .csv and .xlsx are written.")
    writers[path.suffix.lower()](path, records(rows, seed))


def _write_csv(path: Path, rows: Iterator[Record]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([TITLE])
        writer.writerow(HEADER.values())
        writer.writerows([_as_text(record[field]) for field in HEADER] for record in rows)


def _write_workbook(path: Path, rows: Iterator[Record]) -> None:
    from openpyxl import Workbook  # heavy, and wanted by few processes

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sổ gốc")
    sheet.append([TITLE])
    sheet.append(list(HEADER.values()))
    for record in rows:
        sheet.append([record[field] for field in HEADER])
    book.save(path)


def _as_text(cell: Cell) -> str:
    return cell if isinstance(cell, str) else f"{cell:%d/%m/%Y}"


def _clean(random: Random, number: int) -> Record:
    """An entry as it should be written; its birth date is still a date."""
    people, sex = invented.weighted(random, invented.PEOPLES), random.choice("FM")
    province = "Phú Yên" if random.random() < 0.2 else "Đắk Lắk"
    district = random.choice(list(invented.PROVINCES[province]))
    level = invented.weighted(random, invented.LEVELS)
    year = random.randint(1985, 2024)
    return {
        "book_number": str(number),
        "serial": f"{'BCDE'[number % 4]} {number * 7:08d}",
        "holder_name": _holder(random, people, sex),
        "birth_date": _born(random, level, year),
        "birth_place": f"{district}, tỉnh {province}",
        "sex": "Nữ" if sex == "F" else "Nam",
        "ethnicity": people,
        "school": _school(random, level, district, province),
        "level": level,
        "graduation_year": str(year),
        "grade": invented.weighted(random, invented.GRADES),
        "decision": f"{random.randint(100, 999)}/QĐ-{'PGDĐT' if level == 'THCS' else 'SGDĐT'}",
        "decision_date": f"15/07/{year}",
        "issued_by": invented.issuer(level, district, province),
        "signer": random.choice(invented.SIGNERS),
        "note": "",
    }


def _holder(random: Random, people: str, sex: str) -> str:
    """Nobody else is called like a holder of the demo."""
    while (name := invented.name(random, people, sex)) in _RESERVED:
        pass
    return name


def _born(random: Random, level: str, year: int) -> dt.date:
    age = (
        random.randint(20, 35)
        if level == "BTTHPT"
        else random.choice((18, 18, 18, 19)) - (level == "THCS") * 3
    )
    return dt.date(year - age, 1, 1) + dt.timedelta(days=random.randrange(365))


def _school(random: Random, level: str, district: str, province: str) -> str:
    if level == "THCS":
        return random.choice(invented.LOWER_SCHOOLS)
    if level == "BTTHPT":
        return f"{invented.CENTRE} {district}"
    return random.choice(invented.PROVINCES[province][district])


def _repeated(random: Random, remembered: list[Record]) -> Record | None:
    """A row typed twice: the same, or with another school under the same number."""
    chance = random.randrange(1000)
    if not remembered or chance >= REPEATED + CONFLICTING:
        return None
    record = random.choice(remembered)
    return record if chance < REPEATED else {**record, "school": f"{record['school']} (cơ sở 2)"}


def _troubled(random: Random, record: Record) -> Record:
    """The row as it was really typed."""
    troubled = {**record, "birth_date": _date(random, record["birth_date"])}
    for manner, share in MANNERS.items():
        if random.randrange(1000) < share:
            troubled = _MANNERS[manner](troubled)
    fault = _one_of(random, FAULTS)
    return {**troubled, **_FAULTS[fault]} if fault else troubled


def _one_of(random: Random, shares: dict[str, int]) -> str:
    """One of the keys by its share of a thousand, or none."""
    return invented.weighted(random, {**shares, "": 1000 - sum(shares.values())})


def _date(random: Random, date: Cell) -> Cell:
    assert isinstance(date, dt.date)  # noqa: S101 - rows are remembered before they are spoiled
    forms: dict[str, Cell] = {
        "": f"{date:%d/%m/%Y}",
        "dotted": f"{date:%d.%m.%Y}",
        "short": f"{date.day}-{date.month}-{date:%y}",
        "words": f"ngày {date:%d} tháng {date:%m} năm {date.year}",
        "year": str(date.year),
        "cell": date,
    }
    return forms[_one_of(random, FORMS)]


def _decomposed(record: Record) -> Record:
    """As a Mac or an old program stores Vietnamese: every diacritic is a character of its own."""
    decompose = partial(unicodedata.normalize, "NFD")
    return {
        field: decompose(cell) if isinstance(cell, str) else cell for field, cell in record.items()
    }


def _blanks(record: Record) -> Record:
    name, school = str(record["holder_name"]), str(record["school"])
    return {
        **record,
        "holder_name": f"  {name.replace(' ', '  ', 1)}\u00a0",
        "school": f"{school} ",
    }


def _curly(record: Record) -> Record:
    return {**record, "holder_name": str(record["holder_name"]).replace("'", "’")}


def _thousands(record: Record) -> Record:
    return {**record, "book_number": f"{int(str(record['book_number'])):,}".replace(",", ".")}


def _level_words(record: Record) -> Record:
    words = {"THPT": "Trung học phổ thông", "THCS": "Trung học cơ sở", "BTTHPT": "Bổ túc THPT"}
    return {**record, "level": words[str(record["level"])]}


_MANNERS = {
    "nfd": _decomposed,
    "blanks": _blanks,
    "curly": _curly,
    "thousands": _thousands,
    "level_words": _level_words,
}
_FAULTS: dict[str, Record] = {
    "no_such_day": {"birth_date": "31/02/1990"},
    "no_name": {"holder_name": " "},
    "unknown_level": {"level": "Chứng chỉ"},
    "future_year": {"graduation_year": "2116"},
}
