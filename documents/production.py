"""Making the files of a reserved document: Word, PDF/A, seal. Done once, however often and by
however many asked.

A worker holds the document by a lease in its row. Files are written before the row names them, so
the row decides: a crash before the last step leaves a document still RESERVED and files nobody
refers to, and running again repairs it.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from documents import rendering, storage
from documents.conversion import converter
from documents.models import Document
from foundation.leases import LEASE, Hold, free


class BeingProduced(RuntimeError):
    """Another worker has the document: try again after its lease."""


class LeaseLost(RuntimeError):
    """This worker took longer than its lease and another one has the document now; its files are
    not used.
    """


def produce(document_id: int) -> Document:
    """Render, convert and seal a reserved document; one that is sealed (or revoked) is returned as
    it is.

    Raises Document.DoesNotExist, BeingProduced, LeaseLost, conversion.ConversionFailed,
    seal.SealUnusable; all but the first may be tried again.
    """
    document = Document.objects.select_related("template").get(pk=document_id)
    if document.state != Document.State.RESERVED:
        return document
    from documents import seal  # late: pyHanko takes a fifth of a start, of every command too

    hold = Hold(Document, document.pk, _claim(document))
    try:
        with hold:
            docx = rendering.docx(document)
            pdf = seal.seal(converter.to_pdfa(docx))
            docx_sha256 = storage.write(document, docx, ".docx")
            pdf_sha256 = storage.write(document, pdf, ".pdf")
        _record(document, hold.until, docx_sha256, pdf_sha256)
    except BaseException:
        _give_back(document, hold.until)
        raise
    storage.tidy(document)
    return document


def _claim(document: Document) -> dt.datetime:
    """Take the lease by compare-and-set; the moment it ends is what proves it is ours."""
    now = timezone.now()
    reserved = Document.objects.filter(free(now), pk=document.pk, state=Document.State.RESERVED)
    if not reserved.update(lease_until=now + LEASE):
        raise BeingProduced(document.symbol)
    return now + LEASE


def _record(document: Document, lease: dt.datetime, docx_sha256: str, pdf_sha256: str) -> None:
    """Name the files in the row, if the lease is still ours; a result another worker put there
    first is kept.
    """
    ours = Document.objects.filter(pk=document.pk, state=Document.State.RESERVED, lease_until=lease)
    sealed = ours.update(
        state=Document.State.SEALED,
        docx_sha256=docx_sha256,
        pdf_sha256=pdf_sha256,
        sealed_at=timezone.now(),
        lease_until=None,
    )
    document.refresh_from_db()
    if not sealed and document.state == Document.State.RESERVED:
        raise LeaseLost(document.symbol)


def _give_back(document: Document, lease: dt.datetime) -> None:
    Document.objects.filter(
        pk=document.pk, state=Document.State.RESERVED, lease_until=lease
    ).update(lease_until=None)
