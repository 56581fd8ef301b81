"""What a register learns of a sealed document: named writers that a definition calls with values of the dossier.

A register knows no dossier: a writer is given texts and the document, and does its work in the transaction of the act
`issue`, so the register and the journal agree whatever crashes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import Document
from organisations.models import Authority
from registers.grants import GrantRefused
from workflows import facts, granting
from workflows.definition import Definition, IssuedDocument
from workflows.errors import Incomplete
from workflows.models import Dossier

Write = Callable[[Document, Mapping[str, str]], None]
Check = Callable[[Authority, dt.date, Mapping[str, str]], None]


def _anything_goes(authority: Authority, on: dt.date, values: Mapping[str, str]) -> None:
    """A writer without a question beforehand."""


@dataclass(frozen=True)
class Writer:
    """A function that writes in one register; `needs` are the values a definition must give it, `may` those it may.

    `check` is asked before the document gets its number: a register that would contradict itself refuses there.
    """

    write: Write
    needs: frozenset[str]
    may: frozenset[str] = frozenset()
    check: Check = _anything_goes


#: `documents[].registers[].write` of a definition → what it does.
WRITERS: dict[str, Writer] = {
    "grant": Writer(granting.enter_grant, granting.GRANT_NEEDS, granting.GRANT_MAY, granting.check_grant),
    "grant_state": Writer(granting.enter_state, granting.STATE_NEEDS, granting.STATE_MAY, granting.check_state),
}


def ask(dossier: Dossier, definition: Definition, what: IssuedDocument, at: dt.datetime) -> None:
    """See that the registers will take what the document is going to say; raises Incomplete with their sentence."""
    for told in what.registers:
        values = facts.evaluate(told.values, dossier, definition)
        missing = WRITERS[told.write].needs - values.keys()
        if missing:
            raise Incomplete(_("Chưa ghi sổ được vì còn thiếu: %(names)s.") % {"names": ", ".join(sorted(missing))})
        try:
            WRITERS[told.write].check(dossier.deciding, timezone.localdate(at), values)
        except GrantRefused as refused:
            raise Incomplete(str(refused)) from refused


def note(dossier: Dossier, definition: Definition, what: IssuedDocument, document: Document) -> None:
    """Tell the registers what the sealed document says; a value that the dossier does not have is left out."""
    for told in what.registers:
        WRITERS[told.write].write(document, facts.evaluate(told.values, dossier, definition))
