"""A document gets its number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from workflows.definition.base import Id
from workflows.definition.step_kinds.interface import NobodyActs, Place, Reference


class Issue(NobodyActs, Place):
    """A document of the definition is numbered, made and sealed."""

    may_be_passed: ClassVar[bool] = False
    is_end: ClassVar[bool] = False
    turns_on: ClassVar[str] = ""

    kind: Literal["issue"]
    document: Id
    to: Id

    def references(self) -> Iterator[Reference]:
        yield ("document",), self.document, "documents"
