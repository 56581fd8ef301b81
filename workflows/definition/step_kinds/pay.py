"""The applicant pays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from workflows.definition.base import Cel, Id
from workflows.definition.step_kinds.interface import (
    ApplicantActs,
    NothingFilledIn,
    Place,
    TakenForGranted,
    Where,
)
from workflows.definition.step_kinds.lapsing import Lapse, ways_on


class Pay(ApplicantActs, NothingFilledIn, Place):
    """The applicant must pay a fee before the office goes on.

    `fee` is a CEL expression: whole đồng over the answers, what officers filled in, and the names
    `case` and `channel`; where it is 0 the step is passed through. `pauses`: the legal clock stands
    still until the fee is paid.
    """

    may_be_passed: ClassVar[bool] = True
    silence: ClassVar[TakenForGranted | None] = None
    awaits_supplement: ClassVar[bool] = False
    about: ClassVar[str] = ""

    kind: Literal["pay"]
    fee: Cel
    pauses: bool = False
    to: Id
    lapse: Lapse | None = None

    def targets(self) -> dict[str, str]:
        return ways_on(self.to, self.lapse)

    def conditions(self) -> Iterator[tuple[Where, str]]:
        yield ("fee",), self.fee
