"""What a plan says about who gets a seat. Provinces differ in all of it, so all of it is data.

The words and what each of them means are in docs/admissions.md; the law leaves them to the province
(TT 30/2024/TT-BGDĐT, Điều 9 to 14).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$")]
Fact = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Points = Annotated[Decimal, Field(ge=0, le=10_000, max_digits=12, decimal_places=6)]
Share = Annotated[Decimal, Field(gt=0, le=1, max_digits=6, decimal_places=4)]

SCORE = "score"  # the fact that gaps are taken from
WISH = "wish"  # the criterion "the earlier wish first"
LOT = "lot"  # the criterion "by lot", the smaller number first


class Part(BaseModel):
    """A part of a plan: nothing that it does not know, and nothing changes it."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Criterion(Part):
    """By what applicants are put in order: a fact, high or low first, or its values one by one."""

    by: Fact
    first: Literal["high", "low"] = "high"
    values: tuple[str, ...] = ()  # in this order; a value that is not named comes last


class Tie(StrEnum):
    """What becomes of equals of whom only some would find a seat."""

    ALL = "all"  # all of them are taken, over the quota
    NONE = "none"  # none of them is, and nobody below them
    BROKEN = "broken"  # the criteria leave no equals; where some are left, the run is refused


class Gap(Part):
    """How many points more a later wish needs than a first one: the second figure at the second
    wish, and so on; further ones as the last.
    """

    points: tuple[Points, ...]
    rank: Literal["declared", "remaining"] = "declared"  # where floors took earlier wishes away


class Floor(Part):
    """What a paper, or the score, must reach before a wish counts at all."""

    fact: Fact
    points: Points
    must_exceed: bool = False  # False: reaching it is enough


class Reserve(Part):
    """Seats for a group; `fact`: applicants of whom it is true."""

    fact: Fact
    seats: Annotated[int, Field(ge=1, le=100_000)]
    is_hard: bool = False  # True: an unfilled seat stays empty


class FirstShare(Part):
    """At least this share of the quota from first wishes, rounded up."""

    at_least: Share
    is_hard: bool = False


class LaterShare(Part):
    """At most this share of the quota from second and later wishes, rounded down."""

    at_most: Share


class Direct(StrEnum):
    """Where those with a right to direct admission stand (`Applicant.direct`)."""

    IN_QUOTA = "in_quota"  # fixed before the others, their seats leave the quota
    BESIDE_QUOTA = "beside_quota"  # fixed before the others, over the quota
    HIGHEST = "highest"  # before everybody else where the right holds; earlier wishes still count


class Seats(Part):
    """A school's programme: how many seats, and what holds there alone."""

    quota: Annotated[int, Field(ge=0, le=100_000)]
    floors: tuple[Floor, ...] = ()
    reserves: tuple[Reserve, ...] = ()
    first_share: FirstShare | None = None
    later_share: LaterShare | None = None


class Rules(Part):
    """All that decides about a seat."""

    programmes: Mapping[Id, Seats]
    criteria: tuple[Criterion, ...]
    most_wishes: Annotated[int, Field(ge=1, le=20)] = 3
    gap: Gap | None = None
    floors: tuple[Floor, ...] = ()
    tie: Tie = Tie.BROKEN
    reserves_first: bool = True  # False: open seats are filled before the reserved ones
    direct: Direct = Direct.IN_QUOTA
