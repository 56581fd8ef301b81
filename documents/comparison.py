"""Is this file the paper that we sealed? The file is looked at and forgotten: nothing of it is
stored.

Bytes decide first: a sealed PDF, or one whose beginning is a sealed PDF to which something was
added. A file of other bytes is told by the check code that it carries (as text or QR) and by the
certificate of whoever signed it.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from django.db.models import QuerySet

from documents import codes, storage
from documents.models import Document
from foundation import child_process

READER = Path(__file__).with_name("child_pdf_reading.py")
SECONDS, MEGABYTES = 10, 1500  # pdfium and the QR reader: 0.6 s and 300 MB for our longest paper
#: Which bytes a signature signs (ISO 32000-1, 12.8.1): the last two numbers are where the signed
#: file ends.
_SIGNED = re.compile(rb"/ByteRange\s*\[\s*\d{1,10}\s+\d{1,10}\s+(\d{1,10})\s+(\d{1,10})\s*\]")
MOST_REVISIONS = 50
_ADDRESS = re.compile(r"/k/([0-9A-Za-z-]{12,16})")
_PRINTED = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")


class Finding(Enum):
    """What a file turned out to be."""

    SEALED = "byte by byte the file that we sealed"
    ADDED_TO = "the file that we sealed, and something added behind it"
    ALTERED = "it carries our seal, but is not the file that we sealed"
    COPY = "it carries a code of ours but no seal: printed, scanned or saved anew"
    MIXED = "it carries codes of several papers"
    FOREIGN = "it carries nothing of ours"
    UNREADABLE = "no PDF that can be read"


@dataclass(frozen=True)
class Compared:
    """The answer: what the file is, of which paper, and the words that it holds ("" where it is a
    picture).
    """

    finding: Finding
    document: Document | None = None
    text: str = ""


@dataclass(frozen=True)
class _Read:
    text: str
    codes: frozenset[str]
    certificates: frozenset[str]


def compare(content: bytes) -> Compared:
    """Look at a file's bytes, then at what it says of itself."""
    if document := _by_bytes(content):
        return Compared(Finding.SEALED, document)
    if document := _by_beginning(content):
        return Compared(Finding.ADDED_TO, document)
    try:
        read = _read(content)
    except child_process.ChildFailed:
        return Compared(Finding.UNREADABLE)
    return _by_what_it_says(read)


def _sealed() -> QuerySet[Document]:
    rows = Document.objects.select_related("template").defer("template__docx")
    return rows.exclude(state=Document.State.RESERVED)


def _by_bytes(content: bytes) -> Document | None:
    return _sealed().filter(pdf_sha256=hashlib.sha256(content).hexdigest()).first()


def _by_beginning(content: bytes) -> Document | None:
    """The paper that an earlier state of the file is: a change saved behind a signature leaves the
    signed bytes.
    """
    ends = sorted({int(start) + int(length) for start, length in _SIGNED.findall(content)})[
        :MOST_REVISIONS
    ]
    digests = [hashlib.sha256(content[:end]).hexdigest() for end in ends if end <= len(content)]
    return _sealed().filter(pdf_sha256__in=digests).first() if digests else None


def _by_what_it_says(read: _Read) -> Compared:
    named = list(_sealed().filter(code__in=read.codes)[:2])
    if not named:
        return Compared(Finding.FOREIGN, text=read.text)
    if len(named) > 1:
        return Compared(Finding.MIXED, text=read.text)
    finding = Finding.ALTERED if read.certificates & _sealed_by(named[0]) else Finding.COPY
    return Compared(finding, named[0], read.text)


def _sealed_by(document: Document) -> frozenset[str]:
    """The certificates in the paper as we sealed it: the site's own may have been renewed since."""
    try:
        return _read(storage.read_pdf(document)).certificates
    except (storage.FileDamaged, child_process.ChildFailed):
        return frozenset()


def _read(content: bytes) -> _Read:
    """What the file says of itself; raises ChildFailed."""
    told = json.loads(child_process.run(READER, content, seconds=SECONDS, megabytes=MEGABYTES))
    text = str(told["text"])
    words = [*_ADDRESS.findall(text), *_PRINTED.findall(text)]
    held = [found for scanned in told["codes"] for found in _ADDRESS.findall(str(scanned))]
    known = {codes.normalise(word) for word in (*words, *held)}
    return _Read(
        text,
        frozenset(filter(codes.is_well_formed, known)),
        frozenset(map(str, told["certificates"])),
    )
