"""A cell of an Excel workbook as whoever opens the workbook reads it; what cannot be told so is a
fault, not a guess.

Number formats: ECMA-376 part 1, 18.8.31. A register's number 123456 under the format `0000000`
reads 0123456.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Any, Protocol

from django.utils.translation import gettext as _

#: What Excel and LibreOffice write where a formula has no value; people paste it as text too.
_ERROR = re.compile(r"#(?:N/A|DIV/0!|NV|[A-ZÀ-Ỹ_]{3,20}[!?]|GETTING_DATA)|ERR:\d{3}")
#: What is left of a number or a day whose column was too narrow, or whose digits Excel has cut:
#: 1.23457E+11.
_CUT = re.compile(r"#{2,}|-?\d(?:[.,]\d+)?E[+-]\d{2,3}")
PRECISE = 15  # digits that Excel keeps of a number: behind them it writes noughts
#: Colours, conditions and languages in brackets; the blank of a letter's width; the letter that
#: fills the cell.
_UNSEEN = re.compile(r"\[[^\]]*\]|_.|\*.")
_TOKEN = re.compile(r'"([^"]*)"|\\(.)|([0#?]+(?:,[0#?]+)*,*)|(\.[0#?]*)|(.)', re.DOTALL)
_WORDS = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|_.|\*.|(.)', re.DOTALL)
_CONDITION = re.compile(r"\[\s*[<>=]")
_BREAK = re.compile(r'"[^"]*"|\\.|(;)', re.DOTALL)
_DATE_PARTS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|AM/PM|A/P', re.IGNORECASE)
_GENERAL = frozenset({"General", "@", ""})


class Cell(Protocol):
    """What openpyxl gives for a cell when it only reads."""

    value: Any
    data_type: str
    number_format: str


class UnreadableCell(ValueError):
    """The cell shows something that cannot be told from the file; the text is a Vietnamese
    sentence.
    """


def text_of(cell: Cell) -> str:
    """What a reader sees in the cell, dates as DD/MM/YYYY, thousands not grouped; raises
    UnreadableCell.
    """
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return _said(plain_text(_unescaped(value) if "_x" in value else value), cell.number_format)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.datetime | dt.date):
        return _date(value, cell.number_format)
    if isinstance(value, int | float):
        return _number(value, cell.number_format)
    return str(value)


def plain_text(text: str) -> str:
    """The text, unless it is one of Excel's errors; raises UnreadableCell."""
    plain = text.strip()
    if plain.startswith(("#", "E", "e")) and _ERROR.fullmatch(plain.upper()):
        raise UnreadableCell(
            _("Ô có lỗi {error} của Excel, không phải dữ liệu.").format(error=plain)
        )
    if _CUT.fullmatch(plain.upper()):
        raise UnreadableCell(
            _("Excel chỉ còn ghi “{text}”: số hoặc ngày đã bị cắt, hãy nhập lại.").format(
                text=plain
            )
        )
    return text


def _said(text: str, pattern: str) -> str:
    """The text by the section for texts of its format, which may put words around it, or hide
    it.
    """
    if pattern in _GENERAL or (";" not in pattern and "@" not in pattern):
        return text
    sections = _sections(pattern)
    with_text = (
        sections[3] if len(sections) > 3 else next((one for one in sections if "@" in one), None)
    )
    if with_text is None:
        return text
    if not text.strip() or with_text.strip() == "@":
        return text
    return "".join(
        quoted or escaped or (text if sign == "@" else sign)
        for quoted, escaped, sign in _WORDS.findall(with_text)
    ).strip()


def _date(value: dt.datetime | dt.date, pattern: str) -> str:
    """The day, or the part of it that the format shows: a year alone, a month with its year."""
    letters = set(_DATE_PARTS.sub("", pattern.partition(";")[0]).lower())
    if {"d", "m", "y"} <= letters or not letters & {"d", "y"}:
        return f"{value:%d/%m/%Y}"
    if "d" not in letters:
        return f"{value:%m/%Y}" if "m" in letters else f"{value:%Y}"
    raise UnreadableCell(_("Ô chỉ hiện ngày và tháng, không hiện năm."))


