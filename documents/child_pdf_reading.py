"""Run by `foundation.child_process`: what a stranger's PDF says, as JSON.

{"text": of its first pages, "codes": what QR codes on them hold, "certificates": SHA-256 of whoever
signed it}.
"""

import hashlib
import io
import json
from typing import Any

import pikepdf
import pypdfium2
import zxingcpp
from asn1crypto import cms

PAGES = 5  # our longest paper has three
DPI = 150
MOST_PIXELS = 12_000_000  # of a page as it is drawn: A3 at 150 dpi has four million
MOST_TEXT = 200_000  # signs


def answer(content: bytes, arguments: list[str]) -> bytes:
    text, codes = pages(content)
    return json.dumps(
        {"text": text[:MOST_TEXT], "codes": codes, "certificates": certificates(content)}
    ).encode()


def pages(content: bytes) -> tuple[str, list[str]]:
    """The text of the first pages, and what their QR codes hold."""
    document = pypdfium2.PdfDocument(content)
    texts, codes = [], []
    for number in range(min(len(document), PAGES)):
        page = document[number]
        texts.append(page.get_textpage().get_text_bounded())
        width, height = page.get_size()
        scale = DPI / 72
        if 0 < width * height * scale * scale <= MOST_PIXELS:
            picture = page.render(scale=scale, grayscale=True).to_pil()
            codes += [found.text for found in zxingcpp.read_barcodes(picture)]
    return "\n".join(texts), codes


def certificates(content: bytes) -> list[str]:
    """SHA-256 of the certificate of each signer that the file names; whether a signature holds is
    not asked here.
    """
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            signatures = [bytes(thing.Contents) for thing in pdf.objects if is_signature(thing)]
    except pikepdf.PdfError:
        return []
    return [digest for one in signatures for digest in signers(one)]


def is_signature(thing: Any) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and "/ByteRange" in thing and "/Contents" in thing


def signers(contents: bytes) -> list[str]:
    try:
        signed = cms.ContentInfo.load(contents)["content"]
        return [
            hashlib.sha256(one.chosen.dump()).hexdigest() for one in signed["certificates"] or ()
        ]
    except (ValueError, TypeError, KeyError, AttributeError):
        return []
