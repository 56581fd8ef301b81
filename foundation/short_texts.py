"""Texts for a telephone: without diacritics where the site wants so, and how many segments one
takes.

A segment holds 160 characters of the GSM alphabet (3GPP TS 23.038, 6.2.1), or 70 of any other as
soon as one of them is not in it; each one is paid for, so a text of ours fits into one.
"""

from __future__ import annotations

import unicodedata

GSM_SEGMENT, OTHER_SEGMENT = 160, 70
#: What a text about a dossier says besides what happened: its code, where to look.
REST = 64
#: The default alphabet (6.2.1), and those of its extension (6.2.1.1), which take the place of two.
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_OF_TWO = frozenset("^{}\\[~]|€")
_PLAIN = str.maketrans(
    {**dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‘’", "'"), **dict.fromkeys("–—−", "-")}
    | {"…": "...", "đ": "d", "Đ": "D", "\u00a0": " "}
)


def without_diacritics(text: str) -> str:
    """ "Hồ sơ “đã có” kết quả" as "Ho so "da co" ket qua": what every telephone shows, in ASCII."""
    decomposed = unicodedata.normalize("NFD", text.translate(_PLAIN))
    return "".join(each for each in decomposed if not unicodedata.category(each).startswith("M"))


def fits(text: str) -> bool:
    """Whether the text goes in one segment."""
    if all(each in _GSM or each in _GSM_OF_TWO for each in text):
        return len(text) + sum(each in _GSM_OF_TWO for each in text) <= GSM_SEGMENT
    return len(text.encode("utf-16-be")) // 2 <= OTHER_SEGMENT


def cut(text: str, longest: int) -> str:
    """At most so many characters, whole words, the rest as "..."."""
    if len(text) <= longest:
        return text
    kept = text[: longest - 3].rpartition(" ")[0] or text[: longest - 3]
    return f"{kept}..."


def shortened(text: str, rest: str) -> str:
    """`text` and `rest` in one segment: words at the end of `text` give way, then `rest` does."""
    words = text.split()
    if fits(f"{text}{rest}"):
        return f"{text}{rest}"
    while len(words) > 1 and not fits(f"{' '.join(words)}...{rest}"):
        words.pop()
    cut = f"{' '.join(words)}...{rest}"
    return cut if fits(cut) else text[: OTHER_SEGMENT - 3] + "..."
