"""What every kind of step says of itself, and how a kind says that it has nothing of something.

A kind is a class of its own (`Place` and the parts of it below) that answers everything in
`StepKind`; the registry of the package refuses one that does not. Whoever handles steps asks these
questions, not of which kind a step is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal, Protocol

from pydantic import Field

from forms.field_kinds import Field as FormField
from workflows.definition.base import Id, Part, Text
from workflows.definition.base import Place as Authority
from workflows.definition.law import Unit
from workflows.definition.outcomes import Enclosed, Outcome

#: Where a step is done: "receiving" the office that received, "deciding" the authority that
#: decides, or any other.
At = Authority
Hours = Annotated[float, Field(ge=0, le=2000)]
#: Whom a dossier waits for at a step.
WaitsFor = Literal["officers", "applicant", "nobody"]
#: What happens when the hours of a task are over (`Timer.Kind`): whoever is late is told, whoever
#: waits for them is, or nobody waits any longer.
Overrun = Literal["LATE", "UNHEARD", "CLOSE"]


class Amount(Protocol):
    """So many units of time."""

    @property
    def amount(self) -> int: ...

    @property
    def unit(self) -> Unit: ...


class TakenForGranted(Amount, Protocol):
    """What silence means after some time."""

    @property
    def reason(self) -> str:
        """How the journal and the applicant are told why."""


#: What an id that a step names is looked up among: steps that a person decides, documents, outcomes
#: of the step itself, longer limits, sections and fields of the form.
Among = Literal["decided", "documents", "outcomes", "longer_limits", "form"]
Where = tuple[str | int, ...]  # words and numbers of the path inside the step
#: Where a step names something else, its id, and what it must be one of.
Reference = tuple[Where, str, Among]
#: Where in a step a role and its authority are named, the role, the authority (`At`).
Post = tuple[Where, Where, str, str]


class StepKind(Protocol):
    """The interface of a kind. A word of the language answers the question of the same name."""

    # --- What it is ---

    @property
    def kind(self) -> str:
        """The name of the kind, as it is written."""

    @property
    def id(self) -> str: ...

    @property
    def title(self) -> dict[str, str]: ...

    @property
    def help(self) -> dict[str, str] | None: ...

    def is_like(self, other: StepKind) -> bool:
        """Whether another of its kind, of a later version, may take its place: the same is waited
        for.
        """

    # --- Where it leads ---

    def targets(self) -> dict[str, str]:
        """Outcome → id of the step it leads to; "" where there is only one way."""

    def place_of(self, outcome: str) -> Where:
        """Where in the step it is written to what step that outcome of `targets` leads."""

    def references(self) -> Iterator[Reference]:
        """What it names beside the steps it leads to."""

    def conditions(self) -> Iterator[tuple[Where, str]]:
        """Its own CEL expressions with their places: not those of outcomes and fields."""

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """Among what a person decides; () where nobody does."""

    @property
    def turns_on(self) -> str:
        """The condition (CEL) that chooses the way without anybody; "" where none does."""

    @property
    def may_be_passed(self) -> bool:
        """Whether a dossier can go through without leaving a task: nobody to ask, nothing to
        pay.
        """

    @property
    def is_end(self) -> bool:
        """Whether the process is over here."""

    # --- Who works there, and for how long ---

    @property
    def waits_for(self) -> WaitsFor: ...

    @property
    def role(self) -> str:
        """The one role whose task it is; "" where it is nobody's, or several roles'."""

    @property
    def at(self) -> str:
        """Where that role works (`At`)."""

    @property
    def together(self) -> bool:
        """Whether nobody decides a single dossier here, but all of a kind at once."""

    @property
    def hours(self) -> float:
        """Office hours, part of the legal limit; 0 for none."""

    def posts(self) -> Iterator[Post]:
        """Everybody who is named to work there, those who are asked too."""

    @property
    def not_same_person_as(self) -> tuple[str, ...]:
        """Steps whose deciders may not take this one."""

    @property
    def reminds(self) -> bool:
        """Whether whoever has the task is reminded before its hours are over."""

    @property
    def overrun(self) -> Overrun: ...

    @property
    def silence(self) -> TakenForGranted | None:
        """The time after which an answer is taken for granted."""

    @property
    def taken_by_silence(self) -> str:
        """Id of the outcome that is; "" where it is no outcome."""

    @property
    def lapse(self) -> Amount | None:
        """The time the applicant has; then the dossier stops, by the way "lapse"."""

    # --- What it does ---

    @property
    def awaits_supplement(self) -> bool:
        """Whether the applicant brings here what an officer asked for."""

    @property
    def fields(self) -> tuple[FormField, ...]:
        """What is filled in there, under `office.<step>`."""

    @property
    def noted(self) -> frozenset[str]:
        """What the engine writes there beside the fields; empty where nothing is noted."""

    @property
    def encloses(self) -> Enclosed | None:
        """The paper that comes with what is filled in, whatever is decided."""

    @property
    def about(self) -> str:
        """The step whose notes and papers the applicant is shown; "" for none."""

    @property
    def fee(self) -> str:
        """What the applicant pays here (CEL, đồng); "" where they pay nothing."""

    @property
    def document(self) -> str:
        """Id of the document that gets its number here; "" for none."""


class Place(Part):
    """What every kind of step has."""

    id: Id
    title: Text
    help: Text | None = None

    def targets(self) -> dict[str, str]:
        """Outcome → id of the step it leads to; "" where there is only one way."""
        return {"": self.__dict__["to"]} if "to" in self.__dict__ else {}

    def place_of(self, outcome: str) -> Where:
        """Where in the step it is written to what step that outcome of `targets` leads."""
        return (outcome, "to") if outcome else ("to",)

    def references(self) -> Iterator[Reference]:
        """Nothing, unless the kind says otherwise."""
        return iter(())

    def conditions(self) -> Iterator[tuple[Where, str]]:
        """None, unless the kind says otherwise."""
        return iter(())

    def is_like(self, other: StepKind) -> bool:
        """Where both say the same beside words, hours and ways, unless the kind says otherwise."""
        return isinstance(other, Place) and self._meaning() == other._meaning()

    def _meaning(self) -> dict[str, Any]:
        return self.model_dump(exclude={"id", "title", "help", "hours", "to", *self.targets()})


class NobodyDecides:
    """Nobody chooses among outcomes."""

    outcomes: ClassVar[tuple[Outcome, ...]] = ()
    taken_by_silence: ClassVar[str] = ""
    not_same_person_as: ClassVar[tuple[str, ...]] = ()


class NothingFilledIn:
    """Nothing is noted there, and no paper comes."""

    fields: ClassVar[tuple[FormField, ...]] = ()
    noted: ClassVar[frozenset[str]] = frozenset()
    encloses: ClassVar[Enclosed | None] = None


class _NoOfficer(NobodyDecides):
    role: ClassVar[str] = ""
    at: ClassVar[str] = ""
    hours: ClassVar[float] = 0.0
    reminds: ClassVar[bool] = False
    overrun: ClassVar[Overrun] = "LATE"

    def posts(self) -> Iterator[Post]:
        """Nobody."""
        return iter(())


class OfficersWork:
    """A family of kinds: people of offices have it before them, and the applicant does nothing."""

    waits_for: ClassVar[WaitsFor] = "officers"
    turns_on: ClassVar[str] = ""
    is_end: ClassVar[bool] = False
    lapse: ClassVar[Amount | None] = None
    awaits_supplement: ClassVar[bool] = False
    about: ClassVar[str] = ""
    fee: ClassVar[str] = ""
    document: ClassVar[str] = ""


class ApplicantActs(_NoOfficer):
    """A family of kinds: the dossier waits for its applicant."""

    waits_for: ClassVar[WaitsFor] = "applicant"
    together: ClassVar[bool] = False
    turns_on: ClassVar[str] = ""
    is_end: ClassVar[bool] = False
    document: ClassVar[str] = ""


class NobodyActs(_NoOfficer, NothingFilledIn):
    """A family of kinds: the engine goes on by itself, or has come to an end."""

    waits_for: ClassVar[WaitsFor] = "nobody"
    together: ClassVar[bool] = False
    silence: ClassVar[TakenForGranted | None] = None
    lapse: ClassVar[Amount | None] = None
    awaits_supplement: ClassVar[bool] = False
    about: ClassVar[str] = ""
    fee: ClassVar[str] = ""
