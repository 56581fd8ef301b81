"""What happened to the subject of a document after its issue: corrected, re-issued, revoked. Knows
no register.

A register numbers what it notes of an entry; a document remembers the number it was made from. All
facts with a higher number are news to it, however the transactions met.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from documents.models import Document, LaterFact

ITSELF = "document:"  # and a code: the subject of what is noted of a document, not of an entry


@dataclass(frozen=True)
class Later:
    """One fact as the public may know it: CORRECTED, REISSUED or REVOKED, by which decision, of
    which day.
    """

    kind: str
    on: dt.date
    decision: str

    @property
    def label(self) -> str:
        """What happened, in the reader's language."""
        return str(LaterFact.Kind(self.kind).label)


def gravest(facts: Sequence[Later]) -> str:
    """The kind that weighs most: REVOKED, REISSUED, CORRECTED, or nothing."""
    kinds = {fact.kind for fact in facts}
    return next((kind for kind in ("REVOKED", "REISSUED", "CORRECTED") if kind in kinds), "")


def note(subject: str, version: int, kind: str, on: dt.date, decision: str = "") -> None:
    """A register noted something; telling it twice is telling it once."""
    known = {"kind": kind, "on": on, "decision": decision}
    LaterFact.objects.get_or_create(subject=subject, version=version, defaults=known)


def note_revoked(document: Document, on: dt.date, decision: str) -> None:
    """The document itself was taken back by a decision."""
    note(_itself(document), 1, LaterFact.Kind.REVOKED, on, decision)


def noting_news(documents: QuerySet[Document]) -> QuerySet[Document]:
    """The same rows, each with whether there is news for it: most have none, and are not asked
    about again.
    """
    itself = LaterFact.objects.filter(subject=Concat(Value(ITSELF), OuterRef("code")))
    of_subject = LaterFact.objects.exclude(subject="").filter(
        subject=OuterRef("subject"), version__gt=OuterRef("subject_version")
    )
    return documents.annotate(has_news=Exists(itself) | Exists(of_subject))


def facts_of(document: Document) -> tuple[Later, ...]:
    """The news for this document, in order."""
    if not getattr(document, "has_news", True):
        return ()
    concerned = Q(subject=_itself(document))
    if document.subject:
        concerned |= Q(subject=document.subject, version__gt=document.subject_version)
    news = LaterFact.objects.filter(concerned).order_by("on", "pk")
    return tuple(Later(fact.kind, fact.on, fact.decision) for fact in news)


def _itself(document: Document) -> str:
    return f"{ITSELF}{document.code}"
