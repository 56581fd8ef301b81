"""The ways to leave a step that a person decides: what each is called, does to the dossier, and
asks for.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from workflows.definition.base import Cel, Id, Line, Part, Text
from workflows.definition.law import Unit

Act = Literal[
    "accept",
    "ask_supplement",
    "refuse_reception",
    "forward",
    "lengthen",
    "send_back",
    "approve",
    "refuse",
    "return_result",
]
Slip = Literal["", "receipt", "supplement", "refusal"]


class Within(Part):
    """An outcome may be chosen only so long after the dossier was received: "within 5 working
    days".
    """

    amount: Annotated[int, Field(ge=1, le=1000)]
    unit: Unit


class Enclosed(Part):
    """At least one paper comes with it where `when` holds (always, when left out): its words
    promise one.

    `stands_for` names the attachment of the form in whose place it counts in the list of papers.
    """

    when: Cel = ""
    stands_for: str = ""


class Outcome(Part):
    """One way to leave a step: what it is called, what it does to the dossier, where it leads, what
    it asks for.

    `reason_from` names an earlier step whose reason is taken over, so that the signature repeats
    what the expert wrote. `needs` must hold before the outcome can be chosen; `when` says whether
    it is offered at all. `signs` names the document whose next signature this outcome is (the
    document's `signatures` say the order). `limit`, with `act: lengthen`, is the one of the
    procedure's `longer_limits` that holds from then on, counted from the acceptance. `tells` are
    fields of the step (or `reason`) that the applicant is sent and reads on the page: one of them
    at least must be filled in. `encloses`: the outcome is refused without a paper.
    """

    id: Id
    title: Text
    act: Act
    to: Id
    slip: Slip = ""
    reason: Literal["none", "optional", "required"] = "none"
    reasons: tuple[Line, ...] = ()  # offered to choose from; the officer may change the words
    reason_from: str = ""
    needs: Cel = ""
    needs_message: Text | None = None
    when: Cel = ""
    signs: str = ""
    within: Within | None = None  # a defect notice has its own limit, from reception on
    limit: str = ""
    tells: tuple[Id, ...] = ()
    encloses: Enclosed | None = None

    @model_validator(mode="after")
    def _lengthens_to_a_limit(self) -> Self:
        if (self.act == "lengthen") != bool(self.limit):
            raise ValueError(
                "act: lengthen and limit: belong together, the limit being one of longer_limits"
            )
        return self

    @model_validator(mode="after")
    def _needs_are_explained(self) -> Self:
        if self.needs and self.needs_message is None:
            raise ValueError(
                "needs is stated without needs_message, so the officer would not learn what is"
                " missing"
            )
        return self