def _number(value: float, pattern: str) -> str:
    exact = Decimal(repr(value))
    if exact.copy_abs() >= 10**PRECISE:
        raise UnreadableCell(
            _("Số dài quá {digits} chữ số bị Excel làm tròn, hãy để ô dạng văn bản.").format(
                digits=PRECISE
            )
        )
    if _CONDITION.search(pattern):
        raise UnreadableCell(
            _("Định dạng {format} của ô cho thấy số khác với số đã ghi.").format(format=pattern)
        )
    sections = _sections(pattern)
    if (
        len(sections) > 1
        and not sections[2 if exact == 0 and len(sections) > 2 else exact < 0].strip()
    ):
        return ""  # the format hides it
    if len(sections) > 1 and exact < 0:
        return _shaped(-exact, sections[1])
    shown = _shaped(
        exact.copy_abs(), sections[2] if len(sections) > 2 and exact == 0 else sections[0]
    )
    return f"-{shown}" if exact < 0 else shown


def _sections(pattern: str) -> list[str]:
    """The parts of a format between semicolons, those in quotes left out."""
    breaks = [found.start() for found in _BREAK.finditer(pattern) if found[1]]
    edges = [-1, *breaks, len(pattern)]
    return [pattern[start + 1 : end] for start, end in pairwise(edges)]


def _shaped(amount: Decimal, pattern: str) -> str:
    """The number by one section of a format: noughts in front, decimals, and the words around."""
    if pattern.strip() in _GENERAL:
        return _general(amount)
    tokens = _tokens(pattern)
    places = next((len(text) - 1 for kind, text in tokens if kind == "fraction"), 0)
    rounded = amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    whole, _point, fraction = f"{rounded:f}".partition(".")
    optional = next((text.count("#") for kind, text in tokens if kind == "fraction"), 0)
    fraction = fraction[: places - optional] + fraction[places - optional :].rstrip("0")
    return _laid_out(tokens, whole, f".{fraction}" if fraction else "").strip()


def _general(amount: Decimal) -> str:
    """As Excel shows a number without a format: eleven digits, no noughts behind."""
    if amount == amount.to_integral_value():
        return f"{amount.to_integral_value():f}"
    return f"{float(amount):.10g}"


def _laid_out(tokens: tuple[tuple[str, str], ...], whole: str, fraction: str) -> str:
    """The digits from the right into their places; the first place takes all that are left."""
    places = [text for kind, text in tokens if kind == "digits"]
    left = (
        whole.zfill(sum(text.count("0") for text in places))
        if int(whole) or "0" in "".join(places)
        else ""
    )
    shares: list[str] = []
    for text in reversed(places):
        room = (
            len(left)
            if len(shares) == len(places) - 1
            else min(len(left), len(re.sub("[^0#?]", "", text)))
        )
        shares.append(left[len(left) - room :])
        left = left[: len(left) - room]
    return "".join(_written(kind, text, shares, fraction) for kind, text in tokens)


def _written(kind: str, text: str, shares: list[str], fraction: str) -> str:
    if kind == "digits":
        return shares.pop()
    return fraction if kind == "fraction" else text


@lru_cache(maxsize=256)
def _tokens(pattern: str) -> tuple[tuple[str, str], ...]:
    """The parts of a section: digits, fraction, words; raises UnreadableCell for what Excel would
    calculate.
    """
    found = tuple(_parts(_UNSEEN.sub("", pattern)))
    kinds = [kind for kind, _text in found]
    if (
        "digits" not in kinds
        or kinds.count("fraction") > 1
        or any(t.endswith(",") for k, t in found if k == "digits")
    ):
        raise UnreadableCell(
            _("Định dạng {format} của ô cho thấy số khác với số đã ghi.").format(format=pattern)
        )
    return found


def _parts(pattern: str) -> Iterator[tuple[str, str]]:
    for quoted, escaped, digits, fraction, sign in _TOKEN.findall(pattern):
        if digits:
            yield "digits", digits
        elif fraction:
            yield "fraction", fraction
        elif quoted or escaped:
            yield "words", quoted or escaped
        elif sign in "%/" or (sign.isascii() and sign.isalpha()):
            raise UnreadableCell(
                _("Định dạng {format} của ô cho thấy số khác với số đã ghi.").format(format=pattern)
            )
        else:
            yield "words", sign


def _unescaped(value: str) -> str:
    from openpyxl.utils.escape import unescape  # heavy, and most processes read no workbook

    return str(unescape(value))
