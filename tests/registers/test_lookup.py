"""An officer finds the entry although the application is spelled otherwise, and learns nothing
about other people.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection

from organisations.models import Authority
from organisations.seed import seed_organisations
from registers.lookup import DiplomaQuery, Match, TooVague, facts, find
from registers.models import Annotation, Diploma
from tests.people import enter_diploma

BORN = dt.date(1998, 2, 5)


@pytest.fixture
def keeper(db: None) -> Authority:
    seed_organisations()
    return Authority.objects.get(slug="sgddt-daklak")


@pytest.fixture
def huong(keeper: Authority) -> Diploma:
    return enter_diploma(keeper)


def only(**asked: Any) -> Match:
    (match,) = find(DiplomaQuery(**asked))
    return match


@pytest.mark.parametrize(
    "name",
    ["Nguyễn Thị Hường", "nguyen thi huong", "NGUYỄN THỊ HƯỜNG", "Nguye\u0302\u0303n Thị  Hường"],
)
def test_diacritics_capitals_and_unicode_forms_do_not_matter(huong: Diploma, name: str) -> None:
    match = only(holder_name=name, birth_date=BORN)
    assert (match.diploma, match.score, match.differences) == (huong, 100, ())


def test_hoa_is_found_wherever_the_tone_is_written(keeper: Authority) -> None:
    hoa = enter_diploma(keeper, holder_name="Trần Thị Hòa")
    assert only(holder_name="Trần Thị Hoà", birth_date=BORN).diploma == hoa


@pytest.mark.parametrize("name", ["H'Hen Niê", "H’Hen Niê", "HHen Niê", "H Hen Niê", "h' hen nie"])
def test_ede_names_are_found_with_every_apostrophe_and_without(
    keeper: Authority, name: str
) -> None:
    hen = enter_diploma(keeper, holder_name="H'Hen Niê")
    assert only(holder_name=name, birth_date=BORN).diploma == hen


def test_a_name_in_another_order_is_found_and_the_difference_named(huong: Diploma) -> None:
    match = only(holder_name="Hường Nguyễn Thị", birth_date=BORN)
    assert match.diploma == huong
    assert match.differences == ("holder_name",)


def test_a_name_with_a_word_left_out_is_found_by_birth_date_and_year(huong: Diploma) -> None:
    match = only(holder_name="Nguyễn Hường", birth_date=BORN, graduation_year=2016)
    assert match.differences == ("holder_name",)
    assert match.score < 100


def test_day_and_month_exchanged_are_found_and_the_difference_named(huong: Diploma) -> None:
    match = only(holder_name="Nguyễn Thị Hường", birth_date=dt.date(1998, 5, 2))
    assert match.differences == ("birth_date",)


def test_an_entry_with_a_birth_year_only_is_found_by_the_full_date(keeper: Authority) -> None:
    thu = enter_diploma(keeper, holder_name="Y Thu Êban", birth_date=None, birth_date_text="1998")
    match = only(holder_name="Y Thu Êban", birth_date=BORN)
    assert (match.diploma, match.differences) == (thu, ("birth_date",))


@pytest.mark.parametrize("serial", ["A 01234567", "a01234567", "A.01234567", " A-0123 4567 "])
def test_the_serial_alone_is_enough(huong: Diploma, serial: str) -> None:
    assert only(serial=serial).diploma == huong


def test_a_short_school_name_agrees_with_the_full_one(huong: Diploma) -> None:
    asked = {"holder_name": "Nguyễn Thị Hường", "birth_date": BORN}
    assert only(**asked, school="THPT Buôn Ma Thuột").differences == ()
    assert only(**asked, school="THPT Chu Văn An").differences == ("school",)


def test_the_best_match_comes_first_and_never_more_than_the_limit(
    huong: Diploma, keeper: Authority
) -> None:
    for number in range(8):
        enter_diploma(
            keeper, book_number=f"n{number}", serial="", birth_date=dt.date(1998, 3, number + 1)
        )
    matches = find(
        DiplomaQuery(holder_name="Nguyễn Thị Hường", birth_date=BORN, graduation_year=2016), limit=3
    )
    assert len(matches) == 3
    assert matches[0].diploma == huong
    assert [match.score for match in matches] == sorted(
        (match.score for match in matches), reverse=True
    )


@pytest.mark.parametrize(
    "asked",
    [{}, {"holder_name": "Nguyễn Thị Hường"}, {"graduation_year": 2016, "school": "THPT"}, {"birth_date": BORN},
     {"serial": " - "}],
)  # fmt: skip
def test_a_question_that_would_list_the_register_is_refused(
    huong: Diploma, asked: dict[str, Any]
) -> None:
    with pytest.raises(TooVague):
        find(DiplomaQuery(**asked))


@pytest.mark.parametrize("name", ["Trần Thị Hường", "Hường", "Nguyễn", "Nguyễn Thị Lan"])
def test_nobody_else_of_the_same_day_and_year_is_given_away(huong: Diploma, name: str) -> None:
    query = DiplomaQuery(
        holder_name=name, birth_date=BORN, graduation_year=2016, school=huong.school, level="THPT"
    )
    assert find(query) == []


def test_facts_say_what_the_register_says_and_where_it_is_silent(huong: Diploma) -> None:
    huong.signer, huong.decision_date = "", None
    Annotation.objects.create(diploma=huong, kind="CORRECTED", text="Chỉnh sửa họ tên")
    told = facts(huong)
    assert told["signer"] == told["decision_date_text"] == "(sổ gốc không ghi)"
    assert told["annotations_text"] == "Chỉnh sửa họ tên"
    assert told["birth_date"] == "1998-02-05"
    assert all(isinstance(value, str) for value in told.values())


def test_no_question_reads_the_whole_table(huong: Diploma) -> None:
    """Each statement of the fullest question, explained by the database itself."""
    query = DiplomaQuery("Nguyễn Thị Hường", BORN, "THPT", 2016, "THPT Buôn Ma Thuột", "A 01234567")
    plans = _plans(query)
    assert len(plans) == 4
    for plan in plans:
        assert "INDEX" in plan.upper(), plan
        assert "SCAN REGISTERS_DIPLOMA" not in plan.upper(), plan
        assert "Seq Scan on registers_diploma" not in plan


def _plans(query: DiplomaQuery) -> list[str]:
    from registers.lookup import _questions

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # of a table of one row PostgreSQL reads all
            cursor.execute("SET LOCAL enable_seqscan = off")
        return [
            rows.select_related("book").order_by("id")[:60].explain() for rows in _questions(query)
        ]
