"""The lines of a form that names the members of a council: an officer chosen, or a name and title
written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from foundation.numbers import row_id
from foundation.text import clean_line
from organisations.models import User
from workflows.actions.council import Named
from workflows.models import CouncilMember
from workflows.opinions.councils import Seat

MOST = 15


@dataclass(frozen=True)
class Row:
    """One line as it was typed: `user` is the id of an officer as text, or "" where a name is
    written.
    """

    seat: str
    user: str = ""
    name: str = ""
    title: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.user or self.name.strip())


def read_rows(request: HttpRequest) -> list[Row]:
    """The lines that were sent; empty ones stay in their places."""
    columns = [
        request.POST.getlist(f"member-{name}")[:MOST] for name in ("seat", "user", "name", "title")
    ]
    rows = []
    for seat, user, name, title in zip(*columns, strict=False):
        known = seat if seat in Seat.values else Seat.MEMBER
        rows.append(
            Row(
                known, user if row_id(user) else "", clean_line(name)[:150], clean_line(title)[:200]
            )
        )
    return rows


def add_row(rows: list[Row]) -> list[Row]:
    """Two more, so that an odd number stays odd."""
    return [*rows, Row(Seat.MEMBER), Row(Seat.MEMBER)][:MOST]


def blank_rows(members: Sequence[CouncilMember], least: int) -> list[Row]:
    """The members as they are named, or as many empty lines as there must be: chair and secretary
    first.
    """
    if members:
        return [_row(member) for member in members]
    seats = [Seat.CHAIR, Seat.SECRETARY, *[Seat.MEMBER] * (least - 2)]
    return [Row(seat) for seat in seats]


def _row(member: CouncilMember) -> Row:
    return Row(
        member.seat, str(member.user_id or ""), "" if member.user_id else member.name, member.title
    )


def members_of(rows: Sequence[Row], people: Sequence[User]) -> list[Named]:
    """What the act takes: empty lines left out, officers only of those who may be named."""
    known = {str(person.pk): person for person in people}
    return [
        Named(row.seat, known.get(row.user), row.name, row.title)
        for row in rows
        if not row.is_empty
    ]
