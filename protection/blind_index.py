"""Blind indexes: find an encrypted number by equality without storing it.

HMAC-SHA256 (RFC 2104) over the normalised value under a key that lies outside the database, cut to
128 bits. Equal values give equal indexes; without the key they cannot be tried out, although
identity numbers and phones are few enough to.
"""

from __future__ import annotations

import hmac
import re
import unicodedata
from collections.abc import Callable

from protection.keys import index_key

LENGTH = 32  # hexadecimal digits


def identity(text: str) -> str:
    """Index of an identity number (12 digits, or letters and digits of an older paper); "" of
    none.
    """
    return _index("identity", re.sub(r"[^0-9A-Z]", "", _plain(text).upper()))


def passport(text: str) -> str:
    """Index of a passport's number; one of digits alone is kept apart from an identity card's of
    the same digits.
    """
    number = re.sub(r"[^0-9A-Z]", "", _plain(text).upper())
    return identity(f"P{number}" if number.isdecimal() else number)


def phone(text: str) -> str:
    """Index of a phone number, however it is written: +84 905 123 456 = 0905123456; "" of none."""
    return _index("phone", national_digits(text))


def email(text: str) -> str:
    """Index of an e-mail address, capitals forgiven; "" of none."""
    return _index("email", _plain(text).strip().lower())


def request(text: str) -> str:
    """Index of what somebody asks, put in one text by whoever compares requests; "" of none."""
    return _index("request", text)


def subject(issuer: str, number: str) -> str:
    """Index of an identity provider's own number for somebody: letters count as they are (OpenID
    Connect Core 1.0, 2).
    """
    return _index("subject", f"{issuer} {number}") if number else ""


KINDS: dict[str, Callable[[str], str]] = {"identity": identity, "phone": phone, "email": email}


def national_digits(text: str) -> str:
    """A phone number as digits from the national 0: +84 905 → 0905; of another country from its
    code: +1 202 → 1202.
    """
    digits = re.sub(r"[^0-9]", "", _plain(text))
    digits = digits[2:] if digits.startswith("00") else digits
    return (
        "0" + digits[2:].removeprefix("0")
        if digits.startswith("84") and len(digits) > 10
        else digits
    )


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _index(kind: str, value: str) -> str:
    if not value:
        return ""
    return hmac.digest(index_key(), f"{kind}:{value}".encode(), "sha256").hex()[:LENGTH]
