"""What a person reads on a paper."""

from __future__ import annotations

import io
import subprocess

import docx


def pdf_text(pdf: bytes) -> str:
    """All words of a PDF in one line, as poppler's pdftotext finds them."""
    found = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(found.stdout.decode().replace("\u00a0", " ").split())


def word_text(content: bytes) -> str:
    """All words of a Word file's body in one line, those of its tables too."""
    body = docx.Document(io.BytesIO(content)).element.body
    lines = ("".join(run.text or "" for run in line.iter("{*}t")) for line in body.iter("{*}p"))
    return " ".join(" ".join(lines).replace("\u00a0", " ").split())
