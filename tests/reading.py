"""What a person reads on a paper, and a browser in a page."""

from __future__ import annotations

import io
import re
import subprocess

import docx


def pdf_text(pdf: bytes) -> str:
    """All words of a PDF in one line, as poppler's pdftotext finds them."""
    found = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return " ".join(found.stdout.decode().replace("\u00a0", " ").split())


def word_text(content: bytes) -> str:
    """All words of a Word file's body in one line, those of its tables too."""
    body = docx.Document(io.BytesIO(content)).element.body
    lines = ("".join(run.text or "" for run in line.iter("{*}t")) for line in body.iter("{*}p"))
    return " ".join(" ".join(lines).replace("\u00a0", " ").split())


def as_read(page: str) -> str:
    """A page without the line breaks and indents of its templates, inside of tags and beside
    them.
    """
    page = re.sub(
        r"<[a-zA-Z][^<>]*>", lambda tag: " ".join(tag[0].split()).replace(" >", ">"), page
    )
    return re.sub(r">\s*\n\s*|\s*\n\s*<", lambda edge: edge[0].strip(), page)
