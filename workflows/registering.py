"""What a register learns of a sealed document: named writers that a definition calls with values of the dossier.

A register knows no dossier: a writer is given texts and the document, and does its work in the transaction of the act
`issue`, so the register and the journal agree whatever crashes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from documents.models import Document
from workflows import facts
from workflows.definition import Definition, IssuedDocument
from workflows.models import Dossier

Write = Callable[[Document, Mapping[str, str]], None]


@dataclass(frozen=True)
class Writer:
    """A function that writes in one register; `needs` are the values a definition must give it, `may` those it may."""

    write: Write
    needs: frozenset[str]
    may: frozenset[str] = frozenset()


#: `documents[].registers[].write` of a definition → what it does.
WRITERS: dict[str, Writer] = {}


def note(dossier: Dossier, definition: Definition, what: IssuedDocument, document: Document) -> None:
    """Tell the registers what the sealed document says; a value that the dossier does not have is left out."""
    for told in what.registers:
        WRITERS[told.write].write(document, facts.evaluate(told.values, dossier, definition))
