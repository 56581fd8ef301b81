"""A condition chooses the way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from workflows.definition.base import Cel, Id
from workflows.definition.step_kinds.interface import NobodyActs, Place, Where


class Gate(NobodyActs, Place):
    """A condition on the dossier's data chooses the way; nobody acts."""

    may_be_passed: ClassVar[bool] = True
    is_end: ClassVar[bool] = False
    document: ClassVar[str] = ""

    kind: Literal["gate"]
    when: Cel
    then: Id
    otherwise: Id

    def targets(self) -> dict[str, str]:
        return {"then": self.then, "otherwise": self.otherwise}

    def place_of(self, outcome: str) -> Where:
        return (outcome,)

    def conditions(self) -> Iterator[tuple[Where, str]]:
        yield ("when",), self.when

    @property
    def turns_on(self) -> str:
        """Its condition."""
        return self.when

    def turned(self, holds: bool) -> str:
        """Id of the step it leads to where its condition holds, or does not."""
        return self.then if holds else self.otherwise
