"""Times and fees as sheets write them, as the language of definitions writes them."""

from __future__ import annotations

import re
from typing import Any

from foundation.text import fold

UNITS = {
    "gio lam viec": "HOUR",
    "gio": "HOUR",
    "ngay lam viec": "WORKING_DAY",
    "ngay": "DAY",
    "thang": "MONTH",
}
_AMOUNT = r"(\d+)\s*(?:\([^)]*\)\s*)?(gio lam viec|gio|ngay lam viec|ngay|thang)\b"
_LIMIT = re.compile(rf"{_AMOUNT}(?:\s*(?:va|\+|,)\s*{_AMOUNT})*")
_SAME_DAY = re.compile(
    r"trong ngay .*ngay lam viec tiep theo.*sau (?:0?3 (?:\([^)]*\) )?gio chieu|15 gio)"
)
_MONEY = re.compile(r"(\d[\d.]*)\s*(?:đồng|đ\b|vnđ)", re.IGNORECASE)


def phases(text: str) -> list[dict[str, Any]]:
    """The phases of the first time limit a text states; empty when it states none."""
    plain = fold(text)
    if _SAME_DAY.search(plain):
        return [{"id": "decide", "amount": 1, "unit": "SAME_DAY", "cut_off": "15:00"}]
    limit = _LIMIT.search(plain)
    pairs = re.findall(_AMOUNT, limit[0]) if limit else []
    names = (
        ["decide"]
        if len(pairs) == 1
        else [f"phase_{number}" for number in range(1, len(pairs) + 1)]
    )
    return [
        {"id": name, "amount": int(amount), "unit": UNITS[unit]}
        for name, (amount, unit) in zip(names, pairs, strict=True)
        if int(amount)
    ]


def limits_named(text: str) -> set[tuple[str, str]]:
    """Every (amount, unit) the text mentions: more than one means that the limit depends on
    something.
    """
    return {(amount.lstrip("0"), UNITS[unit]) for amount, unit in re.findall(_AMOUNT, fold(text))}


def fees(text: str) -> list[int]:
    """The amounts in đồng a text names."""
    return [int(amount.replace(".", "")) for amount in _MONEY.findall(text)]
