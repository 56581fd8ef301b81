"""The votes of a council: which were ticked on its page, and how they fall, as a bar with a mark at
the quorum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from organisations.models import User
from workflows.actions.council import Ballot
from workflows.models import CouncilMember
from workflows.opinions.councils import Tally, Vote

WIDTH = 600  # user units; the picture is as wide as its place


@dataclass(frozen=True)
class Part:
    """A stretch of the bar: `kind` for, against, abstained or open."""

    kind: str
    count: int
    x: int
    width: int

    @property
    def middle(self) -> int:
        return self.x + self.width // 2


@dataclass(frozen=True)
class Picture:
    """The bar: its parts from left to right, and where the votes that are needed end."""

    parts: list[Part]
    needed_x: int
    width: int = WIDTH


def picture_of(counted: Tally) -> Picture | None:
    """None before anybody is named."""
    if not counted.members:
        return None
    one, x, parts = WIDTH / counted.members, 0.0, []
    left = counted.members - counted.present
    kinds = {
        "for": counted.in_favour,
        "against": counted.against,
        "abstained": counted.abstained,
        "open": left,
    }
    for kind, count in kinds.items():
        if count:
            parts.append(Part(kind, count, round(x), round(x + count * one) - round(x)))
        x += count * one
    return Picture(parts, round(counted.needed * one))


@dataclass(frozen=True)
class Place:
    """A seat on the page: whether this reader may write its vote, and what is ticked there."""

    member: CouncilMember
    may_write: bool
    ticked: str


def seats_of(
    members: Sequence[CouncilMember], reader: User | None, keeps: bool, typed: Mapping[int, str]
) -> list[Place]:
    """A member with an account votes in person; whoever keeps the council writes down the votes of
    the others.
    """
    return [
        Place(
            member,
            reader is not None
            and (member.user_id == reader.pk or (keeps and member.user_id is None)),
            typed.get(member.pk, member.vote),
        )
        for member in members
    ]


def ballots_of(data: QueryDict, members: Sequence[CouncilMember]) -> list[Ballot]:
    """What was ticked and is not what the page had shown as the seat's vote (`seen-<seat>`)."""
    ticked = []
    for member in members:
        choice, seen = data.get(f"vote-{member.pk}", ""), data.get(f"seen-{member.pk}")
        if choice and choice != (member.vote if seen is None else seen):
            ticked.append(Ballot(member.pk, choice, seen))
    return ticked


def said_of(ballots: Sequence[Ballot], members: Sequence[CouncilMember]) -> str:
    """Exactly what was written down, name by name."""
    names = {member.pk: member.name for member in members}
    labels = dict(Vote.choices)
    each = "; ".join(f"{names[one.seat]} ({labels.get(one.choice, one.choice)})" for one in ballots)
    return _("Đã ghi %(number)d ý kiến biểu quyết: %(each)s.") % {
        "number": len(ballots),
        "each": each,
    }
