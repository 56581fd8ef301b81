"""The Word file of a document: its frozen template filled with its frozen facts, nothing else."""

from __future__ import annotations

import io

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage

from documents import qr, wordfile
from documents.models import Document


def docx(document: Document) -> bytes:
    """Fill the document's template. Raises jinja2.UndefinedError or SecurityError for a template that asks too much."""
    template = DocxTemplate(io.BytesIO(bytes(document.template.docx)))
    picture = InlineImage(template, io.BytesIO(qr.png(document.facts["check_url"])), width=Mm(qr.PRINTED_MM))
    template.render({**document.facts, "qr": picture}, wordfile.environment())
    buffer = io.BytesIO()
    template.save(buffer)
    return buffer.getvalue()
