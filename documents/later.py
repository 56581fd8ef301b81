"""What happened to the subject of a document after its issue: corrected, re-issued, revoked. Knows no register.

A register numbers what it notes of an entry; a document remembers the number it was made from. All facts with a higher
number are news to it, however the transactions met.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from documents.models import Document, LaterFact


@dataclass(frozen=True)
class Later:
    """One fact as the public may know it: CORRECTED, REISSUED or REVOKED, by which decision, of which day."""

    kind: str
    on: dt.date
    decision: str

    @property
    def label(self) -> str:
        """What happened, in the reader's language."""
        return str(LaterFact.Kind(self.kind).label)


def note(subject: str, version: int, kind: str, on: dt.date, decision: str = "") -> None:
    """A register noted something; telling it twice is telling it once."""
    known = {"kind": kind, "on": on, "decision": decision}
    LaterFact.objects.get_or_create(subject=subject, version=version, defaults=known)


def facts_of(document: Document) -> tuple[Later, ...]:
    """The news for this document, in order; none for one that repeats nothing."""
    if not document.subject:
        return ()
    news = LaterFact.objects.filter(subject=document.subject, version__gt=document.subject_version)
    return tuple(Later(fact.kind, fact.on, fact.decision) for fact in news.order_by("version"))
