"""What a rule set may say: standards, criteria, what each level asks of them, and how that adds up
to a level.

A rule set is one YAML file in `assessment/rules/`. Nothing of a circular is in the code: another
circular is another file, with its dates.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Stage = Literal["PRESCHOOL", "PRIMARY", "SECONDARY", "ANY"]
Line = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Level = Annotated[int, Field(ge=1, le=9)]


class Part(BaseModel):
    """A piece of a rule set: frozen, and an unknown key is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Standard(Part):
    """Tiêu chuẩn: a heading over criteria."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Z]?\d+$")]
    title: Line
    unconfirmed: bool = False


class Requirement(Part):
    """One thing that a level asks within a criterion (chỉ báo a, b, c); it is met or not.

    `under` is the sentence that the lettered items stand under, `only` limits it to schools with
    several levels.
    """

    id: Annotated[str, StringConstraints(pattern=r"^m\d(_[a-z]+)*$")]
    level: Level
    text: Line
    under: str = ""
    only: Literal["", "multi_level"] = ""

    @property
    def letter(self) -> str:
        """ "a" of the indicator a); "" where the level asks one thing only."""
        parts = self.id.split("_")
        return parts[1] if len(parts) > 1 and len(parts[1]) == 1 else ""


class Criterion(Part):
    """Tiêu chí. `unconfirmed`: its title or requirements were not found in the circular's own
    words.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[A-Z]?\d+\.\d+$")]
    title: Line
    mandatory: bool = False
    unconfirmed: bool = False
    requirements: Annotated[tuple[Requirement, ...], Field(min_length=1)]

    @property
    def standard(self) -> str:
        """Id of the standard it belongs to."""
        return self.id.split(".")[0]


class Need(Part):
    """So many criteria of a group reach a level: `of` all criteria, the mandatory ones, or the
    others.
    """

    of: Literal["all", "mandatory", "other"]
    reach: Level
    at_least: Literal["all"] | Annotated[int, Field(ge=1)]


class LevelRule(Part):
    """A level of the school: reached when these needs and those of every lower level hold."""

    level: Level
    needs: Annotated[tuple[Need, ...], Field(min_length=1)]
    unconfirmed: bool = False


class NationalStandard(Part):
    """Which level of the national standard (chuẩn quốc gia) a school of that level may have."""

    standard: Level
    from_level: Level


class CouncilRule(Part):
    """Who the council for self-assessment is made of: one chair, one secretary, and members.

    `names_kept`: years after the one in which the school year ends that the list of members is kept
    (`retention`).
    """

    at_least: Annotated[int, Field(ge=3)]
    odd: bool
    names_kept: Annotated[int, Field(ge=1, le=100)] = 5


class RuleSet(Part):
    """One circular's rules, in force between two dates; until `accepted_until` schools may still
    begin by them.
    """

    slug: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=50)]
    title: Line
    number: Line
    stage: Stage
    valid_from: dt.date
    valid_to: dt.date | None = None
    accepted_until: dt.date | None = None
    approved_before: str = ""
    evidence_code: Line
    top_level: Level
    council: CouncilRule
    levels: Annotated[tuple[LevelRule, ...], Field(min_length=1)]
    national_standard: Annotated[tuple[NationalStandard, ...], Field(min_length=1)]
    standards: Annotated[tuple[Standard, ...], Field(min_length=1)]
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        _once([standard.id for standard in self.standards], "standard")
        _once([criterion.id for criterion in self.criteria], "criterion")
        for criterion in self.criteria:
            _once(
                [requirement.id for requirement in criterion.requirements],
                f"requirement of {criterion.id}",
            )
            if criterion.standard not in {standard.id for standard in self.standards}:
                raise ValueError(f"criterion {criterion.id} belongs to no standard")
            if any(requirement.level > self.top_level for requirement in criterion.requirements):
                raise ValueError(
                    f"criterion {criterion.id} asks for a level above {self.top_level}"
                )
        if [rule.level for rule in self.levels] != list(range(1, self.top_level + 1)):
            raise ValueError("levels must be stated from 1 to the top level, one after the other")
        return self

    def criterion(self, criterion_id: str) -> Criterion:
        """The criterion of this id; raises KeyError."""
        for criterion in self.criteria:
            if criterion.id == criterion_id:
                return criterion
        raise KeyError(criterion_id)

    def code_of(self, criterion_id: str, number: int) -> str:
        """The code of a piece of evidence: "MC.1.3.2", "H1-1.3-02"."""
        standard = criterion_id.split(".")[0]
        return self.evidence_code.format(standard=standard, criterion=criterion_id, number=number)

    def is_accepted(self, day: dt.date) -> bool:
        """Whether an assessment may begin by these rules on that day."""
        last = self.accepted_until or self.valid_to
        return self.valid_from <= day and (last is None or day <= last)

    def is_in_force(self, day: dt.date) -> bool:
        """Whether they are the law on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def _once(names: list[str], what: str) -> None:
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"{what} {name} is stated twice")
