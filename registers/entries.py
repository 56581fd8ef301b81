"""One row of a file made into an entry of the register, or the reason why it cannot be one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from foundation.text import clean_line, fold
from registers import birth_dates, columns
from registers.models import Diploma
from registers.written import written

EARLIEST_YEAR = 1945
LEVELS = {
    "thpt": Diploma.Level.THPT,
    "trung hoc pho thong": Diploma.Level.THPT,
    "pho thong trung hoc": Diploma.Level.THPT,  # its name until 1998
    "ptth": Diploma.Level.THPT,
    "cap 3": Diploma.Level.THPT,
    "cap iii": Diploma.Level.THPT,
    "btthpt": Diploma.Level.BTTHPT,
    "bt thpt": Diploma.Level.BTTHPT,
    "bo tuc thpt": Diploma.Level.BTTHPT,
    "bo tuc trung hoc pho thong": Diploma.Level.BTTHPT,
    "bo tuc pho thong trung hoc": Diploma.Level.BTTHPT,
    "gdtx": Diploma.Level.BTTHPT,
    "thcs": Diploma.Level.THCS,
    "trung hoc co so": Diploma.Level.THCS,
    "pho thong co so": Diploma.Level.THCS,
    "ptcs": Diploma.Level.THCS,
    "cap 2": Diploma.Level.THCS,
    "cap ii": Diploma.Level.THCS,
}
SEXES = {
    "": "",
    "nu": Diploma.Sex.FEMALE,
    "f": Diploma.Sex.FEMALE,
    "nam": Diploma.Sex.MALE,
    "m": Diploma.Sex.MALE,
}
STATES = {"": Diploma.State.VALID, **{fold(written(state.label)): state for state in Diploma.State}}
PLAIN_TEXTS = ("birth_place", "ethnicity", "school", "grade", "decision", "issued_by", "signer")

_APOSTROPHES = str.maketrans("’‘ʼ", "'''")  # word processors curl the one in H'Hen
_DOTTED = re.compile(r"(?<!\d)\d{1,3}(?:\.\d{3})+(?!\d)")
_LEVEL_PREFIX = re.compile(r"^(?:bang )?(?:tot nghiep |tn )?")
_YEAR = re.compile(
    r"(?:nam |khoa (?:thi )?(?:nam )?)?(?:(?:19|20)\d{2}\s*[-–/]\s*)?((?:19|20)\d{2})"
)


class FaultyRow(ValueError):
    """The row is skipped for this reason, a Vietnamese sentence."""


@dataclass(frozen=True)
class Entry:
    """An entry not yet stored, and the remark that stood beside it."""

    diploma: Diploma
    note: str


def entry(cells: dict[str, str], book_id: int) -> Entry:
    """Read one row; raises FaultyRow with the first reason found."""
    texts = {field: clean(text) for field, text in cells.items()}
    for field in columns.REQUIRED:
        if not texts.get(field):
            raise FaultyRow(_("Thiếu {field}.").format(field=columns.label(field)))
    try:
        diploma = _diploma(texts, book_id)
    except birth_dates.NotADate as error:
        raise FaultyRow(str(error)) from error
    diploma.fold()
    _demand_lengths(diploma)
    return Entry(diploma, texts.get("note", ""))


@lru_cache(maxsize=8192)  # schools, bodies, places, decisions come back on every row
def clean(text: str) -> str:
    """NFC, no invisible characters, single blanks, straight apostrophes."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())  # numbers and dates have nothing else to clean
    return clean_line(text).translate(_APOSTROPHES)


_folded = lru_cache(maxsize=1024)(fold)  # levels, years, sexes: the same few words on every row


def _diploma(texts: dict[str, str], book_id: int) -> Diploma:
    year = _graduation_year(texts["graduation_year"])
    return Diploma(
        book_id=book_id,
        book_number=_undotted(texts["book_number"]),
        serial=_undotted(texts.get("serial", "")),
        holder_name=_name(texts["holder_name"]),
        birth_date=birth_dates.birth_date(texts["birth_date"], year),
        birth_date_text=texts["birth_date"],
        sex=_chosen("sex", SEXES, texts),
        level=_level(texts["level"]),
        graduation_year=year,
        decision_date=(
            birth_dates.day(texts["decision_date"], dt.date.max.year)
            if texts.get("decision_date")
            else None
        ),
        state=_chosen("state", STATES, texts),
        **{field: texts.get(field, "") for field in PLAIN_TEXTS},
    )


def _undotted(text: str) -> str:
    """Excel groups digits: "1.234" is number 1234. Dates and other dots stay."""
    return _DOTTED.sub(lambda number: number[0].replace(".", ""), text)


def _name(text: str) -> str:
    if any(sign.isdigit() for sign in text) or not any(sign.isalpha() for sign in text):
        raise FaultyRow(_("Họ và tên “{text}” không hợp lệ.").format(text=text))
    return text


def _graduation_year(text: str) -> int:
    found = _YEAR.fullmatch(_folded(_undotted(text)))
    year = int(found[1]) if found else 0
    if not EARLIEST_YEAR <= year <= dt.date.today().year:  # noqa: DTZ011 - the year alone matters
        raise FaultyRow(_("Năm tốt nghiệp “{text}” không hợp lệ.").format(text=text))
    return year


def _level(text: str) -> str:
    level = LEVELS.get(_LEVEL_PREFIX.sub("", _folded(text)))
    if level is None:
        raise FaultyRow(_("Không rõ loại văn bằng “{text}”.").format(text=text))
    return level


def _chosen(field: str, values: Mapping[str, str], texts: dict[str, str]) -> str:
    text = texts.get(field, "")
    value = values.get(_folded(text))
    if value is None:
        raise FaultyRow(
            _("Không rõ {field} “{text}”.").format(field=columns.label(field), text=text)
        )
    return value


def _demand_lengths(diploma: Diploma) -> None:
    """SQLite would store a text of any length, PostgreSQL would refuse the whole batch."""
    for name, longest in _LENGTHS.items():
        if len(getattr(diploma, name)) > longest:
            field = columns.label(_WRITTEN_IN.get(name, name)).capitalize()
            raise FaultyRow(
                _("{field} dài quá {longest} ký tự.").format(field=field, longest=longest)
            )


_LENGTHS = {
    field.name: field.max_length for field in Diploma._meta.concrete_fields if field.max_length
}
_WRITTEN_IN = {
    "birth_date_text": "birth_date",
    "folded_name": "holder_name",
    "folded_serial": "serial",
}
