"""Look a diploma up: forgiving about spelling, strict about how much it gives away.

An index narrows a million rows to a few dozen candidates (same folded name, or same serial); those
are scored field by field, and the differences are named for the expert, who decides.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, prefetch_related_objects

from foundation.compiled_reads import CompiledRead
from foundation.numbers import row_id
from foundation.read_once import read_once, remember
from foundation.text import fold
from registers import corrections
from registers.birth_dates import known, year_in
from registers.models import Annotation, Change, Diploma, serial_key
from registers.written import written

CANDIDATES = 60  # scored at most; the commonest full names share a birth date far less often
ANNOTATED = "annotations__changes"
#: With its book, the authority over the book's keeper, and whether anything was noted later.
BOOKED = (
    Diploma.objects.select_related("book")
    .annotate(
        over=F("book__keeper__parent_id"),
        noted=Exists(Annotation.objects.filter(diploma=OuterRef("pk"))),
    )
    .order_by()
)
ENTRY = CompiledRead(lambda pk: BOOKED.filter(pk=pk), int)
NOT_ANNOTATED = Annotation.objects.none()
NOT_ANNOTATED._result_cache = []  # nothing is worked out to find that there is nothing
LEAST_SCORE = 40  # of 100
WEIGHTS = {
    "holder_name": 40,
    "birth_date": 30,
    "serial": 30,
    "graduation_year": 15,
    "school": 10,
    "level": 5,
}


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
    birth_year: int | None = None  # where no more is known

    @property
    def born(self) -> dt.date | int | None:
        """The day of birth, or the year where no more is known."""
        return self.birth_date or self.birth_year

    @cached_property
    def joined_name(self) -> str:
        """As it is compared with every candidate."""
        return _joined(fold(self.holder_name))

    @cached_property
    def school_words(self) -> frozenset[str]:
        """All that is special about the school's name."""
        return _words(self.school)


@dataclass(frozen=True)
class Match:
    """An entry that may be the one: `score` from 0 to 100, `differences` the names of the fields
    that disagree.
    """

    diploma: Diploma
    score: int
    differences: tuple[str, ...]


def find(
    query: DiplomaQuery, limit: int = 5, keepers: Collection[int] | None = None
) -> list[Match]:
    """The best matches, at most `limit`; raises TooVague when the question asks for too much.

    `keepers` are the ids of the authorities whose books are looked into; None, for the site's own
    tools, is every book.
    """
    if not serial_key(query.serial) and not (
        query.holder_name and (query.born or query.graduation_year)
    ):
        raise TooVague
    matches = [_match(query, diploma) for diploma in _candidates(query, keepers)]
    matches = [match for match in matches if match.score >= LEAST_SCORE]
    return sorted(matches, key=lambda match: (-match.score, match.diploma.pk))[:limit]


def _candidates(query: DiplomaQuery, keepers: Collection[int] | None) -> list[Diploma]:
    """Rows by index only, that may be the one the question means; each asked once, none twice."""
    found: dict[int, Diploma] = {}
    for rows in _questions(query):
        own = rows if keepers is None else rows.filter(book__keeper__in=keepers)
        for diploma in own.select_related("book").order_by("id")[:CANDIDATES]:
            found.setdefault(diploma.pk, diploma)
    prefetch_related_objects(list(found.values()), ANNOTATED)
    return [diploma for diploma in found.values() if _may_be(query, diploma)]


def entry(pk: object, keepers: Collection[int]) -> Diploma | None:
    """The entry with this id in a book of one of the `keepers`; None for any other, as for one that
    does not exist.
    """
    number = row_id(pk)
    found = _whole(number) if number is not None else None
    return found if found and found.book.keeper_id in keepers else None


def entry_under(pk: object, authority_id: int) -> Diploma | None:
    """The same of the authority itself and of the units under it."""
    number = row_id(pk)
    found: Any = _whole(number) if number is not None else None
    return found if found and authority_id in (found.book.keeper_id, found.over) else None


def whole(pk: str | int) -> Diploma:
    """The entry with its book and annotations, whoever keeps it; raises Diploma.DoesNotExist."""
    if found := _whole(int(pk)):
        return found
    raise Diploma.DoesNotExist


