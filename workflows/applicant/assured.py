"""Whether the portal knows surely enough who files (`assurance` of the definition)."""

from __future__ import annotations

from typing import TypedDict

from organisations.accounts.assurance import at_least
from workflows.act import Act
from workflows.definition import Definition
from workflows.errors import NotKnownSurely


class KnownBy(TypedDict, total=False):
    """At which level who filed was known, where the procedure asks for one."""

    assurance: str


def demand(definition: Definition, level: str) -> None:
    """Raises NotKnownSurely where the session was opened below what the procedure asks."""
    if not at_least(level, definition.assurance or ""):
        raise NotKnownSurely(definition.assurance or "")


def note(act: Act, definition: Definition, level: str) -> None:
    """The entry says it, where it was asked."""
    if definition.assurance:
        act.data["assurance"] = level
