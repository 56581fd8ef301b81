"""Telephone numbers: Vietnamese ones from the national 0, those of other countries by ITU-T
E.164.
"""

from __future__ import annotations

import re

import phonenumbers
from django.utils.translation import gettext as _

from forms.errors import Refused
from foundation.text import clean_code

#: What stands before a number that was copied with its name.
_NAMED = re.compile(
    r"^(?:tel|phone|mobile|zalo|(?:số )?(?:điện thoại|đt|sđt|dt|sdt))\s*[:.]?\s*(?=[+(\dO])",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r"[\s.,\-_()/]")
# mobile prefixes 03 05 07 08 09; landlines 02x
_NATIONAL = re.compile(r"0(?:[35789]\d{8}|2\d{8,9})", re.ASCII)
MOBILE = ("03", "05", "07", "08", "09")
_VIET_NAM = re.compile(r"(?:\+|00)?84(0?\d+)", re.ASCII)
# a mobile number that a table took for a sum
_WITHOUT_NOUGHT = re.compile(r"[35789]\d{8}", re.ASCII)


def phone(typed: str, abroad: bool = False) -> str:
    """The number as it is kept: 0905123456, or +12025550123 where numbers `abroad` are taken
    too.
    """
    digits = _SEPARATORS.sub("", _NAMED.sub("", clean_code(typed)).upper().replace("O", "0"))
    of_viet_nam = _VIET_NAM.fullmatch(digits)
    national = f"0{of_viet_nam[1].removeprefix('0')}" if of_viet_nam else digits
    if _WITHOUT_NOUGHT.fullmatch(digits):
        national = f"0{digits}"
    if _NATIONAL.fullmatch(national):
        return national
    if not abroad:
        raise Refused(_("Nhập số điện thoại Việt Nam, ví dụ 0905 123 456."))
    return _international(digits)


def mobile(typed: str) -> str | None:
    """A Vietnamese mobile number as it is kept, 0905123456; None for any other."""
    try:
        number = phone(typed) if typed else ""
    except Refused:
        return None
    return number if number.startswith(MOBILE) else None


def as_kept(typed: str) -> str:
    """The number as it would be kept, for a comparison; what is no number stays as it was typed."""
    try:
        return phone(typed, abroad=True)
    except Refused:
        return typed


def _international(digits: str) -> str:
    try:
        number = phonenumbers.parse(f"+{digits[2:]}" if digits.startswith("00") else digits)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or number.country_code == 84 or not phonenumbers.is_valid_number(number):
        raise Refused(_("Nhập số điện thoại đủ chữ số, ví dụ 0905 123 456 hoặc +1 202 555 0123."))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
