"""What the public may learn of a document from its code: whether it is genuine, and what it says of
itself.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from django.db.models import QuerySet
from django.utils import timezone

from documents import codes
from documents import later_facts as later
from documents.later_facts import Later
from documents.models import Document
from foundation.compiled_reads import CompiledRead, Place
from foundation.text import mask_name

Result = Literal["genuine", "revoked", "unknown"]


@dataclass(frozen=True)
class Verdict:
    """The answer to a check. All but `result` is empty when the code is unknown."""

    result: Result
    issuer: str = ""
    kind_title: str = ""
    symbol: str = ""
    issued_on: dt.date | None = None
    holder: str = ""  # "N*** V** A", or in full to who knows the birth date; empty for slips
    revoked_on: dt.date | None = None
    document: Document | None = None
    named: bool = False  # the birth date fitted
    has_birth_date: bool = False  # so that it can be asked for
    later: tuple[Later, ...] = ()  # what happened since to what the document repeats

    @property
    def since(self) -> str:
        """The gravest of what happened since: REVOKED, REISSUED, CORRECTED, or nothing."""
        return later.gravest(self.later)


def check(code: str, birth_date: dt.date | str | None = None) -> Verdict:
    """Look a typed or scanned code up. The holder is named in full only to who also states the
    right birth date.

    It is the one on the paper: a day, or as text YYYY or YYYY-MM where the paper has no more.

    A document that is numbered but not sealed yet is unknown: nothing was issued.
    """
    document = _issued(codes.normalise(code))
    return Verdict("unknown") if document is None else of_document(document, birth_date)


def of_document(document: Document, birth_date: dt.date | str | None = None) -> Verdict:
    """The answer about a document that was issued."""
    revoked = document.state == Document.State.REVOKED
    return Verdict(
        result="revoked" if revoked else "genuine",
        document=document,
        issuer=document.authority_name,
        kind_title=document.title,
        symbol=document.symbol,
        issued_on=_day(document.issued_at),
        holder=_holder(document, birth_date),
        named=document.public and _is_known(document, birth_date),
        has_birth_date=document.public and bool(_born(document)),
        revoked_on=_day(document.revoked_at) if document.revoked_at else None,
        later=later.facts_of(document),
    )


def _issued(code: str) -> Document | None:
    return _ISSUED.first(code) if codes.is_well_formed(code) else None


def _issued_by_code(code: Place) -> QuerySet[Document]:
    rows = Document.objects.select_related("template").defer("template__docx")
    issued = rows.filter(code=code).exclude(state=Document.State.RESERVED)
    return later.noting_news(issued)[:1]


_ISSUED = CompiledRead(_issued_by_code, str)


def _holder(document: Document, birth_date: dt.date | str | None) -> str:
    if not document.public:
        return ""
    return (
        document.holder_name if _is_known(document, birth_date) else mask_name(document.holder_name)
    )


def _is_known(document: Document, birth_date: dt.date | str | None) -> bool:
    return bool(birth_date) and str(birth_date) == _born(document)


def _born(document: Document) -> str:
    return str(document.holder_birth_date or document.holder_born)


def _day(moment: dt.datetime) -> dt.date:
    return timezone.localtime(moment, timezone.get_default_timezone()).date()
