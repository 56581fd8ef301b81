"""The applicant says what they think."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from forms.field_kinds import Field as FormField
from workflows.definition.base import Id, Line, Part
from workflows.definition.law import Unit
from workflows.definition.outcomes import Enclosed
from workflows.definition.step_kinds.interface import (
    Amount,
    ApplicantActs,
    Place,
    Reference,
    StepKind,
)


class Tacit(Part):
    """The applicant said nothing within this time: the law takes these answers for granted.

    `values` answer the step's fields; `reason` says so in the journal and to the applicant.
    """

    amount: Annotated[int, Field(ge=1, le=1000)]
    unit: Unit
    values: dict[Id, str | bool] = {}
    reason: Line


class Reply(ApplicantActs, Place):
    """The applicant is asked what they think while the legal clock runs on: of a draft, of a date.

    `about` names the step whose notes and papers they are shown. Without `silence` the dossier
    waits for them.
    """

    may_be_passed: ClassVar[bool] = False
    noted: ClassVar[frozenset[str]] = frozenset({"silent"})
    encloses: ClassVar[Enclosed | None] = None
    lapse: ClassVar[Amount | None] = None
    awaits_supplement: ClassVar[bool] = False
    fee: ClassVar[str] = ""

    kind: Literal["reply"]
    fields: Annotated[tuple[FormField, ...], Field(min_length=1)]
    about: str = ""
    silence: Tacit | None = None
    to: Id

    def references(self) -> Iterator[Reference]:
        if self.about:
            yield ("about",), self.about, "decided"

    def is_like(self, other: StepKind) -> bool:
        """Always: the same applicant answers."""
        return True
