"""Several are asked for their opinion."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from forms.field_kinds import Field as FormField
from workflows.definition.base import Cel, Id, Part
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
    StepKind,
    TakenForGranted,
    Where,
)


class Asked(Part):
    """Somebody whose opinion is asked: only when `when` holds, within hours of its own where it has
    some.

    What is `confidential` is read by the asking authority alone, papers too, and not by the others
    who are asked; no condition and no document reads its answers.
    """

    role: Id
    at: At
    when: Cel = ""
    hours: Hours | None = None
    confidential: bool = False


class Consult(OfficersWork, NobodyDecides, Place):
    """Several are asked in parallel. `join`: all of them, or how many answers are enough.

    `fields` are what each answers beside their words; `closes`: after its hours the dossier goes on
    without the answers that have not come. When nobody is to be asked, the step is passed through.
    `shows` are the sections and fields of the form that those asked read, beside the name of the
    dossier's holder; left out, they read the whole dossier. Conditions read `office.<step>.<field>`
    (the last answer), `office.<step>.all.<field>` (the list of all answers, in the order they came)
    and `office.<step>.answered` (how many); only the last counts what is answered in confidence.
    """

    together: ClassVar[bool] = False
    may_be_passed: ClassVar[bool] = True
    role: ClassVar[str] = ""
    at: ClassVar[str] = ""
    silence: ClassVar[TakenForGranted | None] = None
    reminds: ClassVar[bool] = True
    noted: ClassVar[frozenset[str]] = frozenset({"answered", "all"})

    kind: Literal["consult"]
    asked: Annotated[tuple[Asked, ...], Field(min_length=1)]
    hours: Hours
    join: Literal["all"] | Annotated[int, Field(ge=1)] = "all"
    fields: tuple[FormField, ...] = ()
    closes: bool = False
    shows: tuple[Id, ...] | None = None
    encloses: Enclosed | None = None
    to: Id

    @model_validator(mode="after")
    def _enough_are_asked(self) -> Self:
        if self.join != "all" and self.join > len(self.asked):
            raise ValueError(
                f"join waits for {self.join} answers but only {len(self.asked)} are asked"
            )
        return self

    @property
    def overrun(self) -> Overrun:
        """Whether it goes on without the answers that have not come."""
        return "CLOSE" if self.closes else "UNHEARD"

    def posts(self) -> Iterator[Post]:
        for number, one in enumerate(self.asked):
            yield ("asked", number, "role"), ("asked", number, "at"), one.role, one.at

    def references(self) -> Iterator[Reference]:
        yield from (
            (("shows", number), name, "form") for number, name in enumerate(self.shows or ())
        )

    def conditions(self) -> Iterator[tuple[Where, str]]:
        yield from (
            (("asked", number, "when"), one.when)
            for number, one in enumerate(self.asked)
            if one.when
        )

    def hours_of(self, asked: int) -> float:
        """The office hours that this one of those asked has: their own, or those of all."""
        own = self.asked[asked].hours
        return self.hours if own is None else own

    def is_like(self, other: StepKind) -> bool:
        """Always: whom it asks is compared one by one, where it is in progress."""
        return True
