"""Several people go and see, and vote."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from forms.field_kinds import Field as FormField
from workflows.definition.base import Id, Text
from workflows.definition.outcomes import Enclosed
from workflows.definition.step_kinds.interface import (
    At,
    Hours,
    NobodyDecides,
    OfficersWork,
    Overrun,
    Place,
    Post,
    Reference,
    TakenForGranted,
)

#: A part of the whole, as the law writes it: "2/3".
Fraction = Annotated[str, StringConstraints(pattern=r"^[1-9]\d?/[1-9]\d?$")]


#: Numbers that a closed council is noted with.
COUNTS = frozenset({"members", "present", "for", "against", "abstained"})
#: Results of a council, as `office.<step>.result` has them.
PASSED, FAILED = "for", "against"


def at_least(part: str, whole: int) -> int:
    """The least whole number that is this part of `whole`: 2/3 of 5 is 4."""
    over, under = (int(number) for number in part.split("/"))
    return -(-whole * over // under)


class Council(OfficersWork, NobodyDecides, Place):
    """Several people go and see, and vote; the minutes say what they saw. One of the role keeps it:
    names the members, sets the day of the visit, writes down votes of those without an account, and
    closes it with the minutes.

    `quorum`: how many must have voted (a number, or a part of the members). `passes`: more than
    half of the votes cast, or at least this part of them. Whoever decided a step of
    `no_member_from` cannot be a member, nor can the applicant. `called` and `head`: what the law
    calls it and who leads it, where that is no council with a chair. Conditions read
    `office.<step>.result` ("for" or "against"), `members`, `present`, `for`, `against`,
    `abstained`.
    """

    together: ClassVar[bool] = False
    may_be_passed: ClassVar[bool] = False
    silence: ClassVar[TakenForGranted | None] = None
    reminds: ClassVar[bool] = True
    overrun: ClassVar[Overrun] = "LATE"
    encloses: ClassVar[Enclosed | None] = None
    noted: ClassVar[frozenset[str]] = COUNTS | {"result", "visit_date", "composition"}

    kind: Literal["council"]
    called: Text = Field(default={"vi": "Hội đồng", "en": "Council"}, validate_default=False)
    head: Text = Field(
        default={"vi": "Chủ tịch hội đồng", "en": "Chair of the council"}, validate_default=False
    )
    role: Id
    at: At
    hours: Hours
    quorum: Annotated[int, Field(ge=1, le=50)] | Fraction = "2/3"
    passes: Literal["majority"] | Fraction = "majority"
    min_members: Annotated[int, Field(ge=3, le=50)] = 3
    odd: bool = False
    no_member_from: tuple[Id, ...] = ()
    fields: tuple[FormField, ...] = ()  # the minutes
    to: Id

    @model_validator(mode="after")
    def _can_be_met(self) -> Self:
        for part in (self.quorum, self.passes):
            if isinstance(part, str) and "/" in part and at_least(part, 1) > 1:
                raise ValueError(f"{part} is more than all")
        if isinstance(self.quorum, int) and self.quorum > self.min_members:
            raise ValueError(
                f"quorum {self.quorum} is more than the {self.min_members} members there must be"
            )
        return self

    def votes_needed(self, members: int) -> int:
        """How many must have voted."""
        return self.quorum if isinstance(self.quorum, int) else at_least(self.quorum, members)

    def has_passed(self, in_favour: int, cast: int) -> bool:
        """True when so many votes in favour of all that were cast carry it."""
        if self.passes == "majority":
            return 2 * in_favour > cast
        return cast > 0 and in_favour >= at_least(self.passes, cast)

    def posts(self) -> Iterator[Post]:
        yield ("role",), ("at",), self.role, self.at

    def references(self) -> Iterator[Reference]:
        yield from (
            (("no_member_from", number), step, "decided")
            for number, step in enumerate(self.no_member_from)
        )
