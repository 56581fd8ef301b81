"""The files of issued documents: written whole or not at all, named by their hash, checked whenever they are read."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings

from documents.models import Document

_DOCUMENTS_A_FOLDER = 1000


class FileDamaged(RuntimeError):
    """The stored file is gone or is not the one that was issued: restore it from the backup."""


def sha256(content: bytes) -> str:
    """Hexadecimal SHA-256."""
    return hashlib.sha256(content).hexdigest()


def write(document: Document, content: bytes, suffix: str) -> str:
    """Store a file of the document durably and return its SHA-256. Nothing refers to it until the row does."""
    digest = sha256(content)
    target = _path(document, digest, suffix)
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".writing-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)
    return digest


def read_pdf(document: Document) -> bytes:
    """The sealed PDF. Raises FileDamaged, never returns other bytes than those issued."""
    return _read(document, document.pdf_sha256, ".pdf")


def read_docx(document: Document) -> bytes:
    """The Word file the PDF was made from. Raises FileDamaged."""
    return _read(document, document.docx_sha256, ".docx")


def tidy(document: Document) -> None:
    """Drop what attempts that crashed or came second left beside the document's two files. The row decides."""
    kept = {f"{document.pdf_sha256}.pdf", f"{document.docx_sha256}.docx"}
    for path in _folder(document).iterdir():
        if path.name not in kept:
            path.unlink(missing_ok=True)


def _read(document: Document, digest: str, suffix: str) -> bytes:
    try:
        content = _path(document, digest, suffix).read_bytes()
    except FileNotFoundError as error:
        raise FileDamaged(f"{document.code}{suffix} is missing") from error
    if sha256(content) != digest:
        raise FileDamaged(f"{document.code}{suffix} is not the file that was issued")
    return content


def _path(document: Document, digest: str, suffix: str) -> Path:
    return _folder(document) / f"{digest}{suffix}"


def _folder(document: Document) -> Path:
    return Path(settings.DOCUMENT_ROOT, f"{document.pk // _DOCUMENTS_A_FOLDER:06d}", str(document.pk))


def _sync_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut, where the system can (Windows cannot open a folder)."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
