"""Hostile ZIP files are refused whatever is wrong with them; those that programs write are
taken.
"""

from __future__ import annotations

import io

import docx
import pytest
from openpyxl import Workbook

from documents.slips import FACTS
from foundation.untrusted_archives import ArchiveRefused, Caps, TooLarge, check, check_office
from tests.organisations.zips import Entry, build, honest, hostile, nested, one

HOSTILE, HONEST = hostile(), honest()


def test_there_are_enough_of_each() -> None:
    assert len(HOSTILE) >= 35 and len(HONEST) >= 10


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_archive_is_refused(kind: str) -> None:
    with pytest.raises(ArchiveRefused):
        check(HOSTILE[kind])


@pytest.mark.parametrize("kind", HONEST)
def test_an_honest_archive_is_taken(kind: str) -> None:
    assert check(HONEST[kind])


def test_what_word_and_excel_libraries_write_is_taken() -> None:
    word, book = io.BytesIO(), io.BytesIO()
    docx.Document().save(word)
    workbook = Workbook()
    workbook.active.append(["Họ tên", "Ngày sinh"])
    workbook.save(book)
    check_office(word.getvalue(), "word/document.xml")
    check_office(book.getvalue(), "xl/workbook.xml", Caps(cells=10))


@pytest.mark.parametrize("name", FACTS)
def test_our_own_slips_are_taken(name: str) -> None:
    from django.conf import settings

    check_office(
        (settings.BASE_DIR / "documents" / f"{name}.docx").read_bytes(), "word/document.xml"
    )


@pytest.mark.parametrize("macro", ["word/vbaProject.bin", "xl/VBAPROJECT.BIN", "word/vbaData.xml"])
def test_macros_are_refused(macro: str) -> None:
    parts = [Entry("[Content_Types].xml"), Entry("word/document.xml")]
    check_office(build(parts), "word/document.xml")
    with pytest.raises(ArchiveRefused, match="macros"):
        check_office(build([*parts, Entry(macro)]), "word/document.xml")


def test_each_cap_holds() -> None:
    with pytest.raises(TooLarge):
        check(one(data=bytes(range(256)) * 100, method=0), Caps(unpacked=20_000))
    with pytest.raises(TooLarge):
        check(build([Entry(f"{number}.xml") for number in range(11)]), Caps(entries=10))
    with pytest.raises(TooLarge):
        check(nested(2), Caps(depth=1))
    with pytest.raises(TooLarge):
        check(one(data=b"0" * 2_000_000))  # packs 1:1000
    cells = b"<row>" + b'<c r="A1"/><x:c>' * 50 + b"</row>"
    check(one(name="xl/worksheets/sheet1.xml", data=cells), Caps(cells=100))
    with pytest.raises(TooLarge):
        check(one(name="xl/worksheets/sheet1.xml", data=cells), Caps(cells=99))


def test_cells_are_counted_once_each_across_the_borders_of_what_is_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("foundation.untrusted_archives.CHUNK", 7)
    content = one(name="xl/worksheets/sheet1.xml", data=b'<c r="A1"/><x:c>' * 50)
    check(content, Caps(cells=100))
    with pytest.raises(TooLarge):
        check(content, Caps(cells=99))
