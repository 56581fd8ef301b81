"""Numbers of decisions as people write them: "05/QĐ-SGDĐT", "Số 5 / qd sgddt ngày 5/2/2026" are
one.
"""

from __future__ import annotations

import datetime as dt
import re

from foundation.text import fold
from registers import birth_dates

#: What stands before the number in a letter: "Quyết định số", "Giấy phép", "QĐ số:".
_NAMED = re.compile(r"^(?:(?:quyet dinh|giay phep|giay chung nhan|qd|gp|so)\b[\s.:]*)+(?=\d)")
_DAY = re.compile(
    r"\bngay (\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?\d{4}|\d{1,2} thang \d{1,2} nam \d{4})\b"
)


def key(symbol: str) -> str:
    """What two ways of writing a number have in common: letters and digits, folded, without noughts
    before it.
    """
    plain = _NAMED.sub("", fold(symbol))
    letters = "".join(sign for sign in plain if sign.isalnum())
    return letters.lstrip("0") or letters


def parts(text: str) -> tuple[str, dt.date | None]:
    """The number's key, and the day that a text names beside it; a day that does not exist is no
    day of anything.
    """
    folded = fold(text)
    found = _DAY.search(folded)
    if not found:
        return key(folded), None
    try:
        return key(folded[: found.start()]), birth_dates.day(found[1], dt.date.max.year)
    except birth_dates.NotADate:
        return "", None
