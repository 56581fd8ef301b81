"""The order of a line: those present at the opening are shuffled, later ones stand as they came.

The shuffle is a keyed permutation of 0 … present-1: four rounds of a balanced Feistel network
(Luby and Rackoff) over HMAC-SHA256 (RFC 2104), walked on until the value lies within the range
(Black and Rogaway, cycle walking). Nobody is stored for it, and whoever knows the secret that is
published at the opening recomputes their own place: `python -m waiting_line.order SECRET PRESENT
NUMBER`. Standard library alone, so that this file can be handed to anybody.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import sys

ROUNDS = 4


def new_secret() -> str:
    """What the shuffle hangs on: 256 bits, drawn when the line is made."""
    return secrets.token_hex(32)


def commitment(secret: str) -> str:
    """What is published beforehand: SHA-256 of the secret as it is written, hexadecimal."""
    return hashlib.sha256(secret.encode()).hexdigest()


def place(number: int, present: int, secret: str) -> int:
    """The place (from 0) of whoever drew `number` (from 0); `present` numbers were out at the
    opening.
    """
    return shuffled(number, present, secret) if number < present else number


def shuffled(number: int, size: int, secret: str) -> int:
    """Where the permutation of 0 … size-1 puts `number`. Raises ValueError outside of it."""
    if not 0 <= number < size:
        raise ValueError("the number is not one of those that are shuffled")
    bits = max(1, ((size - 1).bit_length() + 1) // 2)  # of each half
    value = _walked(number, size, bits, secret)
    while value >= size:
        value = _walked(value, size, bits, secret)
    return value


def _walked(value: int, size: int, bits: int, secret: str) -> int:
    mask = (1 << bits) - 1
    left, right = value >> bits, value & mask
    for turn in range(ROUNDS):
        text = f"{size}|{turn}|{right}"
        digest = hmac.digest(secret.encode(), text.encode(), "sha256")
        left, right = right, left ^ (int.from_bytes(digest[:8], "big") & mask)
    return (left << bits) | right


if __name__ == "__main__":
    _secret, _present, _number = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    sys.stdout.write(f"{commitment(_secret)} {place(_number, _present, _secret)}\n")
