"""What is asked about a dossier that may change its version, and what is answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from workflows.models import Dossier, WorkItem

Kind = Literal["STAYS", "CHOICE", "FOLLOWS"]
FOLLOWS: Kind = "FOLLOWS"
CHOICE: Kind = "CHOICE"
STAYS: Kind = "STAYS"


@dataclass(frozen=True)
class Standing:
    """What is asked about a dossier beside its own row: open tasks, kinds of issued documents,
    standing signatures.
    """

    dossier: Dossier
    items: Sequence[WorkItem]
    documents: frozenset[str] = frozenset()
    signed: bool = False


@dataclass(frozen=True)
class Reason:
    """Why not, or not yet. `step` and `field` name what a choice is about."""

    kind: Kind
    text: str
    step: str = ""
    field: str = ""


@dataclass
class Verdict:
    """What is said of one dossier."""

    reasons: list[Reason] = field(default_factory=list)

    @property
    def kind(self) -> Kind:
        kinds = {reason.kind for reason in self.reasons}
        return next((kind for kind in (STAYS, CHOICE) if kind in kinds), FOLLOWS)

    @property
    def texts(self) -> list[str]:
        """The reasons that decide, each once."""
        return list(
            dict.fromkeys(reason.text for reason in self.reasons if reason.kind == self.kind)
        )
