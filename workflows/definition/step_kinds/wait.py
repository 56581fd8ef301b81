"""The applicant brings what an officer asked for."""

from __future__ import annotations

from typing import ClassVar, Literal

from workflows.definition.base import Id
from workflows.definition.step_kinds.interface import (
    ApplicantActs,
    NothingFilledIn,
    Place,
    StepKind,
    TakenForGranted,
)
from workflows.definition.step_kinds.lapsing import Lapse, ways_on


class Wait(ApplicantActs, NothingFilledIn, Place):
    """The applicant must act; the legal clock stands still."""

    may_be_passed: ClassVar[bool] = False
    silence: ClassVar[TakenForGranted | None] = None
    awaits_supplement: ClassVar[bool] = True
    about: ClassVar[str] = ""
    fee: ClassVar[str] = ""

    kind: Literal["wait"]
    to: Id
    lapse: Lapse | None = None

    def targets(self) -> dict[str, str]:
        return ways_on(self.to, self.lapse)

    def is_like(self, other: StepKind) -> bool:
        """Always: the same applicant brings what they were asked for."""
        return True
