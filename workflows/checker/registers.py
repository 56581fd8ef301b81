"""What a sealed document writes in a register: a writer that exists, with the values it needs and no others."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.checker.rules import MEANING, did_you_mean
from workflows.definition import Definition, Finding
from workflows.registering import WRITERS


def notes(definition: Definition) -> Iterator[Finding]:
    """Faults of `documents[].registers`."""
    for number, document in enumerate(definition.documents):
        for place, note in enumerate(document.registers):
            path = ("documents", number, "registers", place)
            writer = WRITERS.get(note.write)
            if writer is None:
                yield MEANING.found(
                    "writer_unknown", (*path, "write"), name=note.write, **did_you_mean(note.write, WRITERS)
                )
                continue
            for name in sorted(writer.needs - note.values.keys()):
                yield MEANING.found("writer_needs", path, writer=note.write, name=name)
            known = writer.needs | writer.may
            for name in sorted(note.values.keys() - known):
                hints = did_you_mean(name, known)
                yield MEANING.found("writer_ignores", (*path, "values", name), writer=note.write, name=name, **hints)
