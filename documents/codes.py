"""The code printed on a document: unguessable, easy to type, and aware of typing errors.

Twelve characters of Crockford's base 32 (no I, L, O, U): ten random ones (50 bits) and two check
characters, a Reed-Solomon code over GF(32). Every error in one or two characters is caught,
wherever they stand: a wrong character, two swapped ones (neighbours or not), a doubled one. Of
other errors 1 in 1,024 passes, and then still has to hit a code in use.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence

from foundation.text import clean_code

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
RANDOM_LENGTH = 10
GROUP = 4

#: Shown where somebody types a code: one that can exist, and that no document will ever bear but by
#: chance.
EXAMPLE = "7K2MQ9ZD4X5J"

_VALUE = {character: value for value, character in enumerate(ALPHABET)}
#: U is no letter of a code and looks like V.
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_SEPARATORS = re.compile(r"[^0-9A-Z]+")
_ADDRESS = re.compile(r"/K/\s*([^/?#]+)")
#: A code among other words: "Mã kiểm tra: 7K2M-Q9ZD-4X5J", an address that a line break has parted.
_AMONG_WORDS = re.compile(
    r"(?<![^\W_])[0-9A-Z]{4}([\W_]{0,3})[0-9A-Z]{4}([\W_]{0,3})[0-9A-Z]{4}(?![^\W_])"
)
_POLYNOMIAL = 0b100101  # x^5 + x^2 + 1, primitive: 2 generates the field's 31 non-zero elements


def new_code() -> str:
    """A fresh code with its check characters, e.g. "7K2MQ9ZD4X5J"."""
    values = [secrets.randbelow(len(ALPHABET)) for _ in range(RANDOM_LENGTH)]
    return "".join(ALPHABET[value] for value in [*values, *_check_values(values)])


def normalise(text: str) -> str:
    """What a person typed, as the code is stored: capitals, letters and digits only, O read as 0, I
    and L as 1.

    The whole address of a QR code will do as well (the code stands behind "/k/"), and the words
    beside the code, as long as one code alone can be meant.
    """
    typed = clean_code(text).upper()
    address = _ADDRESS.search(typed)
    whole = _plain(address[1] if address else typed)
    if is_well_formed(whole):
        return whole
    held = {
        code for found in _AMONG_WORDS.finditer(typed) if is_well_formed(code := _plain(found[0]))
    }
    return held.pop() if len(held) == 1 else whole


def _plain(typed: str) -> str:
    return _SEPARATORS.sub("", typed).translate(_LOOKALIKES)


def is_well_formed(code: str) -> bool:
    """Whether a normalised code can exist: right length, right letters, right check characters."""
    if len(code) != LENGTH or any(character not in _VALUE for character in code):
        return False
    values = [_VALUE[character] for character in code]
    return tuple(values[RANDOM_LENGTH:]) == _check_values(values[:RANDOM_LENGTH])


def pretty(code: str) -> str:
    """The code as printed: "7K2M-Q9ZD-4X5J"."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def _check_values(values: Sequence[int]) -> tuple[int, int]:
    """The remainder of values·x² by (x - 1)(x - 2) = x² + 3x + 2: two symbols that make the code's
    roots 1 and 2.
    """
    high, low = 0, 0
    for value in values:
        feedback = value ^ high
        twice = _double(feedback)
        high, low = low ^ twice ^ feedback, twice
    return high, low


def _double(value: int) -> int:
    """Multiply by 2 in GF(32)."""
    value <<= 1
    return value ^ _POLYNOMIAL if value > 31 else value
