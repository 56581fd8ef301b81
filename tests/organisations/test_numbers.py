"""Numbers and amounts as people write them; nothing with two readings is guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.numbers import NotANumber, TwoReadings, dong, whole
from payments import amounts


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1.500.000 ₫", 1_500_000), ("1.500", 1500), ("1,500", 1500), ("1 500 000 đồng", 1_500_000),
        ("1\u00a0500\u202f000đ", 1_500_000), ("250000", 250_000), ("250.000,00 VND", 250_000),
        ("250,000.00", 250_000), ("250000.00", 250_000), ("VND 1.500.000", 1_500_000), ("₫1.500", 1500),
        ("+250.000 VNĐ", 250_000), ("-250.000", -250_000), ("1'500'000", 1_500_000), ("１.５００", 1500), ("0", 0),
        ("250.000,-", 250_000), ("500 000d", 500_000), ("250.000.-", 250_000), ("1.500.000đ.", 1_500_000),
        ("1.500.000 (VNĐ)", 1_500_000), ("VNĐ: 250.000", 250_000), ("1’500’000", 1_500_000), ("250k", 250_000),
        ("250 nghìn đồng", 250_000), ("1,5 triệu", 1_500_000), ("2 tr", 2_000_000), ("1,25 tỷ đồng", 1_250_000_000),
    ],
)  # fmt: skip
def test_amounts_of_money(text: str, amount: int) -> None:
    assert dong(text) == amount


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "1.5",
        "1,50",
        "1.500,5",
        "1.50.000",
        "0.500",
        "12.34.567",
        "1..500",
        "1.500.00",
        "1e6",
        "--5",
        "đ",
        "250, 300",
        "1,5,5 triệu",
        "k",
        "(đ)",
    ],
)
def test_no_amounts_of_money(text: str) -> None:
    with pytest.raises(NotANumber):
        dong(text)


@pytest.mark.parametrize(
    "text", ["1.500,000", "1,500.000", "12.345.678,900", "1.500 triệu", "1,500k"]
)
def test_amounts_with_two_readings(text: str) -> None:
    with pytest.raises(TwoReadings):
        dong(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2016", 2016), ("1.500.000", 1_500_000), ("1 500", 1500), ("8,0", 8), ("8.00", 8), ("-3", -3), ("+3", 3),
        ("\u22125", -5), ("２０１６", 2016), ("\u202d2016\u202c", 2016),
    ],
)  # fmt: skip
def test_whole_numbers(text: str, number: int) -> None:
    assert whole(text) == number


@pytest.mark.parametrize("text", ["1.500", "1,500", "12.345", "-1.500"])
def test_whole_numbers_with_two_readings(text: str) -> None:
    with pytest.raises(TwoReadings):
        whole(text)


@pytest.mark.parametrize("text", ["8,5", "8.25", "20 16", "2016a", "", "1/2", "1-2"])
def test_no_whole_numbers(text: str) -> None:
    with pytest.raises(NotANumber):
        whole(text)


@given(st.integers(0, 10**15))
def test_what_we_write_we_read(amount: int) -> None:
    assert dong(amounts.shown(amount)) == dong(f"{amount:,}") == dong(f"{amount:,}.00") == amount


@given(st.text(alphabet="0123456789., -+'", max_size=14))
def test_a_fraction_of_a_dong_is_never_taken(text: str) -> None:
    """Whatever is taken has the digits of the text, less noughts behind a fraction's sign."""
    try:
        amount = dong(text)
    except NotANumber:
        return
    digits = "".join(sign for sign in text if sign.isdigit())
    assert digits.removesuffix("00").lstrip("0") in (
        f"{abs(amount)}".removesuffix("00"),
        f"{abs(amount)}",
        "",
    ) or (digits.lstrip("0").startswith(str(abs(amount))))
