"""Vietnamese text: one stored form (NFC), one folded form for searching, and how names and dates
are written.

Plain functions without a database, so that every app may use them.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable

#: Letters with a stroke never decompose in Unicode, so they are mapped by hand. Ð (U+00D0) and Ɖ
#: (U+0189) look exactly like Đ and are typed by mistake; ƀ is a letter of Ê Đê and M'nông names.
_STROKES = str.maketrans({"đ": "d", "ð": "d", "ɖ": "d", "ƀ": "b"})
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼʹ´`′", "'"))
_LINE_BREAKS = str.maketrans(dict.fromkeys("\r\v\f\x85\u2028\u2029", "\n"))
#: Invisible though Unicode counts them among marks, letters or symbols: the joiner that keeps a
#: base letter and its accent apart, fillers of Hangul, vowels that Khmer no longer writes, the
#: empty Braille cell, variation selectors.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | {
    chr(code) for code in (*range(0x180B, 0x180E), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
}
#: Dashes that Unicode counts among mathematical signs, bullets or modifiers.
_DASHES = frozenset("\u02d7\u2043\u2212\u2796")


def legible(text: str) -> str:
    """Return `text` in NFC with nothing invisible in it: what every door does to text before
    anybody reads it.

    Removed: control characters (C0, C1, NUL), zero-width and filling characters, variation
    selectors, the byte order mark, non-characters (XML cannot hold U+FFFF) and the bidirectional
    overrides that let a name be shown in another order than it is stored. Every blank of Unicode
    (no-break, ideographic …) becomes a blank, every line break a line feed, full-width letters and
    digits of East Asian keyboards the ordinary ones. Kept: tabs, runs of blanks and the spelling
    itself: "hòa" and "hoà" remain two texts (compare them with `fold`).
    """
    lines = text.replace("\r\n", "\n").translate(_LINE_BREAKS)
    return unicodedata.normalize("NFC", lines.translate(_PLAIN))


def clean_text(text: str) -> str:
    """Return `text` of several lines as it is stored: `legible`, without white space at the
    ends.
    """
    return legible(text).strip()


def clean_line(text: str) -> str:
    """Return `text` as one line: `clean_text` with single blanks, line breaks and tabs among
    them.
    """
    return " ".join(clean_text(text).split())


def clean_code(text: str) -> str:
    """Return a code, number or date as it was meant to be typed: `clean_line` in compatibility form
    (NFKC), every dash a hyphen-minus, every digit an ASCII one. Blanks and dashes inside stay: who
    reads the code knows what they mean.
    """
    plain = unicodedata.normalize("NFKC", clean_line(text))
    return clean_line(plain.translate(_TYPEWRITTEN))


def fold(text: str) -> str:
    """Return `text` for search columns and comparison: lower case, no diacritics, đ → d, single
    blanks.

    "hòa", "hoà" and "HOA" are equal after folding, in NFC and NFD alike; all apostrophes are one
    ("H’Hen" = "H'Hen"). Needed because SQLite's LIKE and UPPER fold ASCII only.
    """
    decomposed = unicodedata.normalize(
        "NFKD", unicodedata.normalize("NFKD", clean_text(text)).casefold()
    )
    plain = decomposed.translate(_APOSTROPHES).translate(_STROKES)
    letters = "".join(
        character for character in plain if not unicodedata.category(character).startswith("M")
    )
    return clean_line(letters)


def is_same_name(one: str, other: str) -> bool:
    """Whether two spellings may be one person's: "Hoà" and "HÒA", and "Hoa" where a whole name is
    written without marks; "Hóa" is another one.
    """
    if fold(one) != fold(other):
        return False
    plain = any(clean_line(name).casefold() == fold(name) for name in (one, other))
    return plain or _marked(one) == _marked(other)


def _marked(text: str) -> list[list[str]]:
    """The letters and marks of each word, wherever in it the tone stands."""
    decomposed = unicodedata.normalize("NFD", clean_line(text).casefold())
    return [sorted(word) for word in decomposed.translate(_APOSTROPHES).split()]


def vietnamese_date(date: dt.date) -> str:
    """Return "ngày 05 tháng 02 năm 2026": days below 10 and the months 1 and 2 get a nought (NĐ
    30/2020, Phụ lục I).
    """
    month = f"{date.month:02d}" if date.month <= 2 else str(date.month)
    return f"ngày {date.day:02d} tháng {month} năm {date.year}"


def mask_name(name: str) -> str:
    """Return "N*** V** A" for "Nguyễn Văn A": initials, at most three stars each so that the length
    tells little.
    """
    return " ".join(_mask_word(word) for word in clean_line(name).split())


def sort_key(name: str) -> tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]:
    """Return the key by which Vietnamese lists order people: given name, then family name, then the
    names between.

    Letters in the order a ă â b c d đ e ê … o ô ơ … u ư …, tones only among equal letters (ngang,
    huyền, hỏi, ngã, sắc, nặng): An, Ảnh, Ánh, Ăn, Ân, Bình, Dũng, Duy, Đạt. The last word counts as
    the given name.
    """
    words = clean_text(name).lower().split()
    return tuple(_word_key(word) for word in [*words[-1:], *words[:-1]])


def list_key(text: str) -> tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]:
    """Return the key by which Vietnamese lists order what is no person: word by word, Đ after D,
    numbers as numbers.

    An Giang, Cao Bằng, Cần Thơ, Đà Nẵng, Đắk Lắk, Gia Lai; Phường 2, Phường 10, Phường An Hội.
    """
    return tuple(_number_key(word) or _word_key(word) for word in clean_line(text).lower().split())


_ALPHABET = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANKS = {letter: rank for rank, letter in enumerate(_ALPHABET)}
_TONES = "\u0300\u0309\u0303\u0301\u0323"
# breve, circumflex, horn: another letter, not a tone
_LETTER_MARKS = {"\u0306", "\u0302", "\u031b"}


class _Letters(dict[int, str]):
    """A table for `str.translate` that works out each letter when it is first met."""

    def __init__(self, work_out: Callable[[str], str]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, code: int) -> str:
        self[code] = self._work_out(chr(code))
        return self[code]


def _plain(character: str) -> str:
    """Nothing for what is invisible, a blank for every kind of blank, "A" for a full-width "Ａ",
    else itself.
    """
    if _is_invisible(character):
        return ""
    if unicodedata.category(character) == "Zs":
        return " "
    narrow = chr(ord(character) - 0xFEE0) if "\uff01" <= character <= "\uff5e" else ""
    return narrow if narrow.isalnum() else character


def _is_invisible(character: str) -> bool:
    if character in "\n\t":
        return False
    if unicodedata.category(character) in {"Cc", "Cf", "Cs"} or character in _INVISIBLE:
        return True
    return ord(character) & 0xFFFE == 0xFFFE or "\ufdd0" <= character <= "\ufdef"  # non-characters


def _typewritten(character: str) -> str:
    if unicodedata.category(character) == "Pd" or character in _DASHES:
        return "-"
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)


_PLAIN, _TYPEWRITTEN = _Letters(_plain), _Letters(_typewritten)


def _mask_word(word: str) -> str:
    letters = sum(not unicodedata.combining(character) for character in word)
    return word[0] + "*" * min(letters - 1, 3)


def _number_key(word: str) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """Before every letter, in the order of their size; None for a word that is no number."""
    return ((-1, int(word)), ()) if word.isascii() and word.isdecimal() and len(word) < 20 else None


def _word_key(word: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Ranks of the letters, then ranks of their tones: a tone decides only between words of equal
    letters.
    """
    ranks, tones = [], []
    for character in word:
        letter, tone = _split_tone(character)
        rank = _rank(letter)
        if rank is not None:
            ranks.append(rank)
            tones.append(tone)
    return tuple(ranks), tuple(tones)


def _split_tone(character: str) -> tuple[str, int]:
    """Part "ậ" into ("â", 5). A mark that Vietnamese does not know leaves its base letter (č →
    c).
    """
    base, *marks = list(unicodedata.normalize("NFD", character))
    tone = next((_TONES.index(mark) + 1 for mark in marks if mark in _TONES), 0)
    letter = unicodedata.normalize(
        "NFC", base + "".join(mark for mark in marks if mark in _LETTER_MARKS)
    )
    return (letter if letter in _RANKS else base), tone


def _rank(letter: str) -> int | None:
    """Place in the alphabet; foreign letters follow by code point; punctuation has none and does
    not count.
    """
    if letter in _RANKS:
        return _RANKS[letter]
    return len(_RANKS) + ord(letter) if letter.isalpha() else None
