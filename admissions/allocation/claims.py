"""Every wish as a claim to a seat: whether it counts at all, and where it stands among the others.

All figures are exact: integers and decimals, never binary floats.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from admissions.plan.rules import LOT, SCORE, WISH, Criterion, Direct, Floor, Gap, Rules

Value = Decimal | int | bool | str
Key = tuple[Decimal | int, ...]  # the greater, the earlier
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,63}", re.ASCII)  # a pseudonym; names a file too
ABSENT = Decimal(-1)  # a paper that was not written reaches no floor
LAST = -(Decimal(10) ** 30)  # and stands last in a criterion, whichever way


class CannotRun(Exception):
    """The rules and these applications have no result; the text says why, in Vietnamese."""


@dataclass(frozen=True)
class Applicant:
    """One application. `facts` hold everywhere, `facts_at` at one programme alone (area, sibling);
    a number may be written as text, exactly ("25.50").

    `name`: a pseudonym; `direct`: programmes to which they have a right of direct admission.
    """

    name: str
    wishes: tuple[str, ...]
    facts: Mapping[str, Value] = field(default_factory=dict)
    facts_at: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    lot: int = 0
    direct: frozenset[str] = frozenset()

    def fact(self, name: str, programme: str) -> Value | None:
        """What holds of them at a programme; None where nothing is known."""
        there = self.facts_at.get(programme, {})
        return there[name] if name in there else self.facts.get(name)

    def is_true(self, name: str, programme: str) -> bool:
        """Whether a fact that is yes or no holds there."""
        return self.fact(name, programme) is True

    def points(self, name: str, programme: str) -> Decimal:
        """A mark or a score; ABSENT where there is none. Raises CannotRun for what is no number."""
        value = self.fact(name, programme)
        if value is None:
            return ABSENT
        try:
            number = Decimal("NaN") if isinstance(value, bool) else Decimal(value)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            raise CannotRun(f"“{name}” của {self.name} không phải là số.")
        return number


@dataclass(frozen=True)
class Claim:
    """A wish that counts: `rank` as declared (1: the first), `key` by which it stands."""

    applicant: Applicant
    programme: str
    rank: int
    key: Key


@dataclass(frozen=True)
class Stopped:
    """A wish that does not count, and the floor that it missed."""

    programme: str
    rank: int
    floor: Floor


def claims_of(applicant: Applicant, rules: Rules) -> tuple[list[Claim], list[Stopped]]:
    """Their wishes in order, those that count and those that a floor stopped. Raises CannotRun."""
    _demand_sense(applicant, rules)
    standing: list[tuple[int, str]] = []
    stopped: list[Stopped] = []
    for rank, programme in enumerate(applicant.wishes, 1):
        missed = next(_missed(applicant, programme, rules), None)
        if missed is None:
            standing.append((rank, programme))
        else:
            stopped.append(Stopped(programme, rank, missed))
    return [
        Claim(applicant, programme, rank, _key(applicant, programme, rank, place, rules))
        for place, (rank, programme) in enumerate(standing, 1)
    ], stopped


def _demand_sense(applicant: Applicant, rules: Rules) -> None:
    wishes = applicant.wishes
    if not NAME.fullmatch(applicant.name):
        raise CannotRun(f"Mã hồ sơ “{applicant.name[:60]}” chỉ gồm chữ, số và gạch nối.")
    if len(wishes) > rules.most_wishes or len(set(wishes)) < len(wishes):
        raise CannotRun(f"Nguyện vọng của {applicant.name} quá nhiều hoặc trùng nhau.")
    for programme in (*wishes, *applicant.direct):
        if programme not in rules.programmes:
            raise CannotRun(f"{applicant.name} chọn “{programme}”, kế hoạch không có.")


def _missed(applicant: Applicant, programme: str, rules: Rules) -> Iterator[Floor]:
    for floor in (*rules.floors, *rules.programmes[programme].floors):
        points = applicant.points(floor.fact, programme)
        if points < floor.points or (floor.must_exceed and points == floor.points):
            yield floor


def _key(applicant: Applicant, programme: str, rank: int, place: int, rules: Rules) -> Key:
    less = points_less(rules.gap, rank, place)
    right = rules.direct is Direct.HIGHEST and programme in applicant.direct
    return (
        int(right),
        *(_part(one, applicant, programme, rank, less) for one in rules.criteria),
    )


def points_less(gap: Gap | None, rank: int, place: int) -> Decimal:
    """What a wish is behind a first one; `place`: its rank among the wishes that count."""
    if gap is None or not gap.points:
        return Decimal(0)
    number = rank if gap.rank == "declared" else place
    return gap.points[min(number, len(gap.points)) - 1]


def _part(
    criterion: Criterion, applicant: Applicant, programme: str, rank: int, less: Decimal
) -> Decimal | int:
    own = _OWN.get(criterion.by)
    if own is not None:
        return own(applicant, rank)
    value = applicant.fact(criterion.by, programme)
    if criterion.values:
        known = criterion.values
        return len(known) - known.index(str(value)) if value in known else 0
    if value is None:
        return LAST
    points = (
        Decimal(value) if isinstance(value, bool) else applicant.points(criterion.by, programme)
    )
    if criterion.by == SCORE:
        points -= less
    return points if criterion.first == "high" else -points


#: Criteria that are no fact of the applicant.
_OWN: dict[str, Callable[[Applicant, int], int]] = {
    WISH: lambda _applicant, rank: -rank,
    LOT: lambda applicant, _rank: -applicant.lot,
}
