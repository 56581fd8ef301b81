"""Files that carry a given content somewhere inside: what a virus scanner has to look into."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Iterator

import pikepdf
from PIL import Image

OFFSETS = (0, 1, 7, 64, 511, 4096, 65_535, 65_536, 65_537, 1_000_000, 9_000_000)


def zipped(content: bytes, name: str = "a.bin", how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        archive.writestr("mimetype", "x")
        archive.writestr(name, content)
    return out.getvalue()


def tarred(content: bytes, mode: str) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:
        info = tarfile.TarInfo("a.bin")
        info.size = len(content)
        archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, kind)
    return out.getvalue()


def pdf_with_stream(content: bytes, compress: bool) -> bytes:
    made, out = pikepdf.new(), io.BytesIO()
    made.add_blank_page().obj.Contents = made.make_stream(content)
    made.save(out, compress_streams=compress)
    return out.getvalue()


def pdf_with_attachment(content: bytes, compress: bool) -> bytes:
    made, out = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.attachments["a.bin"] = content
    made.save(out, compress_streams=compress)
    return out.getvalue()


def mail(content: bytes) -> bytes:
    head = (
        b"From: a@example.vn\r\nTo: b@example.vn\r\nSubject: x\r\nDate: Mon, 02 Nov 2026 08:00:00"
        b" +0700\r\n"
    )
    kind = b"MIME-Version: 1.0\r\nContent-Type: application/octet-stream; name=a.bin\r\n"
    kind += b"Content-Transfer-Encoding: base64\r\n\r\n"
    return head + kind + base64.encodebytes(content).replace(b"\n", b"\r\n")


def carriers(content: bytes) -> Iterator[tuple[str, bytes]]:
    """(name, file) for each way to carry `content`."""
    for offset in OFFSETS:
        yield f"raw at {offset}", b"x" * offset + content + b"y" * 100
    for how in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        if how != zipfile.ZIP_LZMA:
            yield f"zip by method {how}", zipped(content, how=how)
    parts = (
        "word/document.xml",
        "word/vbaProject.bin",
        "word/media/image1.png",
        "word/embeddings/a.bin",
        "xl/worksheets/sheet1.xml",
        "xl/vbaProject.bin",
        "xl/media/image1.png",
        "ppt/media/a.wav",
        "content.xml",
        "Pictures/a.png",
    )
    for part in parts:
        yield part, zipped(content, part)
    nested = zipped(content)
    for depth in (2, 3, 4):
        nested = zipped(nested, "inner.zip")
        yield f"zip in zip, depth {depth}", nested
    yield "gz", gzip.compress(content)
    yield "gz in gz", gzip.compress(gzip.compress(content))
    yield "bz2", bz2.compress(content)
    yield "xz", lzma.compress(content)
    for mode in ("w", "w:gz", "w:bz2", "w:xz"):
        yield f"tar {mode}", tarred(content, mode)
    yield "docx in gz", gzip.compress(zipped(content, "word/document.xml"))
    for compress in (False, True):
        yield f"PDF stream, compressed {compress}", pdf_with_stream(content, compress)
        yield f"PDF attachment, compressed {compress}", pdf_with_attachment(content, compress)
    yield "zip in a PDF attachment", pdf_with_attachment(zipped(content), compress=True)
    yield "PDF in zip", zipped(pdf_with_stream(content, compress=True), "a.pdf")
    for kind in ("PNG", "JPEG", "GIF"):
        yield f"behind a {kind}", picture(kind) + content
    yield "mail", mail(content)
