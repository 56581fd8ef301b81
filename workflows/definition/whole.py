"""The whole of procedure.yaml as one frozen object, and the questions the engine asks it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Annotated, Any, Literal, Protocol, TypeVar

from pydantic import Field, StringConstraints, ValidationInfo, field_validator, model_validator
from pydantic.json_schema import SkipJsonSchema

from assessment.language import Stage
from forms.conditions.evaluation import Condition
from forms.language import Form
from organisations.accounts.assurance import Level
from workflows.definition.abroad import offered_abroad
from workflows.definition.base import EX_OFFICIO, Id, Line, Part, Slug, Text
from workflows.definition.law import (
    Applicant,
    AskedBy,
    Audience,
    Case,
    Channel,
    Deciding,
    LegalBasis,
    Result,
    TimeLimit,
)
from workflows.definition.rounds import of_own_rounds
from workflows.definition.step_kinds import AnyStep

#: National code of a procedure ("3.000465"), with the province's own ending where there is one
#: ("1.012345.H15").
Code = Annotated[str, StringConstraints(pattern=r"^\d\.\d{6}(\.[A-Z0-9]+)*$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]

Years = Annotated[int, Field(ge=1, le=100)]
Ending = Literal["granted", "refused", "stopped"]


class RegisterNote(Part):
    """What a register learns of the sealed document: a writer of `papers.register_writers`, and its
    values as CEL.
    """

    write: Id
    values: dict[Id, str] = {}


class Checked(Part):
    """Which facts of a document its public check shows, each with its label: at once, or to who
    knows the birth date.

    At least what a forger would change; whoever has the code holds the paper, but need not be its
    holder.
    """

    at_once: dict[Id, Text] = {}
    with_birth_date: dict[Id, Text] = {}


class IssuedDocument(Part):
    """A document the procedure issues: its Word template, number book, symbol (NĐ 30/2020) and
    facts as CEL.

    `signatures`: the steps that sign it, in order, the last one being `signed_at`; it is not issued
    unless every one of them stands. Empty: whoever decides `signed_at` signs, and nobody before
    them.
    """

    id: Id
    # the number book: "BS", "QĐ", "CV"
    kind: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    title: Text
    # beside procedure.yaml
    template: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_\-/]+\.docx$")]
    symbol: Line  # "{number}/BS-{authority}"
    signed_at: Id
    signatures: tuple[Id, ...] = ()
    holder: dict[Literal["name", "birth_date"], str] = {}
    facts: dict[Id, str]
    registers: tuple[RegisterNote, ...] = ()
    check: Checked | None = None
    #: Which content of the template belongs to this version; written by publishing, never in
    #: procedure.yaml.
    template_sha256: SkipJsonSchema[Sha256 | Literal[""]] = ""

    @field_validator("template_sha256")
    @classmethod
    def _pinned_by_publishing(cls, value: str, info: ValidationInfo) -> str:
        if not (info.context or {}).get("published"):
            raise ValueError("publishing writes it, from the template beside the file")
        return value

    @property
    def template_name(self) -> str:
        """The template's name without folder and ending: "copy"."""
        return PurePosixPath(self.template).stem


class ExOfficio(Part):
    """An officer of this role at the deciding authority may open a dossier: nobody applies or is
    received.

    Work begins at `start`. Forms and cases read `ex_officio`, true for such a dossier, to ask what
    the office knows.
    """

    role: Id
    start: Id


class TakenReport(Part):
    """The report of a school's self-assessment goes with this application, and fills these form
    fields.

    `stages`: stage of the rule set that the school went by → the answer to `rules` that names it.
    """

    stages: Annotated[dict[Stage, str], Field(min_length=1)]
    school: Id
    commune: Id  # where the school stands
    rules: Id
    school_year: Id
    level: Id
    report: Id


class Amending(Part):
    """What applicants may correct of their own accord, and the steps at which that ends: once one
    of them has begun, they ask the office.
    """

    until: Annotated[tuple[Id, ...], Field(min_length=1)]
    fields: Annotated[tuple[Id, ...], Field(min_length=1)]


class CoSigner(Part):
    """A second person who has to confirm the application before it is filed online (the other
    parent, a second founder).

    Wherever the form asks for `person` and it is answered; by a link sent to `phone` or `email`.
    """

    person: Id
    phone: str = ""
    email: str = ""


class Letter(Part):
    """Other words than the usual ones for the message about an act."""

    subject: Text
    body: Text


class Retention(Part):
    """Years that personal data is kept after the year of closing, by how the dossier ended.

    `refused` is also for what was not received; `stopped` for what was withdrawn or lapsed.
    """

    granted: Years
    refused: Years
    stopped: Years


