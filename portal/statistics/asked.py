"""What a visitor asks of the figures: year, part of it, procedure, authority with the units under
it.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from figures.models import DailyFigure
from figures.reading import Asked
from foundation.text import list_key
from organisations.models import Authority
from workflows.models import Procedure

Row = TypeVar("Row", Procedure, Authority)
ROMAN = ("I", "II", "III", "IV")
#: Part of a year → its name, first and last month.
PARTS: dict[str, tuple[Promise | str, int, int]] = {
    "": (_("Cả năm"), 1, 12),
    **{
        f"q{n + 1}": (format_lazy("{} {}", _("Quý"), ROMAN[n]), 3 * n + 1, 3 * n + 3)
        for n in range(4)
    },
    **{f"t{n}": (format_lazy("{} {}", _("Tháng"), n), n, n) for n in range(1, 13)},
}


@dataclass
class Question:
    """The filter as chosen, and what may be chosen instead."""

    year: int
    part: str
    procedure: Procedure | None
    authority: Authority | None
    asked: Asked
    years: list[int]
    procedures: list[Procedure]
    authorities: list[Authority]
    parts: list[tuple[str, str]] = field(
        default_factory=lambda: [(key, str(one[0])) for key, one in PARTS.items()]
    )

    @property
    def period(self) -> str:
        """What the period is called: "Quý I năm 2026"."""
        return f"{PARTS[self.part][0]} {self.year}"


def read(wanted: Mapping[str, str], led: Collection[int] | None) -> Question:
    """The question in an address, about the authorities one leads and the units under them (None:
    all).

    404 for any other.
    """
    today = timezone.localdate()
    years = _years(today)
    under = _under()
    scope = None if led is None else set[int]().union(*(_with_units(pk, under) for pk in led))
    authorities = _authorities(scope, under)
    year = _year(wanted.get("nam", ""), years)
    part = wanted.get("ky", "") if wanted.get("ky", "") in PARTS else ""
    procedures = sorted(Procedure.objects.all(), key=lambda one: list_key(one.title))
    procedure = _named(wanted.get("thu-tuc", ""), procedures)
    authority = _named(wanted.get("co-quan", ""), authorities)
    _name, first, last = PARTS[part]
    end = dt.date(year, last, calendar.monthrange(year, last)[1])
    places = _with_units(authority.pk, under) if authority else scope
    asked = Asked(
        dt.date(year, first, 1),
        max(min(end, today), dt.date(year, first, 1)),
        _pk(procedure),
        places,
    )
    return Question(year, part, procedure, authority, asked, years, procedures, authorities)


def _years(today: dt.date) -> list[int]:
    first = DailyFigure.objects.order_by("day").values_list("day", flat=True).first()
    return list(range(today.year, (first or today).year - 1, -1))


def _year(text: str, years: list[int]) -> int:
    return int(text) if text.isdecimal() and len(text) == 4 and int(text) in years else years[0]


def _authorities(scope: Collection[int] | None, under: dict[int, list[int]]) -> list[Authority]:
    """Those with figures, and those above them: asking about a department means its units too."""
    rows = Authority.objects.order_by()
    counted = Exists(DailyFigure.objects.filter(authority=OuterRef("pk")))
    found = set(rows.filter(counted).values_list("pk", flat=True))
    useful = {pk for pk in [*under, *found] if found & _with_units(pk, under)}
    return sorted(
        rows.filter(pk__in=useful if scope is None else useful & set(scope)),
        key=lambda one: list_key(one.name),
    )


def _under() -> dict[int, list[int]]:
    under: dict[int, list[int]] = {}
    for pk, parent in (
        Authority.objects.exclude(parent=None).order_by().values_list("pk", "parent_id")
    ):
        under.setdefault(parent, []).append(pk)
    return under


def _with_units(pk: int, under: dict[int, list[int]]) -> set[int]:
    found, waiting = set(), [pk]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += under.get(one, [])
    return found


def _named(slug: str, rows: list[Row]) -> Row | None:
    if not slug:
        return None
    found = next((row for row in rows if row.slug == slug), None)
    if found is None:
        raise Http404
    return found


def _pk(procedure: Procedure | None) -> int | None:
    return procedure.pk if procedure else None
