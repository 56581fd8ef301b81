"""Numbers and amounts of đồng as Vietnamese write them: 1.500.000 ₫, 1 500 000 đồng, 250.000,00
VND.

A dot or a comma stands between thousands or before a fraction; what can be read in two ways is
refused, not guessed. Plain functions without a database, so that every app may use them.
"""

from __future__ import annotations

import re

from foundation.text import clean_code

# signs; longer ones are no numbers that anybody meant, and Python refuses to read the longest
LONGEST = 60
_PLAIN = re.compile(r"\d+")
#: Thousands apart by one and the same sign; a nought does not lead.
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([., '])\d{3})(?:\1\d{3})*")
_FRACTION = re.compile(r"(.*\d)([.,])(\d{1,2})")
_NO_FRACTION = re.compile(r"0{1,2}")
_UNITS = ("đồng", "dong", "vnđ", "vnd", "₫", "đ", "d")  # the longer ones first
#: "250k", "250 nghìn", "1,5 triệu": how amounts are said.
_SAID = re.compile(r"(\d{1,6})(?:[.,](\d{1,3}))?\s*(k|nghìn|ngàn|ngh|triệu|tr|tỷ|tỉ)")
_NOUGHTS = {"k": 3, "nghìn": 3, "ngàn": 3, "ngh": 3, "triệu": 6, "tr": 6, "tỷ": 9, "tỉ": 9}
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´", "'"))


class NotANumber(ValueError):
    """The text is no such number."""


class TwoReadings(NotANumber):
    """The text may mean two numbers: "1.500" is 1500 or 1,5."""


def row_id(sent: object) -> int | None:
    """The id of a row in what a page sent; None for all that no row can have (a BIGINT holds every
    18 digits).
    """
    text = str(sent)
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None


def whole(text: str) -> int:
    """The whole number that `text` says; raises TwoReadings for "1.500" and NotANumber for all that
    is none.

    "8,0" is 8; "1.500.000" and "1 500" can only be meant in thousands.
    """
    typed = clean_code(text)
    sign, digits = (
        (-1, typed[1:].lstrip()) if typed.startswith("-") else (1, typed.removeprefix("+").lstrip())
    )
    grouped = _GROUPED.fullmatch(digits)
    if grouped and grouped[1] in ".," and digits.count(grouped[1]) == 1:
        raise TwoReadings(text)
    return sign * _value(digits)


def dong(text: str) -> int:
    """The amount in whole đồng that `text` says, its unit before or behind it or left out; raises
    NotANumber.

    There is no smaller unit than the đồng, so that "1.500" can only be 1500; "1.500,000" has two
    readings.
    """
    typed = _without_unit(clean_code(text).lower())
    digits = typed[1:].lstrip() if typed.startswith(("+", "-")) else typed
    said = _SAID.fullmatch(digits)
    amount = _as_said(*said.groups()) if said else _value(digits)
    return -amount if typed.startswith("-") else amount


def _without_unit(typed: str) -> str:
    """The bare number of "VNĐ: 1.500.000", "1.500.000 (đồng).", "1.500.000,-"."""
    before = next((unit for unit in _UNITS if typed.startswith(unit)), "")
    typed = typed.removeprefix(before).lstrip(": ") if before else typed
    typed = _without_end(typed)
    behind = next((unit for unit in _UNITS if typed.endswith((unit, f"({unit})"))), "")
    return _without_end(typed.removesuffix(f"({behind})").removesuffix(behind)) if behind else typed


def _without_end(typed: str) -> str:
    """Without the full stop of a sentence or the stroke for "no smaller coin"."""
    typed = typed.rstrip()
    return re.sub(r"(?<=\w)(?:[.,]|[.,]-)$", "", typed).rstrip()


def _as_said(whole_part: str, fraction: str | None, scale: str) -> int:
    """Raises TwoReadings for "1.500 triệu": one and a half, or fifteen hundred."""
    parts = fraction or ""
    if len(parts) == 3:
        raise TwoReadings(f"{whole_part}.{parts} {scale}")
    return int(whole_part + parts) * int(10 ** (_NOUGHTS[scale] - len(parts)))


def _value(digits: str) -> int:
    if len(digits) > LONGEST:
        raise NotANumber(digits[:LONGEST])
    digits = digits.translate(_APOSTROPHES)
    if _PLAIN.fullmatch(digits) or _GROUPED.fullmatch(digits):
        return int(re.sub(r"\D", "", digits))
    fraction = _FRACTION.fullmatch(digits)
    if fraction and _NO_FRACTION.fullmatch(fraction[3]):
        grouped = _GROUPED.fullmatch(fraction[1])
        if _PLAIN.fullmatch(fraction[1]) or (grouped and grouped[1] != fraction[2]):
            return int(re.sub(r"\D", "", fraction[1]))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d{3}|\d{1,3}(?:,\d{3})+\.\d{3}", digits):
        raise TwoReadings(digits)
    raise NotANumber(digits)
