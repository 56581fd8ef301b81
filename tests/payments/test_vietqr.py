"""VietQR against two codes that banks made and one widely copied fake."""

from __future__ import annotations

import pytest

from payments import vietqr
from payments.vietqr import NotVietQR, Transfer

FIRST = (
    "00020101021238570010A00000072701270006970436011300110018008790208QRIBFTTA530370454061000005802VN"
    "62130809nhan tien6304D1EF"
)
SECOND = (
    "00020101021238570010A000000727012700069704220113VQRQADXSY75540208QRIBFTTA53037045405100005802VN"
    "62160812Test Payment63043E83"
)
FAKE = (
    "00020101021238570010A000000727012700069704220113VQRQADXSY75540208QRIBFTTA53037045405100005802VN"
    "62150811ORDER1234563040F1D"
)


def test_the_check_value_of_the_algorithm() -> None:
    assert vietqr.crc("123456789") == 0x29B1


@pytest.mark.parametrize(
    ("text", "transfer"),
    [
        (FIRST, Transfer("970436", "0011001800879", 100_000, "nhan tien")),
        (SECOND, Transfer("970422", "VQRQADXSY7554", 10_000, "Test Payment")),
    ],
)
def test_codes_of_banks_are_read_and_built_to_the_byte(text: str, transfer: Transfer) -> None:
    assert vietqr.parse(text) == transfer
    assert vietqr.build(transfer) == text


def test_the_copied_fake_is_refused() -> None:
    with pytest.raises(NotVietQR):
        vietqr.parse(FAKE)


@pytest.mark.parametrize("place", range(0, len(FIRST), 3))
def test_a_changed_letter_is_seen(place: int) -> None:
    other = "1" if FIRST[place] != "1" else "2"
    with pytest.raises(NotVietQR):
        vietqr.parse(FIRST[:place] + other + FIRST[place + 1 :])


@pytest.mark.parametrize("length", range(len(FIRST)))
def test_a_code_cut_short_is_refused(length: int) -> None:
    with pytest.raises(NotVietQR):
        vietqr.parse(FIRST[:length])


def test_another_currency_or_scheme_is_refused() -> None:
    for old, new in (("5303704", "5303840"), ("A000000727", "A000000728")):
        body = FIRST[:-4].replace(old, new)
        with pytest.raises(NotVietQR):
            vietqr.parse(f"{body}{vietqr.crc(body):04X}")


def test_only_ascii_fits() -> None:
    with pytest.raises(ValueError, match="ASCII"):
        vietqr.build(Transfer("970436", "123", 1000, "nộp phí"))


def test_without_an_amount_the_payer_chooses() -> None:
    text = vietqr.build(Transfer("970436", "0011001800879"))
    assert text.startswith("000201010211") and vietqr.parse(text).amount is None
