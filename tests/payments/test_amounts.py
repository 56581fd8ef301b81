"""Amounts in figures, in words, and as bank statements write them."""

from __future__ import annotations

import pytest

from payments import amounts


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (250_000, "Hai trăm năm mươi nghìn đồng"),
        (500_000, "Năm trăm nghìn đồng"),
        (1_000, "Một nghìn đồng"),
        (1_005_000, "Một triệu không trăm lẻ năm nghìn đồng"),
        (21_015, "Hai mươi mốt nghìn không trăm mười lăm đồng"),
        (11_111, "Mười một nghìn một trăm mười một đồng"),
        (1_255_000, "Một triệu hai trăm năm mươi lăm nghìn đồng"),
        (104, "Một trăm lẻ bốn đồng"),
        (2_000_000_001, "Hai tỷ không trăm lẻ một đồng"),
    ],
)
def test_in_words(amount: int, words: str) -> None:
    assert amounts.in_words(amount) == words


@pytest.mark.parametrize("amount", [0, -1, 10**18])
def test_what_has_no_words(amount: int) -> None:
    with pytest.raises(ValueError, match="amount"):
        amounts.in_words(amount)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("250,000", 250_000),
        ("250.000", 250_000),
        ("+250.000 VND", 250_000),
        ("250000.00", 250_000),
        ("1,250,000.00", 1_250_000),
        ("250.000đ", 250_000),
        ("250 000", 250_000),
        ("-250,000", None),
        ("999.999.999.999.999.999", 10**18 - 1),
        ("9223372036854775808", None),  # a column could not hold it
        ("9" * 400, None),
        ("250,0", 250),
        ("250.50", None),
        ("25,00,000", None),
        ("", None),
        ("Số dư", None),
    ],
)
def test_read(text: str, amount: int | None) -> None:
    assert amounts.read(text) == amount


def test_shown() -> None:
    assert amounts.shown(1_250_000) == "1.250.000 đồng"