def read_together(numbers: Iterable[int]) -> None:
    """Read these entries at once, for whoever asks for one of them while `reading_once` lasts."""
    wanted = set(numbers)
    rows = BOOKED.prefetch_related(ANNOTATED).filter(pk__in=wanted) if wanted else ()
    found = {one.pk: one for one in rows}
    for number in wanted:
        remember(_whole, found.get(number), number)


@read_once
def _whole(number: int) -> Diploma | None:
    found: Any = ENTRY.first(number)
    if found is None:
        return None
    if found.noted:
        prefetch_related_objects([found], ANNOTATED)
    else:
        found._prefetched_objects_cache = {"annotations": NOT_ANNOTATED}
    known: Diploma = found
    return known


def _questions(query: DiplomaQuery) -> Iterator[QuerySet[Diploma]]:
    if serial := serial_key(query.serial):
        yield Diploma.objects.filter(folded_serial=serial)
    if query.holder_name:
        same_name = Diploma.objects.filter(folded_name__in=name_spellings(query.holder_name))
        if query.birth_date:
            only_year = Q(
                birth_date__isnull=True, birth_date_text__endswith=str(query.birth_date.year)
            )
            yield same_name.filter(Q(birth_date__in=_readings(query.birth_date)) | only_year)
        elif query.birth_year:
            written = Q(birth_date__isnull=True, birth_date_text__endswith=str(query.birth_year))
            yield same_name.filter(Q(birth_date__year=query.birth_year) | written)
        if query.graduation_year:
            yield same_name.filter(graduation_year=query.graduation_year)
        ids = _corrected(query)
        if query.birth_date and query.graduation_year:
            alike = Diploma.objects.filter(
                birth_date=query.birth_date, graduation_year=query.graduation_year
            )
            ids = ids.union(alike.order_by().values("pk"))
        yield Diploma.objects.filter(pk__in=ids)


def _corrected(query: DiplomaQuery) -> QuerySet[Any, Any]:
    """Ids of entries whose holder got another name or birth date later: people ask with what is in
    force.
    """
    changed = Q(content=Change.Content.HOLDER_NAME, folded__in=name_spellings(query.holder_name))
    if query.birth_date:
        changed |= Q(content=Change.Content.BIRTH_DATE, folded=fold(f"{query.birth_date:%d/%m/%Y}"))
    return Change.objects.filter(changed).order_by().values("annotation__diploma")


def name_spellings(name: str) -> list[str]:
    """Folded spellings under which the register may have the name: words in another order, H'Hen as
    HHen or H Hen.
    """
    words = _joined(fold(name)).split()
    orders = [words, [*words[-1:], *words[:-1]], [*words[1:], *words[:1]]]
    plain = {" ".join(order) for order in orders}
    marked = {_H.sub(mark, spelling, count=1) for spelling in plain for mark in ("h'", "h ")}
    return sorted({fold(name)} | plain | marked)


def _readings(date: dt.date) -> list[dt.date]:
    """The day, and the day with day and month exchanged, as spreadsheets do."""
    return [date, date.replace(day=date.month, month=date.day)] if date.day <= 12 else [date]


def _may_be(query: DiplomaQuery, diploma: Diploma) -> bool:
    """Under the same serial whatever else differs; else only a holder whose name can be the one
    asked for.

    People born on one day who left school in one year are many: their names are nobody's business.
    """
    by_serial = serial_key(query.serial) == diploma.folded_serial != ""
    return by_serial or any(_name_agreement(query, one) > 0 for one in _readings_of(diploma))


def _readings_of(diploma: Diploma) -> list[Diploma]:
    """The entry with what is in force, and as it was first written: whoever asks may know
    either.
    """
    current = corrections.in_force(diploma)
    return [diploma] if current is diploma else [current, diploma]


def _match(query: DiplomaQuery, diploma: Diploma) -> Match:
    asked = [
        name for name in WEIGHTS if (query.born if name == "birth_date" else getattr(query, name))
    ]
    readings = _readings_of(diploma)
    agreed = {name: max(_AGREEMENTS[name](query, one) for one in readings) for name in asked}
    score = round(
        100
        * sum(WEIGHTS[name] * agreed[name] for name in asked)
        / sum(WEIGHTS[name] for name in asked)
    )
    return Match(diploma, score, tuple(name for name in asked if agreed[name] < 1))


