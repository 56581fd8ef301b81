"""Why a wish got a seat or not, for the family that reads it: by which criterion, where it stood,
what would have been enough.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from admissions.allocation.allocating import Result
from admissions.allocation.claims import LAST, Claim, Stopped
from admissions.plan.rules import LOT, SCORE, WISH, Floor, Rules


class Why(StrEnum):
    ADMITTED = "admitted"
    DIRECT = "direct"
    NOT_NEEDED = "not_needed"  # an earlier wish has a seat
    FLOOR = "floor"  # a paper or the score did not reach what a wish needs
    BEHIND = "behind"  # others stood before it for all seats
    EQUALS = "equals"  # its equals were more than the seats, and the plan takes none of them
    LATER_SHARE = "later_share"  # the seats for second and later wishes were taken
    NO_SEATS = "no_seats"


@dataclass(frozen=True)
class Reason:
    """What became of one wish.

    `criterion`: the first in which it and the last one admitted differ ("" where there is none);
    `own`, `enough`: what it had there, and what the last one admitted had (with a gap: what was
    needed at this rank; "yes" or "no" of a fact that is either; `own` "": nothing known); `place`:
    how many of those admitted stood before it, and one.
    """

    programme: str
    rank: int
    why: Why
    criterion: str = ""
    own: str = ""
    enough: str = ""
    place: int = 0
    floor: Floor | None = None


def explain(result: Result, rules: Rules, name: str) -> list[Reason]:
    """Every wish of the applicant, in the order in which they were declared."""
    direct = [one for people in result.direct.values() for one in people if one.name == name]
    if direct:
        return list(_direct(result, direct[0].wishes, name))
    seat = result.seats.get(name)
    wishes: list[Claim | Stopped] = [*result.claims[name], *result.stopped[name]]
    reasons: list[Reason] = []
    has_seat = False
    for wish in sorted(wishes, key=lambda one: one.rank):
        if isinstance(wish, Stopped):
            reasons.append(Reason(wish.programme, wish.rank, Why.FLOOR, floor=wish.floor))
        elif has_seat:
            reasons.append(Reason(wish.programme, wish.rank, Why.NOT_NEEDED))
        elif wish.programme == seat:
            has_seat = True
            reasons.append(
                Reason(wish.programme, wish.rank, Why.ADMITTED, place=_place(result, wish))
            )
        else:
            reasons.append(_refused(result, rules, wish))
    return reasons


def _direct(result: Result, wishes: tuple[str, ...], name: str) -> Iterator[Reason]:
    for rank, programme in enumerate(wishes, 1):
        why = Why.DIRECT if result.seats[name] == programme else Why.NOT_NEEDED
        yield Reason(programme, rank, why)


def _place(result: Result, wish: Claim) -> int:
    return 1 + sum(one.key > wish.key for one in result.kept[wish.programme])


def _refused(result: Result, rules: Rules, wish: Claim) -> Reason:
    chooser = result.choosers[wish.programme]
    place = _place(result, wish)
    if chooser.quota == 0:
        return Reason(wish.programme, wish.rank, Why.NO_SEATS)
    if wish.key in chooser.limits.values():
        return Reason(wish.programme, wish.rank, Why.EQUALS, place=place)
    last = _last_admitted(result, wish)
    later = _later_at_the_ceiling(result, wish)
    free = len(result.kept[wish.programme]) < chooser.quota
    if later is not None and (free or last is None or wish.key > last.key):
        last_later = later[-1] if later else None
        return _behind(rules, wish, last_later, Why.LATER_SHARE, place)
    return _behind(rules, wish, last, Why.BEHIND, place)


def _later_at_the_ceiling(result: Result, wish: Claim) -> list[Claim] | None:
    """The later wishes that were taken, where no more may be and this is one; else None."""
    most = result.choosers[wish.programme].most_later
    later = [claim for claim in result.kept[wish.programme] if claim.rank > 1]
    return later if most is not None and wish.rank > 1 and len(later) >= most else None


def _last_admitted(result: Result, wish: Claim) -> Claim | None:
    """The last one who has a seat for which this wish could stand too."""
    chooser = result.choosers[wish.programme]
    open_to = {block.name for block in chooser.blocks if block.takes(wish)}
    lasts = [taken[-1] for name, taken in chooser.filled.items() if taken and name in open_to]
    return min(lasts, key=lambda claim: claim.key, default=None)


def _behind(rules: Rules, wish: Claim, last: Claim | None, why: Why, place: int) -> Reason:
    """Apart from the last one admitted in which criterion, and by how much."""
    if last is None:
        return Reason(wish.programme, wish.rank, why, place=place)
    pairs = enumerate(zip(wish.key, last.key, strict=True))
    apart = next((number for number, (own, other) in pairs if own != other), None)
    if not apart:  # the first part of a key is the right of direct admission
        criterion = "" if apart is None else "direct"
        return Reason(wish.programme, wish.rank, why, criterion, place=place)
    told = rules.criteria[apart - 1]
    if told.by == SCORE and wish.key[apart] != LAST:  # as the family knows it: before the gap
        bare = wish.applicant.points(SCORE, wish.programme)
        needed = bare + Decimal(last.key[apart]) - Decimal(wish.key[apart])
        own, enough = _figure(bare), _figure(needed)
    elif told.by in (LOT, WISH):
        own, enough = _number(wish.key[apart]), _number(last.key[apart])
    else:
        own, enough = _had(told.by, wish), _had(told.by, last)
    return Reason(wish.programme, wish.rank, why, told.by, own, enough, place)


def _had(fact: str, claim: Claim) -> str:
    """What somebody has where a criterion is no score, as it was said; "" where nothing is."""
    value = claim.applicant.fact(fact, claim.programme)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _figure(value) if isinstance(value, Decimal | int) else value


def _number(part: Decimal | int) -> str:
    """A lot or the rank of a wish; the smaller one stands first, so its key is negative."""
    return _figure(Decimal(part).copy_abs())


def _figure(value: Decimal | int) -> str:
    """Without noughts at its end, never with an exponent."""
    return f"{Decimal(value).normalize():f}"
