"""Rounds and programmes as an app that keeps them would offer them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from forms.lists import offered_programmes
from forms.lists.offered_programmes import Programme

ROUND, LATER = "lop-10-2027", "lop-10-2028"


class Rounds:
    """A source of one open round with three programmes of two schools, of which two may be
    wished for.
    """

    def __init__(self, procedure: str = "grade-10-admission") -> None:
        self.procedure = procedure
        self.open = [(ROUND, "Tuyển sinh lớp 10 năm học 2027 - 2028")]
        self.schools = ("thpt-buon-ma-thuot", "thpt-buon-ma-thuot", "thpt-ea-hleo")
        self.most = 2

    def open_rounds(self, procedure_slug: str) -> list[tuple[str, str]]:
        return self.open if procedure_slug == self.procedure else []

    def title_of(self, round_slug: str) -> str:
        titles = {ROUND: self.open[0][1] if self.open else "Đợt đã đóng", LATER: "Đợt sau"}
        return titles.get(round_slug, "")

    def authority_of(self, round_slug: str) -> str:
        return "sgddt-daklak" if round_slug in (ROUND, LATER) else ""

    def programmes(self, round_slug: str) -> list[Programme]:
        if round_slug != ROUND:
            return []
        names = (
            ("bmt", "THPT Buôn Ma Thuột"),
            ("bmt-t", "THPT BMT, lớp chuyên Toán"),
            ("eahleo", "THPT Ea H'Leo"),
        )
        return [
            Programme(id, name, school, "405 chỉ tiêu" if id == "bmt" else "")
            for (id, name), school in zip(names, self.schools, strict=True)
        ]

    def most_wishes(self, round_slug: str) -> int:
        return self.most if round_slug == ROUND else 0


@contextmanager
def offered(rounds: Rounds) -> Iterator[Rounds]:
    """These rounds and no others."""
    before = list(offered_programmes._sources)
    offered_programmes.register(rounds)
    try:
        yield rounds
    finally:
        offered_programmes._sources[:] = before
