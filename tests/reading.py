"""What a person reads on a paper."""

from __future__ import annotations

import subprocess


def pdf_text(pdf: bytes) -> str:
    """All words of a PDF in one line, as poppler's pdftotext finds them."""
    found = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(found.stdout.decode().replace("\u00a0", " ").split())
