"""What is wrong with an answer, and where a page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class FieldError:
    """One sentence for one input: `anchor` is the id of the input the summary links to."""

    anchor: str
    message: str


def about(label: str, message: str) -> str:
    """The sentence for the summary, where the field is not beside it; a label that asks needs no
    colon.
    """
    return f"{label} {message}" if label.endswith("?") else f"{label}: {message}"


class Refused(ValueError):
    """An answer that cannot be kept: `part` names the input inside the field ("" for the field
    itself).
    """

    #: What of the answer may be kept all the same; None: nothing.
    kept: Any = None

    def __init__(self, message: str, part: str = "") -> None:
        self.message, self.part = message, part
        super().__init__(message)

    @property
    def each(self) -> Sequence[Refused]:
        """Every fault of the field; an answer of one input has one."""
        return (self,)


class PartlyRefused(Refused):
    """An answer of several inputs with all its faults; the inputs that were right are in `kept`."""

    def __init__(self, faults: Sequence[Refused], kept: Any) -> None:
        super().__init__(faults[0].message, faults[0].part)
        self.faults, self.kept = tuple(faults), kept

    @property
    def each(self) -> Sequence[Refused]:
        return self.faults
