"""Whom a programme keeps of all who ask: reserved seats, shares, and equals at the last seat.

A programme's choice never takes somebody back whom it refused: limits only rise. That makes the
result independent of the order of the applications (Hatfield and Milgrom 2005: substitutable
choice functions).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from admissions.allocation.claims import CannotRun, Claim, Key
from admissions.plan.rules import Rules, Seats, Tie

Asks = Callable[[Claim], bool]


@dataclass(frozen=True)
class Block:
    """Seats that are filled together: for whom, how many, and whether they stay empty unfilled."""

    name: str  # "" for the open ones
    seats: int
    takes: Asks
    is_hard: bool


class Chooser:
    """One programme, its seats and the limits below which it has refused before."""

    def __init__(self, programme: str, rules: Rules, quota: int) -> None:
        self.programme, self.tie, self.quota = programme, rules.tie, quota
        seats = rules.programmes[programme]
        self.blocks = list(_blocks(seats, quota, programme, rules.reserves_first))
        self.most_later = _most_later(seats, quota)
        self.limits: dict[str, Key] = {}
        #: Equals at the last seat whom the criteria must part and do not: all kept for now, for
        #: better ones may still come and push them out together.
        self.equals: list[str] = []
        self.filled: dict[str, list[Claim]] = {}  # by which seats, of the last choice

    def choose(self, claims: Iterable[Claim]) -> list[Claim]:
        """Those it keeps, in order."""
        self.equals, self.filled = [], {}
        waiting = sorted(claims, key=lambda claim: claim.key, reverse=True)
        kept: list[Claim] = []
        left = 0  # soft seats that nobody of their group took
        for block in self.blocks:
            open_too = left if not block.name else 0
            taken, waiting = self._fill(block, block.seats + open_too, waiting, kept)
            kept += taken
            if block.name and not block.is_hard:
                left += max(0, block.seats - len(taken))
            elif not block.name:
                left = 0
        if left:  # reserved after the open ones: what they left is open again
            rest = Block("", left, _anybody, is_hard=False)
            taken, waiting = self._fill(rest, left, waiting, kept)
            kept += taken
        return sorted(kept, key=lambda claim: claim.key, reverse=True)

    def _fill(
        self, block: Block, seats: int, waiting: list[Claim], kept: list[Claim]
    ) -> tuple[list[Claim], list[Claim]]:
        asking = [claim for claim in waiting if block.takes(claim)]
        limit = self.limits.get(block.name)
        if limit is not None:
            asking = [claim for claim in asking if claim.key > limit]
        later = sum(claim.rank > 1 for claim in kept)
        taken = self._within(block.name, seats, self._below_ceiling(asking, later))
        self.filled.setdefault(block.name, []).extend(taken)
        names = {claim.applicant.name for claim in taken}
        return taken, [claim for claim in waiting if claim.applicant.name not in names]

    def _below_ceiling(self, asking: list[Claim], later: int) -> list[Claim]:
        """Without the later wishes for which the plan has no share left."""
        if self.most_later is None:
            return asking
        most = max(0, self.most_later - later)
        allowed = self._within("later", most, [claim for claim in asking if claim.rank > 1])
        names = {claim.applicant.name for claim in allowed}
        return [claim for claim in asking if claim.rank == 1 or claim.applicant.name in names]

    def _within(self, place: str, seats: int, asking: list[Claim]) -> list[Claim]:
        if len(asking) <= seats:
            return asking
        if seats == 0:
            return []
        last, next_one = asking[seats - 1].key, asking[seats].key
        if last != next_one:
            return asking[:seats]
        if self.tie is Tie.NONE:
            self.limits[place] = max(last, self.limits.get(place, last))
            return [claim for claim in asking if claim.key > last]
        if self.tie is Tie.BROKEN:
            self.equals = [claim.applicant.name for claim in asking if claim.key == last]
        return [claim for claim in asking if claim.key >= last]

    def demand_parted(self) -> None:
        """Raises CannotRun where equals are left at the end."""
        if self.equals:
            raise CannotRun(
                f"{self.programme}: {len(self.equals)} hồ sơ bằng nhau ở chỗ cuối cùng, các tiêu"
                f" chí không phân được ({', '.join(sorted(self.equals)[:5])})."
            )


def _anybody(_claim: Claim) -> bool:
    return True


def _blocks(seats: Seats, quota: int, programme: str, reserves_first: bool) -> Iterator[Block]:
    reserved = list(_reserved(seats, quota, programme))
    free = max(0, quota - sum(block.seats for block in reserved))
    opened = Block("", free, _anybody, is_hard=False)
    yield from (*reserved, opened) if reserves_first else (opened, *reserved)


def _reserved(seats: Seats, quota: int, programme: str) -> Iterator[Block]:
    left = quota
    for reserve in seats.reserves:
        fact, number = reserve.fact, min(reserve.seats, left)
        left -= number
        yield Block(fact, number, _with(fact, programme), reserve.is_hard)
    share = seats.first_share
    if share is not None:
        number = min(rounded(share.at_least * quota, up=True), left)
        yield Block("first_wishes", number, lambda claim: claim.rank == 1, share.is_hard)


def _with(fact: str, programme: str) -> Asks:
    return lambda claim: claim.applicant.is_true(fact, programme)


def _most_later(seats: Seats, quota: int) -> int | None:
    share = seats.later_share
    return None if share is None else rounded(share.at_most * quota, up=False)


def rounded(number: Decimal, up: bool) -> int:
    """Whole seats: up for "at least", down for "at most"."""
    return int(number.to_integral_value(ROUND_CEILING if up else ROUND_FLOOR))
