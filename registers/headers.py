"""The header row of a sheet: found by the names that offices give their columns, whatever stands
above it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from foundation.spreadsheets import Cells, Row, UnreadableFile
from foundation.text import fold

HEADER_WITHIN = 20  # rows; titles and the national header stand above it
# the row's number on its page: of no use here
COUNTERS = frozenset({"stt", "tt", "so tt", "so thu tu", "#"})


@dataclass(frozen=True)
class Header:
    """Where each field stands, and the headers that nothing is known of."""

    places: dict[str, int]
    unknown: tuple[str, ...]

    def cells(self, cells: Cells) -> dict[str, str]:
        """The row's cells by field; a row may be shorter than the header."""
        return {
            field: cells[place] if place < len(cells) else ""
            for field, place in self.places.items()
        }


@dataclass(frozen=True)
class Columns:
    """What a kind of sheet holds: field → (its name in messages, the headers it goes by: folded,
    parted by "; ").

    A row is the header when it names `told_by` and two columns more.
    """

    names: Mapping[str, tuple[Promise, str]]
    required: tuple[str, ...]
    told_by: str

    @cached_property
    def _by_header(self) -> dict[str, str]:
        return {
            name: field
            for field, (_label, names) in self.names.items()
            for name in names.split("; ")
        }

    def label(self, field: str) -> str:
        """The field's name for messages."""
        return str(self.names[field][0])

    def header(self, cells: Cells) -> Header | None:
        """The header that this row is, or None."""
        places: dict[str, int] = {}
        unknown: list[str] = []
        for place, cell in enumerate(cells):
            name = fold(cell).strip(" .:*")
            field = self._by_header.get(name)
            if field and field not in places:
                places[field] = place
            elif name and name not in COUNTERS:
                unknown.append(cell.strip())
        return (
            Header(places, tuple(unknown)) if self.told_by in places and len(places) >= 3 else None
        )

    def found_in(self, rows: Iterator[Row]) -> Header:
        """The header among the first rows, which are read; raises UnreadableFile with what is
        missing.
        """
        found = (self.header(row.cells) for row in islice(rows, HEADER_WITHIN))
        return self.demand_required(next((one for one in found if one), None))

    def demand_required(self, found: Header | None) -> Header:
        """The header, when it has what a row cannot be without; raises UnreadableFile with what is
        missing.
        """
        if found is None:
            told = self._labels(self.required)
            raise UnreadableFile(
                _("Không thấy dòng tiêu đề: cần các cột {columns}.").format(columns=told)
            )
        missing = [field for field in self.required if field not in found.places]
        if missing:
            raise UnreadableFile(
                _("Tệp thiếu cột: {columns}.").format(columns=self._labels(missing))
            )
        return found

    def _labels(self, fields: Iterable[str]) -> str:
        return ", ".join(self.label(field) for field in fields)
