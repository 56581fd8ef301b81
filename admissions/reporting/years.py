"""A round beside that of the year before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from admissions.reporting.figures import Figures, ProgrammeCount


@dataclass(frozen=True)
class Difference:
    """A programme in both years; None for a year that did not have it. `cut_off`: this year's less
    the last one's, None where one of them has none.
    """

    programme: str
    last: ProgrammeCount | None
    this: ProgrammeCount | None
    cut_off: Decimal | None


def beside(last: Figures, this: Figures) -> Iterator[Difference]:
    """Every programme of either year, in the order of their ids."""
    for name in sorted({*last.programmes, *this.programmes}):
        old, new = last.programmes.get(name), this.programmes.get(name)
        moved = None
        if old and new and old.cut_off and new.cut_off:
            moved = Decimal(new.cut_off) - Decimal(old.cut_off)
        yield Difference(name, old, new, moved)
