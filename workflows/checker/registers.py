"""What a sealed document writes in a register: a writer that exists, with the values it needs and
no others.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflows.checker.rules import did_you_mean
from workflows.definition import Definition, Finding
from workflows.definition.findings import Rules, fault
from workflows.papers.register_writers import WRITERS

REGISTERS = Rules(
    {
        "writer_unknown": fault(
            "No register has the writer '{name}'.",
            "{hint}",
            "Không có cách ghi sổ '{name}'.",
            "{hint_vi}",
        ),
        "writer_needs": fault(
            "The writer '{writer}' needs the value '{name}'.",
            "State it under values, as a CEL expression.",
            "Cách ghi sổ '{writer}' cần giá trị '{name}'.",
            "Hãy ghi giá trị này trong values, bằng biểu thức CEL.",
        ),
        "writer_ignores": fault(
            "The writer '{writer}' does not know the value '{name}'.",
            "{hint}",
            "Cách ghi sổ '{writer}' không dùng giá trị '{name}'.",
            "{hint_vi}",
        ),
    }
)


def notes(definition: Definition) -> Iterator[Finding]:
    """Faults of `documents[].registers`."""
    for number, document in enumerate(definition.documents):
        for place, note in enumerate(document.registers):
            path = ("documents", number, "registers", place)
            writer = WRITERS.get(note.write)
            if writer is None:
                yield REGISTERS.found(
                    "writer_unknown",
                    (*path, "write"),
                    name=note.write,
                    **did_you_mean(note.write, WRITERS),
                )
                continue
            for name in sorted(writer.needs - note.values.keys()):
                yield REGISTERS.found("writer_needs", path, writer=note.write, name=name)
            known = writer.needs | writer.may
            for name in sorted(note.values.keys() - known):
                hints = did_you_mean(name, known)
                yield REGISTERS.found(
                    "writer_ignores", (*path, "values", name), writer=note.write, name=name, **hints
                )