def _name_agreement(query: DiplomaQuery, diploma: Diploma) -> float:
    """1 the same, 0.7 the same words in another order, 0.5 words left out (two at least must
    stand), else 0.
    """
    asked, written = query.joined_name, _joined(diploma.folded_name)
    if asked == written:
        return 1
    shorter, longer = sorted((sorted(asked.split()), sorted(written.split())), key=len)
    if shorter == longer:
        return 0.7
    return 0.5 if len(shorter) >= 2 and set(shorter) <= set(longer) else 0


def _joined(folded: str) -> str:
    """A folded name with the mark of Ê Đê and M'nông women joined to it: H'Hen, H Hen and HHen are
    one.
    """
    return _MARK.sub("h", folded)


def _birth_agreement(query: DiplomaQuery, diploma: Diploma) -> float:
    """1 the same, 0.7 the year where one of the two has no day, 0.5 day and month exchanged, else
    0.
    """
    asked, year, written = query.birth_date, query.birth_year, diploma.birth_date
    if asked is None:
        return (
            0.7 * (written.year == year)
            if written
            else float(year_in(diploma.birth_date_text) == year)
        )
    if diploma.birth_date is None:
        return 0.7 if year_in(diploma.birth_date_text) == asked.year else 0
    if diploma.birth_date == asked:
        return 1
    return 0.5 if diploma.birth_date in _readings(asked) else 0


def _school_agreement(query: DiplomaQuery, diploma: Diploma) -> float:
    """1 when all that is special about the asked name stands in the written one: "Lắk" for "Trường
    THPT Lắk".
    """
    return float(bool(query.school_words) and query.school_words <= _words(diploma.school))


@lru_cache(maxsize=4096)  # a register names the same few schools on every row
def _words(text: str) -> frozenset[str]:
    return frozenset(fold(text).split()) - _COMMON


_COMMON = frozenset(
    ["truong", "thpt", "thcs", "pho", "thong", "trung", "hoc", "co", "so", "cap", "tinh", "huyen"]
)
_MARK = re.compile(r"\bh(?:' ?| )(?=\w)")
_H = re.compile(r"\bh(?=\w)")
_AGREEMENTS: dict[str, Callable[[DiplomaQuery, Diploma], float]] = {
    "holder_name": _name_agreement,
    "birth_date": _birth_agreement,
    "level": lambda query, diploma: float(query.level == diploma.level),
    "graduation_year": lambda query, diploma: float(
        query.graduation_year == diploma.graduation_year
    ),
    "school": _school_agreement,
    "serial": lambda query, diploma: float(serial_key(query.serial) == diploma.folded_serial),
}


@dataclass(frozen=True)
class Reference:
    """What a document that repeats an entry was made from: the entry, and the last annotation it
    knew (0: none).
    """

    subject: str
    version: int


def reference(diploma: Diploma) -> Reference:
    """Of an entry as it was read; annotations that come later have a higher number."""
    return Reference(
        corrections.subject(diploma.pk),
        max((note.pk for note in diploma.annotations.all()), default=0),
    )


def facts(entry: Diploma) -> dict[str, str]:
    """What a document may print of an entry, as text; dates as the register writes them.

    Contents are those in force; what the entry itself says is told by `annotations_text` where a
    correction changed it.
    """
    diploma = corrections.in_force(entry)
    return {
        "holder_name": diploma.holder_name,
        "birth_date": known(diploma.birth_date, diploma.birth_date_text),
        "birth_date_text": diploma.birth_date_text,
        "birth_place": diploma.birth_place or NOT_WRITTEN,
        "sex_text": written(Diploma.Sex(diploma.sex).label),
        "ethnicity": diploma.ethnicity or NOT_WRITTEN,
        "school": diploma.school or NOT_WRITTEN,
        "level_name": written(Diploma.Level(diploma.level).label),
        "graduation_year_text": str(diploma.graduation_year),
        "grade": diploma.grade or NOT_WRITTEN,
        "issued_by": diploma.issued_by,
        "signer": diploma.signer or NOT_WRITTEN,
        "decision": diploma.decision or NOT_WRITTEN,
        "decision_date_text": (
            f"{diploma.decision_date:%d/%m/%Y}" if diploma.decision_date else NOT_WRITTEN
        ),
        "serial": diploma.serial or NOT_WRITTEN,
        "book_number": diploma.book_number,
        "annotations_text": "; ".join(note.text for note in entry.annotations.all()) or "Không",
        "state": str(diploma.state),
    }


# printed on the copy where the register has nothing, as the register says it
NOT_WRITTEN = "(sổ gốc không ghi)"
