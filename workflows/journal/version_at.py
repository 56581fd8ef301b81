"""Which version of its procedure a dossier had when an entry of its journal was written."""

from __future__ import annotations

from collections.abc import Sequence

from workflows.definition import Definition
from workflows.models import Entry, ProcedureVersion
from workflows.published import definition_of

#: The acts that change a dossier's version; their entries name both.
MOVES = ("migrate", "migrate_back")


def defined(timeline: Sequence[Entry], definition: Definition) -> list[tuple[Entry, Definition]]:
    """Each entry with the definition in force when it was written; `definition` is the one in force
    now.

    One query more, for a dossier that ever changed its version.
    """
    moves = [entry for entry in timeline if entry.act in MOVES]
    versions = (
        ProcedureVersion.objects.in_bulk([entry.data["from"] for entry in moves]) if moves else {}
    )
    found: list[tuple[Entry, Definition]] = []
    for entry in reversed(timeline):
        found.append((entry, definition))
        if entry.act in MOVES:
            definition = definition_of(versions[entry.data["from"]])
    return found[::-1]
