"""Birth dates as registers write them; what no calendar has is refused."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registers.birth_dates import NotADate, birth_date, day

BORN = dt.date(1998, 2, 5)


@pytest.mark.parametrize(
    "text",
    ["05/02/1998", "5/2/1998", "5-2-98", "05.02.1998", "5 . 2 . 1998", "1998-02-05", "1998-02-05 00:00:00",
     "ngày 05 tháng 02 năm 1998", "Nga\u0300y 5 tháng 2 năm 1998", "5 tháng 2 năm 1998", "05/02/98"],
)  # fmt: skip
def test_one_day_in_every_writing(text: str) -> None:
    assert birth_date(text, 2016) == BORN


@pytest.mark.parametrize(
    "text",
    [
        "1975",
        "năm 1975",
        "khoảng năm 1975",
        "00/00/1975",
        "--/--/1975",
        "../../1975",
        "02/1975",
        "tháng 2 năm 1975",
    ],
)
def test_a_year_alone_is_kept_without_a_day(text: str) -> None:
    assert birth_date(text, 1995) is None


@pytest.mark.parametrize(
    "text",
    [
        "31/02/1998",
        "29/02/1999",
        "05/13/1998",
        "32/01/1998",
        "chưa rõ",
        "1998 hoặc 1999",
        "5/2",
        "13/1998",
        "98",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(NotADate):
        birth_date(text, 2016)


@pytest.mark.parametrize(("text", "year"), [("05/02/2010", 2016), ("1900", 2016), ("2016", 2016)])
def test_a_birth_that_does_not_fit_the_graduation_is_refused(text: str, year: int) -> None:
    with pytest.raises(NotADate, match="không hợp với năm tốt nghiệp"):
        birth_date(text, year)


def test_two_digits_mean_the_century_that_fits_the_graduation() -> None:
    assert birth_date("05/02/05", 2023) == dt.date(2005, 2, 5)
    assert birth_date("05/02/55", 1975) == dt.date(1955, 2, 5)


@given(st.dates(dt.date(1935, 1, 1), dt.date(2012, 12, 31)), st.sampled_from("/.-"))
def test_every_day_of_the_calendar_is_read_in_every_numeric_writing(
    date: dt.date, sign: str
) -> None:
    year = date.year + 18
    for text in (
        f"{date:%d}{sign}{date:%m}{sign}{date:%Y}",
        f"{date.day}{sign}{date.month}{sign}{date:%y}",
    ):
        assert birth_date(text, year) == date


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        assert isinstance(day(text, 2026), dt.date)
    except NotADate as refused:
        assert str(refused)
