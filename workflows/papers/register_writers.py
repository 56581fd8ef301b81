"""What a register learns of a sealed document: named writers that a definition calls with values of
the dossier.

A register knows no dossier: a writer is given texts and the document, and does its work in the
transaction of the act `issue`, so the register and the journal agree whatever crashes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import Document
from organisations.models import Authority
from registers.corrections import Decided
from registers.refusals import RegisterRefused
from workflows.definition import Definition, IssuedDocument
from workflows.definition.whole import RegisterNote
from workflows.errors import Incomplete
from workflows.models import Dossier
from workflows.papers import diploma_writer, fact_names, facts, grant_writer

Values = Mapping[str, Any]  # texts, or lists of texts
Write = Callable[[Document, Values], None]
Check = Callable[[Authority, dt.date, Values], None]
Undo = Callable[[Document, Decided], None]


def _anything_goes(authority: Authority, on: dt.date, values: Values) -> None:
    """A writer without a question beforehand."""


def _nothing_to_undo(document: Document, decided: Decided) -> None:
    """A writer whose notes stand, whatever becomes of the document."""


@dataclass(frozen=True)
class Writer:
    """A function that writes in one register; `needs` are the values a definition must give it,
    `may` those it may.

    `check` is asked before the document is sent for signature, and again before it gets its number:
    a register that would contradict itself refuses there. `undo` takes back what was noted, when
    the document is revoked.
    """

    write: Write
    needs: frozenset[str]
    may: frozenset[str] = frozenset()
    check: Check = _anything_goes
    undo: Undo = _nothing_to_undo


#: `documents[].registers[].write` of a definition → what it does.
WRITERS: dict[str, Writer] = {
    "grant": Writer(
        grant_writer.enter_grant,
        grant_writer.GRANT_NEEDS,
        grant_writer.GRANT_MAY,
        grant_writer.check_grant,
    ),
    "grant_state": Writer(
        grant_writer.enter_state,
        grant_writer.STATE_NEEDS,
        grant_writer.STATE_MAY,
        grant_writer.check_state,
    ),
    "diploma_correction": Writer(
        diploma_writer.correct,
        diploma_writer.CORRECTION_NEEDS,
        check=diploma_writer.check_correction,
        undo=diploma_writer.undo_correction,
    ),
    "diploma_reissue": Writer(
        diploma_writer.write_anew,
        diploma_writer.REISSUE_NEEDS,
        check=diploma_writer.check_reissue,
        undo=diploma_writer.undo_reissue,
    ),
}


def ask(
    dossier: Dossier,
    definition: Definition,
    what: IssuedDocument,
    at: dt.datetime,
    *,
    drafted: bool = False,
) -> None:
    """See that the registers will take what the document is going to say; raises Incomplete with
    their sentence.

    Of a `drafted` document some values may still be to come.
    """
    for told in what.registers:
        values = facts.evaluate(told.values, dossier, definition)
        missing = _missing(told, values)
        if missing and drafted:
            continue
        if missing:
            words = ", ".join(fact_names.told(missing, told.values, definition))
            raise Incomplete(_("Chưa ghi sổ được vì còn thiếu: %(names)s.") % {"names": words})
        try:
            WRITERS[told.write].check(dossier.deciding, timezone.localdate(at), values)
        except RegisterRefused as refused:
            raise Incomplete(str(refused)) from refused


def _missing(told: RegisterNote, values: Values) -> set[str]:
    """What the writer needs and nothing stands for."""
    return {name for name in WRITERS[told.write].needs if not values.get(name)}


def unstated(dossier: Dossier, definition: Definition, what: IssuedDocument) -> dict[str, str]:
    """Value that a writer needs and nobody has stated → the expression it is read from."""
    found: dict[str, str] = {}
    for told in what.registers:
        missing = _missing(told, facts.evaluate(told.values, dossier, definition))
        found |= {name: told.values.get(name, "") for name in missing}
    return found


def undo(what: IssuedDocument, document: Document, decided: Decided) -> None:
    """Take back what a document that was revoked had the registers note."""
    for told in what.registers:
        WRITERS[told.write].undo(document, decided)


def note(
    dossier: Dossier, definition: Definition, what: IssuedDocument, document: Document
) -> None:
    """Tell the registers what the sealed document says; a value that the dossier does not have is
    left out.
    """
    for told in what.registers:
        WRITERS[told.write].write(document, facts.evaluate(told.values, dossier, definition))
