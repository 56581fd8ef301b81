"""A person decides: the step that has no `kind:`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from forms.field_kinds import Field as FormField
from workflows.definition.base import Cel, Id, Part
from workflows.definition.law import Unit
from workflows.definition.outcomes import Enclosed, Outcome
from workflows.definition.step_kinds.interface import (
    At,
    Hours,
    OfficersWork,
    Overrun,
    Place,
    Post,
    Reference,
    StepKind,
    Where,
)


class Silence(Part):
    """Nobody decided within this time of the step's beginning: the law takes an outcome for
    granted.

    `reason` is written down as the reason of the outcome.
    """

    amount: Annotated[int, Field(ge=1, le=1000)]
    unit: Unit
    outcome: Id
    reason: str = ""


class InArea(Part):
    """Where `holds` does (or always), the task is for those who look after the area that the CEL
    text `area` names.
    """

    holds: Cel = ""
    area: Cel


class ByRule(Part):
    """The first area with somebody there gets the task, in turn among its people; without any it
    stays in the queue.
    """

    by: Literal["rule"]
    when: Annotated[tuple[InArea, ...], Field(min_length=1)]


class Step(OfficersWork, Place):
    """A person of the role decides among named outcomes. `hours` are office hours, part of the
    legal limit.

    `assign` says who gets the task: whom the head gives it to (`head`), whose turn it is among
    those present (`turn`), or who looks after an area (a rule). Left out, whoever of the role takes
    it from the queue. With `given_by: division_head` the head of the division gives it too, beside
    the head of the office. `together: true`: nobody decides a single dossier here; an act over
    all of a kind does, such as the closing of an admissions round (`actions.decide_together`).
    """

    may_be_passed: ClassVar[bool] = False
    noted: ClassVar[frozenset[str]] = frozenset({"outcome", "reason"})
    encloses: ClassVar[Enclosed | None] = None
    reminds: ClassVar[bool] = False
    overrun: ClassVar[Overrun] = "LATE"

    kind: Literal["step"] = "step"
    role: Id
    at: At
    hours: Hours
    together: bool = False
    not_same_person_as: tuple[Id, ...] = ()
    assign: Literal["head", "turn"] | ByRule | None = None
    given_by: Literal["", "division_head"] = ""
    fields: tuple[FormField, ...] = ()
    outcomes: Annotated[tuple[Outcome, ...], Field(min_length=1)]
    silence: Silence | None = None

    @model_validator(mode="after")
    def _is_given_by_somebody(self) -> Self:
        if self.given_by and self.assign != "head":
            raise ValueError("given_by says who gives the task, so it needs assign: head")
        return self

    @model_validator(mode="after")
    def _waits_for_the_others(self) -> Self:
        if self.together and (self.assign or self.silence or self.hours):
            raise ValueError(
                "together: true waits for an act over all, so it takes no assign, silence or hours"
                " (hours: 0)"
            )
        return self

    def targets(self) -> dict[str, str]:
        return {outcome.id: outcome.to for outcome in self.outcomes}

    def place_of(self, outcome: str) -> Where:
        return ("outcomes", [each.id for each in self.outcomes].index(outcome), "to")

    def posts(self) -> Iterator[Post]:
        yield ("role",), ("at",), self.role, self.at

    @property
    def taken_by_silence(self) -> str:
        """The outcome that the law takes for granted."""
        return self.silence.outcome if self.silence else ""

    def references(self) -> Iterator[Reference]:
        for number, other in enumerate(self.not_same_person_as):
            yield ("not_same_person_as", number), other, "decided"
        if self.silence:
            yield ("silence", "outcome"), self.silence.outcome, "outcomes"
        for number, outcome in enumerate(self.outcomes):
            if outcome.limit:
                yield ("outcomes", number, "limit"), outcome.limit, "longer_limits"
            if outcome.reason_from:
                yield ("outcomes", number, "reason_from"), outcome.reason_from, "decided"

    def conditions(self) -> Iterator[tuple[Where, str]]:
        rules = self.assign.when if isinstance(self.assign, ByRule) else ()
        for number, rule in enumerate(rules):
            for name, text in (("holds", rule.holds), ("area", rule.area)):
                if text:
                    yield ("assign", "when", number, name), text

    def is_like(self, other: StepKind) -> bool:
        """Where the other offers at least the same outcomes with the same acts."""
        acts = {outcome.id: outcome.act for outcome in other.outcomes}
        return all(acts.get(outcome.id) == outcome.act for outcome in self.outcomes)
