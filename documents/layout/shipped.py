"""Which program makes which committed Word file."""

from __future__ import annotations

from collections.abc import Callable

from documents.layout import diploma_copy, slips

_DIPLOMA_COPY = "workflows/procedures/diploma-copy/templates"

LAYOUTS: dict[str, Callable[[], bytes]] = {  # by path below the project's folder
    "documents/slips/receipt.docx": slips.receipt,
    "documents/slips/supplement.docx": slips.supplement,
    "documents/slips/refusal.docx": slips.refusal,
    f"{_DIPLOMA_COPY}/copy.docx": diploma_copy.copy,
    f"{_DIPLOMA_COPY}/refusal_letter.docx": diploma_copy.refusal_letter,
}
