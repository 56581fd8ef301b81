"""Vietnamese text: one stored form (NFC), one folded form for searching, and how names and dates are written.

Plain functions without a database, so that every app may use them.
"""

from __future__ import annotations

import datetime as dt
import unicodedata

#: Letters with a stroke never decompose in Unicode, so they are mapped by hand. Ð (U+00D0) and Ɖ (U+0189) look exactly
#: like Đ and are typed by mistake; ƀ is a letter of Ê Đê and M'nông names.
_STROKES = str.maketrans({"đ": "d", "ð": "d", "ɖ": "d", "ƀ": "b"})
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼʹ´`′", "'"))
_LINE_BREAKS = str.maketrans({"\x85": "\n", "\u2028": "\n", "\u2029": "\n", "\r": "\n"})
#: Mn, yet invisible: it only keeps a base letter and its accent apart.
_GRAPHEME_JOINER = "\u034f"


def nfc(text: str) -> str:
    """Return `text` as it is stored: NFC, without invisible characters, without white space at the ends.

    Removed: control characters (C0, C1, NUL), zero-width characters, the byte order mark and the bidirectional
    overrides that let a name be shown in another order than it is stored. Kept: line feed and tab; every line break
    becomes a line feed. The spelling itself stays: "hòa" and "hoà" remain two texts (compare them with `fold`).
    """
    lines = text.replace("\r\n", "\n").translate(_LINE_BREAKS)
    visible = "".join(character for character in lines if not _is_invisible(character))
    return unicodedata.normalize("NFC", visible).strip()


def fold(text: str) -> str:
    """Return `text` for search columns and comparison: lower case, no diacritics, đ → d, single blanks.

    "hòa", "hoà" and "HOA" are equal after folding, in NFC and NFD alike; all apostrophes are one ("H’Hen" = "H'Hen").
    Needed because SQLite's LIKE and UPPER fold ASCII only.
    """
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", nfc(text)).casefold())
    plain = decomposed.translate(_APOSTROPHES).translate(_STROKES)
    letters = "".join(character for character in plain if not unicodedata.category(character).startswith("M"))
    return " ".join(nfc(letters).split())


def vietnamese_date(date: dt.date) -> str:
    """Return "ngày 05 tháng 02 năm 2026": days below 10 and the months 1 and 2 get a nought (NĐ 30/2020, Phụ lục I)."""
    month = f"{date.month:02d}" if date.month <= 2 else str(date.month)
    return f"ngày {date.day:02d} tháng {month} năm {date.year}"


def mask_name(name: str) -> str:
    """Return "N*** V** A" for "Nguyễn Văn A": initials, at most three stars each so that the length tells little."""
    return " ".join(_mask_word(word) for word in nfc(name).split())


def sort_key(name: str) -> tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]:
    """Return the key by which Vietnamese lists order people: given name, then family name, then the names between.

    Letters in the order a ă â b c d đ e ê … o ô ơ … u ư …, tones only among equal letters (ngang, huyền, hỏi, ngã, sắc,
    nặng): An, Ảnh, Ánh, Ăn, Ân, Bình, Dũng, Duy, Đạt. The last word counts as the given name.
    """
    words = nfc(name).lower().split()
    return tuple(_word_key(word) for word in [*words[-1:], *words[:-1]])


_ALPHABET = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANKS = {letter: rank for rank, letter in enumerate(_ALPHABET)}
_TONES = "\u0300\u0309\u0303\u0301\u0323"
_LETTER_MARKS = {"\u0306", "\u0302", "\u031b"}  # breve, circumflex, horn: another letter, not a tone


def _is_invisible(character: str) -> bool:
    if character in "\n\t":
        return False
    return character == _GRAPHEME_JOINER or unicodedata.category(character) in {"Cc", "Cf", "Cs"}


def _mask_word(word: str) -> str:
    letters = sum(not unicodedata.combining(character) for character in word)
    return word[0] + "*" * min(letters - 1, 3)


def _word_key(word: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Ranks of the letters, then ranks of their tones: a tone decides only between words of equal letters."""
    ranks, tones = [], []
    for character in word:
        letter, tone = _split_tone(character)
        rank = _rank(letter)
        if rank is not None:
            ranks.append(rank)
            tones.append(tone)
    return tuple(ranks), tuple(tones)


def _split_tone(character: str) -> tuple[str, int]:
    """Part "ậ" into ("â", 5). A mark that Vietnamese does not know leaves its base letter (č → c)."""
    base, *marks = list(unicodedata.normalize("NFD", character))
    tone = next((_TONES.index(mark) + 1 for mark in marks if mark in _TONES), 0)
    letter = unicodedata.normalize("NFC", base + "".join(mark for mark in marks if mark in _LETTER_MARKS))
    return (letter if letter in _RANKS else base), tone


def _rank(letter: str) -> int | None:
    """Place in the alphabet; foreign letters follow by code point; punctuation has none and does not count."""
    if letter in _RANKS:
        return _RANKS[letter]
    return len(_RANKS) + ord(letter) if letter.isalpha() else None
