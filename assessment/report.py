"""The report of a self-assessment in Word, made from what the school wrote, in the order of the
circulars' outline.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from django.utils import timezone
from docx.document import Document

from assessment import report_parts as parts
from assessment.models import Assessment
from assessment.overview import Overview
from documents.conversion import converter
from documents.layout import paper
from forms.files.uploads import keep_made
from forms.models import StoredFile
from foundation.text import vietnamese_date
from organisations import covers
from organisations.models import User

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Made:
    """A report, and the fingerprint of everything it was made from."""

    docx: bytes
    name: str
    fingerprint: str


def build(assessment: Assessment, seen: Overview, signer: User | None) -> Made:
    """The report of the assessment as it stands; `signer` is the head who approves, None for a
    draft to read.
    """
    document = paper.sheet()
    parts.cover(document, assessment, seen.rules)
    parts.council(document, list(assessment.council.all()))
    parts.summary(document, seen)
    for standard, rows in seen.by_standard:
        parts.standard(document, standard, rows, seen.rules, assessment.multi_level)
    parts.conclusion(document, seen)
    _signature(document, assessment, signer)
    parts.evidence_list(document, seen)
    name = f"Bao cao tu danh gia {assessment.school_year}.docx"
    title = f"Báo cáo tự đánh giá năm học {assessment.school_year}"
    return Made(
        paper.file_bytes(document, title, assessment.school.name),
        name,
        fingerprint(assessment, seen),
    )


def reading_copy(docx: bytes, name: str, owner: User) -> StoredFile | None:
    """The report as PDF/A, to be read in a browser; None when the converter gives none: the Word
    file is enough.
    """
    try:
        pdf = converter.to_pdfa(docx)
    except converter.ConversionFailed:
        return None
    return keep_made(pdf, name.replace(".docx", ".pdf"), "application/pdf", owner)


def fingerprint(assessment: Assessment, seen: Overview) -> str:
    """SHA-256 of everything a report says."""
    council = list(assessment.council.values_list("name", "position", "duty"))
    rows = [
        [
            row.criterion.id,
            dict(row.answers),
            [(one.number, one.title, one.file.sha256) for one in row.evidence],
        ]
        for row in seen.rows
    ]
    content = [
        assessment.pk,
        assessment.rules.sha256,
        assessment.school_year,
        assessment.multi_level,
        council,
        rows,
    ]
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


def _signature(document: Document, assessment: Assessment, signer: User | None) -> None:
    today = vietnamese_date(timezone.localdate())
    place = f"{assessment.school.place}, {today}"
    position = covers.signature_lines(signer, None) if signer else "HIỆU TRƯỞNG"
    parts.signed(document, place, position, str(signer) if signer else "")
