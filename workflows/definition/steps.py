"""The office's way of a dossier: the steps, who takes them, where their outcomes lead."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, StringConstraints, Tag, model_validator

from forms.field_kinds import Field as FormField
from workflows.definition.base import Cel, Id, Line, Part, Place, Text
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

#: Where a step is done: "receiving" the office that received, "deciding" the authority that decides, or any other.
At = Place
Hours = Annotated[float, Field(ge=0, le=2000)]


class Within(Part):
    """An outcome may be chosen only so long after the dossier was received: "within 5 working days"."""

    amount: Annotated[int, Field(ge=1, le=1000)]
    unit: Unit


class Enclosed(Part):
    """At least one paper comes with it where `when` holds (always, when left out): its words promise one.

    `stands_for` names the attachment of the form in whose place it counts in the list of papers.
    """

    when: Cel = ""
    stands_for: str = ""


class Outcome(Part):
    """One way to leave a step: what it is called, what it does to the dossier, where it leads, what it asks for.

    `reason_from` names an earlier step whose reason is taken over, so that the signature repeats what the expert wrote.
    `needs` must hold before the outcome can be chosen; `when` says whether it is offered at all. `signs` names the
    document whose next signature this outcome is (the document's `signatures` say the order). `limit`, with `act:
    lengthen`, is the one of the procedure's `longer_limits` that holds from then on, counted from the acceptance.
    `tells` are fields of the step (or `reason`) that the applicant is sent and reads on his page: one of them at least
    must be filled in. `encloses`: the outcome is refused without a paper.
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
            raise ValueError("act: lengthen and limit: belong together, the limit being one of longer_limits")
        return self

    @model_validator(mode="after")
    def _needs_are_explained(self) -> Self:
        if self.needs and self.needs_message is None:
            raise ValueError("needs is stated without needs_message, so the officer would not learn what is missing")
        return self


class _Place(Part):
    """What every kind of step has."""

    id: Id
    title: Text
    help: Text | None = None

    def targets(self) -> dict[str, str]:
        """Outcome → id of the step it leads to; "" where there is only one way."""
        return {"": self.__dict__["to"]} if "to" in self.__dict__ else {}


class Silence(Part):
    """Nobody decided within this time of the step's beginning: the law takes an outcome for granted.

    `reason` is written down as the reason of the outcome.
    """

    amount: Annotated[int, Field(ge=1, le=1000)]
    unit: Unit
    outcome: Id
    reason: str = ""


class Lapse(Part):
    """The applicant did not act within this time: the dossier stops and leads to an end without a result."""

    amount: Annotated[int, Field(ge=1, le=1000)]
    unit: Unit
    to: Id


class InArea(Part):
    """Where `holds` does (or always), the task is for those who look after the area that the CEL text `area` names."""

    holds: Cel = ""
    area: Cel


class ByRule(Part):
    """The first area with somebody there gets the task, in turn among its people; without any it stays in the queue."""

    by: Literal["rule"]
    when: Annotated[tuple[InArea, ...], Field(min_length=1)]


class Step(_Place):
    """A person of the role decides among named outcomes. `hours` are office hours, part of the legal limit.

    `assign` says who gets the task: whom the head gives it to (`head`), whose turn it is among those present (`turn`),
    or who looks after an area (a rule). Left out, whoever of the role takes it from the queue. With
    `given_by: division_head` the head of the division gives it too, beside the head of the office.
    """

    kind: Literal["step"] = "step"
    role: Id
    at: At
    hours: Hours
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

    def targets(self) -> dict[str, str]:
        return {outcome.id: outcome.to for outcome in self.outcomes}


class Wait(_Place):
    """The applicant must act; the legal clock stands still."""

    kind: Literal["wait"]
    to: Id
    lapse: Lapse | None = None

    def targets(self) -> dict[str, str]:
        return {"": self.to} | ({"lapse": self.lapse.to} if self.lapse else {})


class Tacit(Part):
    """The applicant said nothing within this time: the law takes these answers for granted.

    `values` answer the step's fields; `reason` says so in the journal and to the applicant.
    """

    amount: Annotated[int, Field(ge=1, le=1000)]
    unit: Unit
    values: dict[Id, str | bool] = {}
    reason: Line


class Reply(_Place):
    """The applicant is asked what he thinks while the legal clock runs on: of a draft, of a date.

    `about` names the step whose notes and papers he is shown. Without `silence` the dossier waits for him.
    """

    kind: Literal["reply"]
    fields: Annotated[tuple[FormField, ...], Field(min_length=1)]
    about: str = ""
    silence: Tacit | None = None
    to: Id


class Pay(_Place):
    """The applicant must pay a fee before the office goes on.

    `fee` is a CEL expression: whole đồng over the answers, what officers filled in, and the names `case` and `channel`;
    where it is 0 the step is passed through. `pauses`: the legal clock stands still until the fee is paid.
    """

    kind: Literal["pay"]
    fee: Cel
    pauses: bool = False
    to: Id
    lapse: Lapse | None = None

    def targets(self) -> dict[str, str]:
        return {"": self.to} | ({"lapse": self.lapse.to} if self.lapse else {})


class Issue(_Place):
    """A document of the definition is numbered, made and sealed."""

    kind: Literal["issue"]
    document: Id
    to: Id


class Asked(Part):
    """Somebody whose opinion is asked: only when `when` holds, within hours of its own where it has some.

    What is `confidential` is read by the asking authority alone, papers too, and not by the others who are asked; no
    condition and no document reads its answers.
    """

    role: Id
    at: At
    when: Cel = ""
    hours: Hours | None = None
    confidential: bool = False


class Consult(_Place):
    """Several are asked in parallel. `join`: all of them, or how many answers are enough.

    `fields` are what each answers beside his words; `closes`: after its hours the dossier goes on without the answers
    that have not come. When nobody is to be asked, the step is passed through. `shows` are the sections and fields of
    the form that those asked read, beside the name of the dossier's holder; left out, they read the whole dossier.
    Conditions read `office.<step>.<field>` (the last answer), `office.<step>.all.<field>` (the list of all answers, in
    the order they came) and `office.<step>.answered` (how many); only the last counts what is answered in confidence.
    """

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
            raise ValueError(f"join waits for {self.join} answers but only {len(self.asked)} are asked")
        return self


#: A part of the whole, as the law writes it: "2/3".
Fraction = Annotated[str, StringConstraints(pattern=r"^[1-9]\d?/[1-9]\d?$")]


#: Results of a council, as `office.<step>.result` has them.
PASSED, FAILED = "for", "against"


def at_least(part: str, whole: int) -> int:
    """The least whole number that is this part of `whole`: 2/3 of 5 is 4."""
    over, under = (int(number) for number in part.split("/"))
    return -(-whole * over // under)


class Council(_Place):
    """Several people go and see, and vote; the minutes say what they saw. One of the role keeps it: names the members,
    sets the day of the visit, writes down votes of those without an account, and closes it with the minutes.

    `quorum`: how many must have voted (a number, or a part of the members). `passes`: more than half of the votes cast,
    or at least this part of them. Whoever decided a step of `no_member_from` cannot be a member, nor can the applicant.
    `called` and `head`: what the law calls it and who leads it, where that is no council with a chair.
    Conditions read `office.<step>.result` ("for" or "against"), `members`, `present`, `for`, `against`, `abstained`.
    """

    kind: Literal["council"]
    called: Text = Field(default={"vi": "Hội đồng", "en": "Council"}, validate_default=False)
    head: Text = Field(default={"vi": "Chủ tịch hội đồng", "en": "Chair of the council"}, validate_default=False)
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
            raise ValueError(f"quorum {self.quorum} is more than the {self.min_members} members there must be")
        return self

    def votes_needed(self, members: int) -> int:
        """How many must have voted."""
        return self.quorum if isinstance(self.quorum, int) else at_least(self.quorum, members)

    def has_passed(self, in_favour: int, cast: int) -> bool:
        """True when so many votes in favour of all that were cast carry it."""
        if self.passes == "majority":
            return 2 * in_favour > cast
        return cast > 0 and in_favour >= at_least(self.passes, cast)


class Gate(_Place):
    """A condition on the dossier's data chooses the way; nobody acts."""

    kind: Literal["gate"]
    when: Cel
    then: Id
    otherwise: Id

    def targets(self) -> dict[str, str]:
        return {"then": self.then, "otherwise": self.otherwise}


class End(_Place):
    """The process is over. `act: return_result` where reaching the end itself hands the result over (online)."""

    kind: Literal["end"]
    act: Literal["", "return_result"] = ""


def _kind(value: Any) -> str:
    """The kind of a step as written; left out, it is a person's step."""
    kind = value.get("kind", "step") if isinstance(value, dict) else getattr(value, "kind", "step")
    return str(kind)


AnyStep = Annotated[
    Annotated[Step, Tag("step")]
    | Annotated[Wait, Tag("wait")]
    | Annotated[Reply, Tag("reply")]
    | Annotated[Pay, Tag("pay")]
    | Annotated[Issue, Tag("issue")]
    | Annotated[Consult, Tag("consult")]
    | Annotated[Council, Tag("council")]
    | Annotated[Gate, Tag("gate")]
    | Annotated[End, Tag("end")],
    Discriminator(_kind),
]