class Definition(Part):
    """One procedure: what the law asks, the form, the office's steps and the documents."""

    code: Code  # the national code, by which the portal of public services knows it (1.012345)
    slug: Slug  # its name in addresses and folders; never changes
    valid_from: dt.date  # applications from that day on follow this version
    title: Text  # as the decision that publishes it calls it
    short: Text | None = None  # as people call it, in a few words: the card of the front page
    summary: Text | None = None  # one sentence for those who look for it
    words: tuple[Line, ...] = ()  # as people call it who look for it; any language of the site
    field: Text | Line  # the field of administration, by which logbooks and statistics count
    # whom the front page offers it to: families, holders of diplomas, schools; nothing: the others
    asked_by: AskedBy | None = None
    audience: Annotated[tuple[Audience, ...], Field(min_length=1)]  # who may apply
    authority: Deciding  # who receives it, and who decides
    result: Result  # what the applicant gets
    legal_basis: Annotated[tuple[LegalBasis, ...], Field(min_length=1)]  # the laws it stands on
    # ways of filing, each with its fee
    channels: Annotated[tuple[Channel, ...], Field(min_length=1)]
    # level of the identification account (VNeID) that filing online asks for; nothing: any account
    assurance: Level | None = None
    # whether it is filed online without an account too, by a code to the applicant's contact
    without_account: bool = False
    time_limit: TimeLimit  # how long it may take from the reception on
    # that an outcome puts a dossier under: "up to 45 days when …"
    longer_limits: dict[Id, TimeLimit] = {}
    # situations of the applicant, each with its papers
    cases: Annotated[tuple[Case, ...], Field(min_length=1)]
    applicant: Applicant  # which answers say who applies, and for whom
    subject: str = ""  # the form section that says in one line what is asked
    form: Form  # what is asked, a section a page
    amend: Amending | None = None  # what applicants may correct themselves, and until when
    co_signer: CoSigner | None = None  # a second person who has to confirm it before it is filed
    # the answer that names the admissions round, which says when it may be filed and amended
    round: Id | Literal[""] = ""
    start: Id  # the step a dossier begins with
    ex_officio: ExOfficio | None = None  # an office may open it itself
    # it is applied for with an approved report on self-assessment
    assessment: TakenReport | None = None
    steps: Annotated[tuple[AnyStep, ...], Field(min_length=1)]  # the way through the office
    documents: tuple[IssuedDocument, ...] = ()  # what is numbered and sealed
    messages: dict[Id, Letter] = {}  # act → other words than the usual ones
    # how long a dossier's personal data are kept after it has ended
    retention_years: Years | Retention = 5

    @model_validator(mode="before")
    @classmethod
    def _for_its_audience(cls, data: Any) -> Any:
        return offered_abroad(data)

    @model_validator(mode="before")
    @classmethod
    def _with_its_own_rounds(cls, data: Any) -> Any:
        return of_own_rounds(data)

    def step(self, step_id: str) -> AnyStep:
        """The step of this id; raises KeyError."""
        return _named(self.steps, step_id)

    def years_kept(self, ending: Ending) -> int:
        """How long a dossier that ended so is kept."""
        years = self.retention_years
        if isinstance(years, Retention):
            return {"granted": years.granted, "refused": years.refused, "stopped": years.stopped}[
                ending
            ]
        return years

    @property
    def called(self) -> Text:
        """What people call it: the short name, else the law's."""
        return self.short or self.title

    def document(self, document_id: str) -> IssuedDocument:
        """The document of this id; raises KeyError."""
        return _named(self.documents, document_id)

    def document_ids(self) -> set[str]:
        """Ids of all documents it issues."""
        return {document.id for document in self.documents}

    def targets(self, step_id: str) -> dict[str, str]:
        """Outcome → id of the step it leads to, for one step; "" where there is only one way."""
        return self.step(step_id).targets()

    def case_for(self, answers: Mapping[str, Any]) -> Case | None:
        """The first case whose condition the answers meet; None when none fits."""
        return next(
            (case for case in self.cases if not case.when or Condition(case.when).holds(answers)),
            None,
        )

    def limit_for(self, channel: str, case: str) -> TimeLimit:
        """The limit for a dossier of this case filed by this channel; the case's own goes before
        the channel's.
        """
        of_case = next((each.time_limit for each in self.cases if each.id == case), None)
        of_channel = next((each.time_limit for each in self.channels if each.kind == channel), None)
        return of_case or of_channel or self.time_limit

    def register_fields(self) -> list[tuple[str, str]]:
        """(step id, field id) wherever an officer matches an entry of a register, in the order of
        the steps.
        """
        return [
            (step.id, field.id)
            for step in self._person_steps()
            for field in step.fields
            if field.kind == "register_entry"
        ]

    def grant_fields(self) -> list[tuple[str, str]]:
        """(step id, field id) wherever a grant is named; "" instead of a step for the applicant's
        form.
        """
        asked = [("", field.id) for field in self.form.fields() if field.kind == "grant"]
        steps = self._person_steps()
        return asked + [
            (step.id, field.id) for step in steps for field in step.fields if field.kind == "grant"
        ]

    def first_answers(self, ex_officio: bool = False) -> dict[str, Any]:
        """What a new draft knows by itself: whether the office opens it, where the definition makes
        a difference.
        """
        return {EX_OFFICIO: ex_officio} if self.ex_officio else {}

    def starts(self) -> list[str]:
        """The steps with which a dossier may begin."""
        return [self.start, *([self.ex_officio.start] if self.ex_officio else [])]

    def roles(self) -> set[str]:
        """Slugs of all roles its steps and consultations name."""
        return {role for step in self.steps for _named, _at, role, _authority in step.posts()}

    def _person_steps(self) -> Iterator[AnyStep]:
        return (step for step in self.steps if step.outcomes)


class _Named(Protocol):
    @property
    def id(self) -> str: ...


_Found = TypeVar("_Found", bound=_Named)


def _named(parts: Iterable[_Found], name: str) -> _Found:
    for part in parts:
        if part.id == name:
            return part
    raise KeyError(name)
