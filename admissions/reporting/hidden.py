"""What the public reads of a round's figures: nobody can be counted out (docs/decisions/0013).

One to four are "dưới 5", every other number is rounded down to fives, in sums too; a cut-off is
shown where at least five were admitted. Quotas are published by the plan and stand as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from admissions.reporting.figures import Count, Figures

FEW = 5
UNDER = f"dưới {FEW}"
HEAD = ("loai", "ten", "chi_tieu", "nguyen_vong_1", "trung_tuyen", "tu_nguyen_vong_1", "diem_chuan")
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True)
class Row:
    """One line of the open data; a cell that does not apply is ""."""

    kind: str
    name: str
    quota: str
    first: str
    admitted: str
    from_first: str
    cut_off: str

    @property
    def cells(self) -> tuple[str, ...]:
        return (
            *(self.kind, self.name, self.quota, self.first),
            *(self.admitted, self.from_first, self.cut_off),
        )


def in_fives(count: int) -> str:
    """ "0", "dưới 5", "5", "10", … ."""
    if 0 < count < FEW:
        return UNDER
    return str(count - count % FEW)


def share(part: int, whole: int) -> str:
    """A whole percent where both parts are at least five, else nothing is said."""
    if part < FEW or whole - part < FEW:
        return ""
    return f"{(200 * part + whole) // (2 * whole)}%"


def open_data(found: Figures) -> Iterator[Row]:
    """The whole, the programmes, the wards, the groups."""
    yield _row("toan_dot", "", found.whole)
    for name, one in found.programmes.items():
        shows = one.admitted >= FEW
        yield Row(
            "truong",
            name,
            str(one.quota),
            in_fives(one.asked_first),
            in_fives(one.admitted),
            in_fives(one.from_first_wish),
            one.cut_off if shows else "",
        )
    for kind, parts in (("xa_phuong", found.wards), ("uu_tien", found.groups)):
        for name, count in parts.items():
            yield _row(kind, name, count)


def _row(kind: str, name: str, count: Count) -> Row:
    return Row(
        kind,
        name,
        "",
        in_fives(count.applied),
        in_fives(count.admitted),
        in_fives(count.first_wish),
        "",
    )
