"""What is wrong with an answer, and where a page shows it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FieldError:
    """One sentence for one input: `anchor` is the id of the input the summary links to."""

    anchor: str
    message: str


class Refused(ValueError):
    """An answer that cannot be kept: `part` names the input inside the field ("" for the field itself)."""

    def __init__(self, message: str, part: str = "") -> None:
        self.message, self.part = message, part
        super().__init__(message)
