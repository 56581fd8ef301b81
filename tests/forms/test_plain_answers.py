"""What people type, what is kept, and the one sentence where it cannot be."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms import phones
from forms import plain_answers as plain
from forms.errors import Refused


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0905 123 456", "0905123456"),
        ("+84 905.123.456", "0905123456"),
        ("0084905123456", "0905123456"),
        ("84905123456", "0905123456"),  # no national number begins so
        ("(0262) 385 1234", "02623851234"),
        ("0123456789", None),  # the eleven-digit mobile prefixes ended in 2018
        ("0905 123 45", None),
        ("chín không năm", None),
        ("٠٩٠٥١٢٣٤٥٦", "0905123456"),  # digits of another script mean the same number
        ("905123456", "0905123456"),  # a table took it for a sum
        ("846123456", "0846123456"),
        ("ĐT: 0905 123 456", "0905123456"),
        ("Số điện thoại: 0905,123,456.", "0905123456"),
        ("tel:+84905123456", "0905123456"),
        ("O9O5_123_456", "0905123456"),
        ("0905123456; 0906123456", None),  # which of the two?
    ],
)
def test_telephone_numbers(typed: str, kept: str | None) -> None:
    if kept is None:
        with pytest.raises(Refused, match="Nhập số điện thoại"):
            phones.phone(typed)
    else:
        assert phones.phone(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("066198001234", "066198001234"),
        ("066 198 001 234", "066198001234"),
        ("054198001234", "054198001234"),  # Phú Yên: old provinces stay in the number
        ("240123456", "240123456"),  # the old card
        ("0661980012345", None),
        ("06619800123A", None),
        ("²40123456", "240123456"),  # a digit is a digit, however high it stands
        ("CCCD: 066198001234", "066198001234"),
        ("số CCCD 066198001234.", "066198001234"),
        ("'066198001234", "066198001234"),  # as a table marks a text of digits
        ("O66198OO1234", "066198001234"),
    ],
)
def test_identity_numbers(typed: str, kept: str | None) -> None:
    if kept is None:
        with pytest.raises(Refused, match="số định danh"):
            plain.identity(typed)
    else:
        assert plain.identity(typed) == kept


@pytest.mark.parametrize(
    ("boxes", "kept"),
    [
        (("5", "2", "1998"), "1998-02-05"),
        (("29", "2", "2024"), "2024-02-29"),
        (("29", "02", "2023"), None),
        (("31", "4", "2020"), None),
        (("5", "", "1998"), None),
        (("5", "2", "98"), None),
        (("1", "1", "1899"), None),
    ],
)
def test_days(boxes: tuple[str, str, str], kept: str | None) -> None:
    if kept is None:
        with pytest.raises(Refused):
            plain.date(*boxes)
    else:
        assert plain.date(*boxes) == kept


def test_a_day_to_come_is_refused_where_it_must_be_past() -> None:
    assert plain.date("1", "1", "2999") == "2999-01-01"
    with pytest.raises(Refused, match="chưa đến"):
        plain.date("1", "1", "2999", past=True)


@pytest.mark.parametrize(
    ("typed", "kept"), [("250.000", 250_000), ("250,000 đ", 250_000), ("500000 VND", 500_000)]
)
def test_money_in_dong(typed: str, kept: int) -> None:
    assert plain.money(typed, 0, None) == kept


@pytest.mark.parametrize("typed", ["", "-5", "mười", "1e5"])
def test_what_is_no_money(typed: str) -> None:
    with pytest.raises(Refused):
        plain.money(typed, 0, None)


def test_numbers_say_their_bounds() -> None:
    assert plain.number(" 2016 ", 1950, 2026) == 2016
    with pytest.raises(Refused, match="1950 trở lên"):
        plain.number("1949", 1950, 2026)
    with pytest.raises(Refused, match="không quá 2026"):
        plain.number("2027", 1950, 2026)
    with pytest.raises(Refused):
        plain.number("9" * 400, None, None)


@given(st.text(max_size=60))
def test_text_is_kept_in_one_form_and_stays_so(typed: str) -> None:
    kept = plain.text(typed, 1000)
    assert kept == unicodedata.normalize("NFC", kept) == plain.text(kept, 1000)


def test_the_two_ways_of_writing_a_letter_are_one() -> None:
    assert plain.text(unicodedata.normalize("NFD", "Nguyễn Thị Hường"), 100) == "Nguyễn Thị Hường"
    with pytest.raises(Refused, match="tối đa 5"):
        plain.text("Đắk Lắk", 5)


@pytest.mark.parametrize(
    "typed",
    ["\u202d0905123456\u202c", "84905123456", "+84 905-123-456", "0905–123–456", "０９０５１２３４５６",
     "(0905) 123.456", "0084 905 123 456", "0905\u00a0123\u202f456", "\u200b0905123456"],
)  # fmt: skip
def test_a_phone_as_people_paste_it(typed: str) -> None:
    assert phones.phone(typed) == "0905123456"


@pytest.mark.parametrize(
    "typed",
    ["066 198 001 234", "066–198–001234", "０６６１９８００１２３４", "\ufeff066198001234\u202c"],
)
def test_an_identity_number_as_people_paste_it(typed: str) -> None:
    assert plain.identity(typed) == "066198001234"


@pytest.mark.parametrize(
    "typed", ["ten@example.vn ", "ten @example.vn", "ten\u200b@example.vn", "ｔｅｎ＠example.vn"]
)
def test_an_address_as_people_paste_it(typed: str) -> None:
    assert plain.email(typed) == "ten@example.vn"


def test_a_house_number_that_no_export_could_hold() -> None:
    assert plain.line("12 Lê\uffff  Duẩn\x00", 20) == "12 Lê Duẩn"


def test_lengths_count_after_cleaning() -> None:
    assert plain.line("a" * 10 + "\u200b" * 50 + "  ", 10) == "a" * 10
    assert plain.text("e\u0302\u0301" * 10, 10) == "ế" * 10


@pytest.mark.parametrize(
    ("typed", "kept"), [("1.500.000 ₫", 1_500_000), ("1.500", 1500), ("250,000.00", 250_000)]
)
def test_money_as_people_write_it(typed: str, kept: int) -> None:
    assert plain.money(typed, 0, None) == kept


def test_a_number_with_two_readings_is_refused_with_a_sentence() -> None:
    with pytest.raises(Refused, match="đọc được hai cách"):
        plain.number("1.500", None, None)
    with pytest.raises(Refused, match="đọc được hai cách"):
        plain.money("1.500,000", 0, None)


@pytest.mark.parametrize(
    "typed",
    ["huong@example.vn", "mailto:huong@example.vn", "<huong@example.vn>", "Nguyễn Thị Hường <huong@example.vn>",
     "huong@example.vn,", "huong@example.vn.", "huong @ example.vn", "\u202ahuong@example.vn\u202c"],
)  # fmt: skip
def test_addresses_of_mail(typed: str) -> None:
    assert plain.email(typed) == "huong@example.vn"


@pytest.mark.parametrize(
    "typed", ["huong", "a@b.vn, c@d.vn", "<a@b.vn> <c@d.vn>", "huong@example,vn"]
)
def test_no_addresses_of_mail(typed: str) -> None:
    with pytest.raises(Refused, match="thư điện tử"):
        plain.email(typed)


@pytest.mark.parametrize("box", ["9" * 5, "9" * 30, "9" * 6000, "1_9", "+1", "-1", "1e3", "٣٣٣٣٣"])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_box_of_a_date_that_bursts_the_calendar(box: str, place: int) -> None:
    boxes = ["5", "2", "1998"]
    boxes[place] = box
    with pytest.raises(Refused, match="ngày có thật"):
        plain.date(*boxes)


def test_full_width_digits_in_the_boxes_of_a_date() -> None:
    assert plain.date("０５", " 2\u200b", "１９９８") == "1998-02-05"
