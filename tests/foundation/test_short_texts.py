"""One segment, as the standard counts them, and the same words in ASCII."""

from __future__ import annotations

import pytest

from foundation import short_texts


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("Hồ sơ “đã có” kết quả – Đắk Lắk…", 'Ho so "da co" ket qua - Dak Lak...'),
        ("Đủ giấy tờ của H’Hen, Ưng Ý", "Du giay to cua H'Hen, Ung Y"),
    ],
)
def test_diacritics_go_and_capitals_stay(said: str, plain: str) -> None:
    assert short_texts.without_diacritics(said) == plain
    assert plain.isascii()


@pytest.mark.parametrize(
    ("text", "one"),
    [
        ("a" * 160, True),
        ("a" * 161, False),
        ("a" * 158 + "[", True),  # of the extension: two
        ("a" * 159 + "[", False),
        ("ố" + "a" * 69, True),
        ("ố" + "a" * 70, False),
        ("😀" + "a" * 69, False),  # two units of UTF-16
    ],
)
def test_a_segment_is_160_of_the_gsm_alphabet_or_70_of_any(text: str, one: bool) -> None:
    assert short_texts.fits(text) is one


def test_words_give_way_and_the_address_stays() -> None:
    long = "H15.50-261201-0001: " + "hen tra " * 40
    said = short_texts.shortened(long, " motcua.example/tra-cuu")
    assert short_texts.fits(said) and said.endswith("... motcua.example/tra-cuu")
    assert short_texts.shortened("Ngắn.", " x.vn") == "Ngắn. x.vn"
    assert short_texts.fits(short_texts.shortened("ố" * 300, " motcua.example"))
