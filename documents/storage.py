"""The files of issued documents: written whole or not at all, named by their hash, checked whenever
they are read.
"""

from __future__ import annotations

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from documents.models import Document
from protection.envelope import CannotOpen

_DOCUMENTS_A_FOLDER = 1000


class FileDamaged(RuntimeError):
    """The stored file is gone or is not the one that was issued: restore it from the backup."""


def sha256(content: bytes) -> str:
    """Hexadecimal SHA-256."""
    return hashlib.sha256(content).hexdigest()


def write(document: Document, content: bytes, suffix: str) -> str:
    """Store a file of the document durably and return its SHA-256. Nothing refers to it until the
    row does.
    """
    digest = sha256(content)
    storages["documents"].save(_name(document, digest, suffix), ContentFile(content))
    return digest


def read_pdf(document: Document) -> bytes:
    """The sealed PDF. Raises FileDamaged, never returns other bytes than those issued."""
    return _read(document, document.pdf_sha256, ".pdf")


def read_docx(document: Document) -> bytes:
    """The Word file the PDF was made from. Raises FileDamaged."""
    return _read(document, document.docx_sha256, ".docx")


def tidy(document: Document) -> None:
    """Drop what attempts that crashed or came second left beside the document's two files. The row
    decides.
    """
    kept = {f"{document.pdf_sha256}.pdf", f"{document.docx_sha256}.docx"}
    store, folder = storages["documents"], _folder(document)
    for name in store.listdir(folder)[1]:
        if name not in kept:
            store.delete(f"{folder}/{name}")


def _read(document: Document, digest: str, suffix: str) -> bytes:
    try:
        with storages["documents"].open(_name(document, digest, suffix)) as file:
            content: bytes = file.read()
    except FileNotFoundError as error:
        raise FileDamaged(f"{document.code}{suffix} is missing") from error
    except CannotOpen as error:
        raise FileDamaged(
            f"{document.code}{suffix} does not open: another FIELD_KEY, or it was changed"
        ) from error
    if sha256(content) != digest:
        raise FileDamaged(f"{document.code}{suffix} is not the file that was issued")
    return content


def _name(document: Document, digest: str, suffix: str) -> str:
    return f"{_folder(document)}/{digest}{suffix}"


def _folder(document: Document) -> str:
    return f"{document.pk // _DOCUMENTS_A_FOLDER:06d}/{document.pk}"
