"""Look a diploma up: forgiving about spelling, strict about how much it gives away.

An index narrows a million rows to a few dozen candidates (same folded name, or same serial); those are scored field by
field, and the differences are named for the expert, who decides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from organisations.text import fold
from registers.models import Diploma

CANDIDATES = 60  # scored at most; the commonest full names share a birth date far less often
WEIGHTS = {"holder_name": 40, "birth_date": 30, "serial": 30, "graduation_year": 15, "school": 10, "level": 5}


class TooVague(ValueError):
    """The question would list the register: a name alone, a year alone."""


@dataclass(frozen=True)
class DiplomaQuery:
    """What is known of a diploma; a name with a birth date, year or serial, or a serial alone."""

    holder_name: str = ""
    birth_date: dt.date | None = None
    level: str = ""
    graduation_year: int | None = None
    school: str = ""
    serial: str = ""


@dataclass(frozen=True)
class Match:
    """An entry that may be the one: `score` from 0 to 100, `differences` the names of the fields that disagree."""

    diploma: Diploma
    score: int
    differences: tuple[str, ...]


def find(query: DiplomaQuery, limit: int = 5) -> list[Match]:
    """The best matches, at most `limit`; raises TooVague when the question asks for too much."""
    if not query.serial and not (query.holder_name and (query.birth_date or query.graduation_year)):
        raise TooVague
    matches = [_match(query, diploma) for diploma in _candidates(query)]
    matches.sort(key=lambda match: (-match.score, match.diploma.pk))
    return [match for match in matches if match.score >= 40][:limit]


def _candidates(query: DiplomaQuery) -> Iterator[Diploma]:
    """Rows by index only, in narrowing questions; each asked once, none twice."""
    seen: set[int] = set()
    for rows in _questions(query):
        for diploma in rows.select_related("book").order_by("id")[:CANDIDATES]:
            if diploma.pk not in seen:
                seen.add(diploma.pk)
                yield diploma


def _questions(query: DiplomaQuery) -> Iterator[QuerySet[Diploma]]:
    if query.serial:
        yield Diploma.objects.filter(folded_serial=fold(query.serial).replace(" ", ""))
    if query.holder_name:
        same_name = Diploma.objects.filter(folded_name=fold(query.holder_name))
        if query.birth_date:
            yield same_name.filter(birth_date=query.birth_date)
        if query.graduation_year:
            yield same_name.filter(graduation_year=query.graduation_year)
            yield same_name.filter(Q(birth_date__isnull=True), graduation_year=query.graduation_year)


def _match(query: DiplomaQuery, diploma: Diploma) -> Match:
    asked = {name: value for name in WEIGHTS if (value := getattr(query, name))}
    agreed = {name for name, value in asked.items() if _agrees(name, value, diploma)}
    score = round(100 * sum(WEIGHTS[name] for name in agreed) / sum(WEIGHTS[name] for name in asked))
    return Match(diploma, score, tuple(name for name in asked if name not in agreed))


def _agrees(name: str, asked: object, diploma: Diploma) -> bool:
    written = getattr(diploma, name)
    if name == "school":
        return bool(_words(str(asked)) & _words(written)) and _words(str(asked)) <= _words(written) | _COMMON
    if isinstance(asked, str):
        return fold(asked).replace(" ", "") == fold(written).replace(" ", "")
    return bool(asked == written)


_COMMON = frozenset(["truong", "thpt", "thcs", "pho", "thong", "trung", "hoc", "co", "so", "cap", "tinh", "huyen"])


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(text).split()) - _COMMON


def facts(diploma: Diploma) -> dict[str, str]:
    """What a document may print of an entry, as text; dates as the register writes them."""
    return {
        "holder_name": diploma.holder_name,
        "birth_date": diploma.birth_date.isoformat() if diploma.birth_date else "",
        "birth_date_text": diploma.birth_date_text,
        "birth_place": diploma.birth_place or NOT_WRITTEN,
        "sex_text": str(Diploma.Sex(diploma.sex).label),
        "ethnicity": diploma.ethnicity or NOT_WRITTEN,
        "school": diploma.school or NOT_WRITTEN,
        "level_name": str(Diploma.Level(diploma.level).label),
        "graduation_year_text": str(diploma.graduation_year),
        "grade": diploma.grade or NOT_WRITTEN,
        "issued_by": diploma.issued_by,
        "signer": diploma.signer or NOT_WRITTEN,
        "decision": diploma.decision or NOT_WRITTEN,
        "decision_date_text": f"{diploma.decision_date:%d/%m/%Y}" if diploma.decision_date else NOT_WRITTEN,
        "serial": diploma.serial or NOT_WRITTEN,
        "book_number": diploma.book_number,
        "annotations_text": "; ".join(note.text for note in diploma.annotations.all()) or "Không",
        "state": str(diploma.state),
    }


NOT_WRITTEN = "(sổ gốc không ghi)"  # printed on the copy where the register has nothing, as the register says it
