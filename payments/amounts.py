"""Amounts of đồng as people write and read them."""

from __future__ import annotations

from foundation.numbers import NotANumber, dong

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", " nghìn", " triệu", " tỷ", " nghìn tỷ", " triệu tỷ")
MOST = 1000 ** len(_SCALES)  # đồng that words can say, and a column holds


def shown(amount: int) -> str:
    """ "250.000 đồng"."""
    return f"{amount:,}".replace(",", ".") + " đồng"


def read(text: str) -> int | None:
    """The đồng that came by a cell of a statement: "250,000", "+250.000 VND", "250000.00"; None for
    anything else.
    """
    try:
        amount = dong(text)
    except NotANumber:
        return None
    return amount if 0 <= amount < MOST else None


def in_words(amount: int) -> str:
    """The amount as receipts repeat it in words: "Hai trăm năm mươi nghìn đồng"."""
    if not 0 < amount < MOST:
        raise ValueError(f"no amount of money: {amount}")
    groups = []
    while amount:
        amount, group = divmod(amount, 1000)
        groups.append(group)
    said = [
        _three_digits(group, leading=place == len(groups) - 1) + _SCALES[place]
        for place, group in reversed(list(enumerate(groups)))
        if group
    ]
    return " ".join(said).capitalize() + " đồng"


def _three_digits(group: int, leading: bool) -> str:
    hundreds, rest = divmod(group, 100)
    tens, units = divmod(rest, 10)
    said = [] if leading and not hundreds else [f"{_DIGITS[hundreds]} trăm"]
    if tens > 1:
        said.append(f"{_DIGITS[tens]} mươi")
    elif tens == 1:
        said.append("mười")
    elif units and said:
        said.append("lẻ")
    if units:
        said.append(_unit(tens, units))
    return " ".join(said)


def _unit(tens: int, units: int) -> str:
    """ "mốt" after a ten above one, "lăm" after any ten."""
    if units == 1 and tens > 1:
        return "mốt"
    return "lăm" if units == 5 and tens else _DIGITS[units]
