"""Checks of answers that are one piece of text: each takes what was typed and gives what is kept,
or raises Refused.
"""

from __future__ import annotations

import datetime as dt
import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from forms.errors import Refused
from foundation.numbers import NotANumber, TwoReadings, dong, whole
from foundation.text import clean_code, clean_line, clean_text

_SEPARATORS = re.compile(r"[\s.\-()'’,;]")
#: What is copied with a number or an address.
_NAMED = re.compile(
    r"^(?:(?:số|so)\s+)?(?:cccd|cmnd|cmt|căn cước|cc|đddcn|định danh)\b[\s:.]*", re.IGNORECASE
)
_ADDRESS = re.compile(r"(?:mailto:|[^<>]*<)?\s*(?:mailto:)?([^<>\s]+?)[>.,;\s]*", re.IGNORECASE)
_PASSPORT = re.compile(r"(?=(?:[A-Z]*[0-9]){3})[A-Z0-9]{6,9}")
LONGEST = 15  # digits of a number
OLDEST = dt.date(1900, 1, 1)


def text(typed: str, max_length: int) -> str:
    """NFC text of at most `max_length` characters."""
    kept = clean_text(typed)
    if len(kept) > max_length:
        raise Refused(_("Viết ngắn hơn, tối đa %(max)d ký tự.") % {"max": max_length})
    return kept


def line(typed: str, max_length: int) -> str:
    """One line of NFC text, with single blanks: what people type twice by mistake would hinder a
    look-up.
    """
    return text(clean_line(typed), max_length)


def number(typed: str, low: int | None, high: int | None) -> int:
    """A whole number between `low` and `high`, both included."""
    try:
        value = whole(typed)
    except TwoReadings:
        raise Refused(_("Số này đọc được hai cách, hãy ghi liền các chữ số, ví dụ 1500.")) from None
    except NotANumber:
        raise Refused(_("Nhập một số nguyên, ví dụ 2016.")) from None
    return _within(value, low, high)


def _within(value: int, low: int | None, high: int | None) -> int:
    if abs(value) >= 10**LONGEST:
        raise Refused(_("Nhập số ngắn hơn, tối đa %(max)d chữ số.") % {"max": LONGEST})
    if low is not None and value < low:
        raise Refused(_("Nhập số từ %(low)d trở lên.") % {"low": low})
    if high is not None and value > high:
        raise Refused(_("Nhập số không quá %(high)d.") % {"high": high})
    return value


def money(typed: str, low: int, high: int | None) -> int:
    """An amount in whole đồng; dots, commas and blanks between thousands are forgiven."""
    try:
        amount = dong(typed)
    except TwoReadings:
        raise Refused(
            _("Số tiền này đọc được hai cách, hãy ghi liền các chữ số, ví dụ 250000.")
        ) from None
    except NotANumber:
        raise Refused(_("Nhập số tiền bằng đồng, ví dụ 250.000.")) from None
    return _within(amount, low, high)


def date(day: str, month: str, year: str, past: bool = False) -> str:
    """ISO text of a day typed in three boxes."""
    try:
        value = dt.date(*(_box(text) for text in (year, month, day)))
    except ValueError:
        raise Refused(_("Nhập ngày có thật, ví dụ 5 / 2 / 1998.")) from None
    return _not_too_far(value, past).isoformat()


def _box(typed: str) -> int:
    """One box of a date; raises ValueError. At most four digits, for a longer number bursts the
    calendar.
    """
    digits = clean_code(typed)
    if not digits.isdecimal() or len(digits) > 4:
        raise ValueError(typed)
    return int(digits)


def birth_date(day: str, month: str, year: str) -> str:
    """What is known of a day of birth: YYYY-MM-DD, YYYY-MM without the day, YYYY from the year
    alone.
    """
    if day or not year:
        return date(day, month, year, past=True)
    known = dt.date.fromisoformat(date("1", month or "1", year, past=True))
    return f"{known:%Y-%m}" if month else f"{known:%Y}"


def _not_too_far(value: dt.date, past: bool) -> dt.date:
    if value < OLDEST:
        raise Refused(_("Nhập năm từ 1900 trở lại đây."))
    if past and value > timezone.localdate():
        raise Refused(_("Ngày này chưa đến, hãy kiểm tra lại."))
    return value


def email(typed: str) -> str:
    """An e-mail address."""
    whole_text = clean_code(typed)
    found = _ADDRESS.fullmatch(whole_text)
    kept = found[1] if found else "".join(whole_text.split())
    try:
        validate_email(kept)
    except ValidationError:
        raise Refused(_("Nhập địa chỉ thư điện tử, ví dụ ten@example.vn.")) from None
    return kept


def identity(typed: str) -> str:
    """A personal identity number of 12 digits, or the 9 of an old card.

    The first three digits are the place of birth registration and never change, so numbers of
    former provinces are right; there is no check digit to test (NĐ 69/2024, TT 59/2021/TT-BCA).
    """
    digits = (
        _SEPARATORS.sub("", _NAMED.sub("", clean_code(typed))).replace("O", "0").replace("o", "0")
    )
    if not digits.isascii() or not digits.isdecimal() or len(digits) not in (9, 12):
        raise Refused(_("Nhập số định danh 12 chữ số (hoặc số chứng minh nhân dân cũ 9 chữ số)."))
    return digits


def is_passport(typed: str) -> bool:
    """Letters beside digits: no Vietnamese identity number has any, so it need not be asked which
    of the two it is.
    """
    return (
        _PASSPORT.fullmatch(_of_passport(typed)) is not None and not _of_passport(typed).isdecimal()
    )


def passport(typed: str) -> str:
    """The number of a passport in capitals: at most nine letters and digits (ICAO Doc 9303 part
    4).
    """
    number = _of_passport(typed)
    if not _PASSPORT.fullmatch(number):
        raise Refused(_("Nhập số hộ chiếu, ví dụ C1234567."))
    return number


def _of_passport(typed: str) -> str:
    return _SEPARATORS.sub("", clean_code(typed)).upper()
