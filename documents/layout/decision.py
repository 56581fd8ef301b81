"""The frame of a decision (quyết định; Decree 30/2020, Annex III, form 1.2): grounds, whose
decision, articles.
"""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document

from documents.layout import blocks, paper


def opening(document: Document, about: str, grounds: Sequence[str]) -> None:
    """From the letterhead to the word QUYẾT ĐỊNH; whose decision it is follows from who signs."""
    blocks.letterhead(document)
    blocks.title(document, "QUYẾT ĐỊNH", about)
    paper.paragraph(
        document, "{{ issuer|upper }}", bold=True, align=paper.CENTER, before=12, after=4
    )
    for ground in grounds:
        added = paper.paragraph(
            document, ground, italic=True, align=paper.JUSTIFY, before=3, first_line_mm=10
        )
        added.paragraph_format.line_spacing = 1.1
    paper.paragraph(document, "QUYẾT ĐỊNH:", bold=True, align=paper.CENTER, before=10, after=2)


def article(document: Document, number: int, text: str) -> None:
    """“Điều 1.” in bold, then what it says."""
    added = paper.paragraph(document, align=paper.JUSTIFY, before=6, first_line_mm=10)
    added.paragraph_format.line_spacing = 1.15
    paper.words(added, f"Điều {number}. ", bold=True)
    paper.words(added, text)
