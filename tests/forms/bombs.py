"""Small files that want to become large. As a program: how each is judged, how long it takes, and
what memory.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import resource
import struct
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from tests.organisations.zips import Entry, build, nested, overlapping

MEGABYTE = 1024 * 1024


def zeros(megabytes: int, head: bytes = b"", bits: int = 15) -> bytes:
    """Packed blanks, made without unpacked ones."""
    engine = zlib.compressobj(9, zlib.DEFLATED, bits)
    out = [engine.compress(head)] + [engine.compress(b" " * MEGABYTE) for _one in range(megabytes)]
    return b"".join([*out, engine.flush()])


def office(name: str, megabytes: int, says: int | None = None) -> bytes:
    """A Word file of which one part is blanks; `says` is the size it declares instead of the true
    one.
    """
    packed = zeros(megabytes, bits=-15)
    crc = 0
    for _one in range(megabytes):
        crc = zlib.crc32(b" " * MEGABYTE, crc)
    sizes = {"crc": crc, "size": megabytes * MEGABYTE if says is None else says}
    parts = [Entry("[Content_Types].xml"), Entry(name, packed=packed, local=sizes, listed=sizes)]
    return build(parts)


def zip_of_zips(levels: int) -> bytes:
    content = zeros(1, bits=31)
    for _level in range(levels):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for copy in range(10):
                archive.writestr(f"{copy}.zip", content)
        content = out.getvalue()
    return content


def cells(count: int) -> bytes:
    """A workbook of that many cells as Excel writes them."""
    row = b"".join(
        b'<c r="A1" t="inlineStr"><is><t>%d</t></is></c>' % (number * 7919) for number in range(100)
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for number in range(count // 100):
                sheet.write(b'<row r="%d">' % number + row + b"</row>")
    return out.getvalue()


def pdf(
    packed: bytes,
    filters: bytes = b"/FlateDecode",
    kind: bytes = b"ObjStm",
    extra: bytes = b"/N 2/First 8",
) -> bytes:
    """A PDF of one page, part of whose structure lies in a packed stream."""
    bodies = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>/X 4 0 R>>",
        6: (
            b"<</Type/%s%s/Filter[%s]/Length %d>>stream\n" % (kind, extra, filters, len(packed))
            + packed
            + b"\nendstream"
        ),
    }
    out, at = b"%PDF-1.5\n", {}
    for number, body in bodies.items():
        at[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    rows = [
        (0, 0, 65535),
        (1, at[1], 0),
        (1, at[2], 0),
        (1, at[3], 0),
        (2, 6, 0),
        (2, 6, 1),
        (1, at[6], 0),
        (1, len(out), 0),
    ]
    table = b"".join(struct.pack(">BIH", *row) for row in rows)
    head = b"7 0 obj\n<</Type/XRef/Size 8/W[1 4 2]/Root 1 0 R/Length %d>>stream\n" % len(table)
    return out + head + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(out)


def plain_pdf(body: bytes) -> bytes:
    """A PDF without a table: readers rebuild it."""
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R/Size 9>>\nstartxref\n0\n%%EOF\n"


def pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (number + 3) for number in range(count))
    body = (
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count"
        b" %d/Kids[%s]>>endobj\n"
        % (
            count,
            kids,
        )
    )
    page = b"%d 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
    return plain_pdf(body + b"".join(page % (number + 3) for number in range(count)))


def lzw_blanks(codes: int) -> bytes:
    """LZW data of which each code stands for one blank more than the one before, up to 4,000."""
    bits, width, held, out = 0, 9, 0, bytearray()
    table = 258
    for number in range(codes):
        code = {0: 256, 1: 32}.get(number % 3800, table)
        if code == 256:
            table, width = 258, 9 if not number else width
        elif code != 32:
            table += 1
        bits, held = bits << width | code, held + width
        while held >= 8:
            held -= 8
            out.append(bits >> held & 255)
        bits &= (1 << held) - 1
        width = 9 if code == 256 else 9 + sum(table >= full for full in (510, 1022, 2046))
    out.append(bits << (8 - held) & 255)
    return bytes(out)


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, data: bytes, *extra: bytes) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n" + header + b"".join(extra) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    )


def jpeg(width: int, height: int, progressive: bool = False) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (64, 64)).save(out, "JPEG", progressive=progressive)
    content = bytearray(out.getvalue())
    at = content.index(b"\xff\xc2" if progressive else b"\xff\xc0")
    content[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(content)


UPLOADS: dict[str, Callable[[], bytes]] = {
    "PDF: structure, 150 MB of blanks": lambda: pdf(zeros(150, b"4 0 5 3 <<>>")),
    "PDF: structure, packed twice": lambda: pdf(
        zlib.compress(zeros(150, b"4 0 5 3 <<>>")), b"/FlateDecode" * 2
    ),
    "PDF: structure, packed thrice": lambda: pdf(
        zlib.compress(zlib.compress(zeros(150))), b"/FlateDecode" * 3
    ),
    "PDF: structure packed by LZW": lambda: pdf(lzw_blanks(200_000), b"/LZWDecode"),
    "PDF: structure packed by L#5aW": lambda: pdf(lzw_blanks(200_000), b"/L#5aWDecode"),
    "PDF: brackets a million deep": lambda: plain_pdf(b"1 0 obj" + b"[" * 1_000_000 + b"endobj\n"),
    "PDF: pages that hold themselves": lambda: plain_pdf(
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 9/Kids[2 0"
        b" R]>>endobj\n"
    ),
    "PDF: 10,000 pages": lambda: pages(10_000),
    "PNG: a million by a million": lambda: png(1_000_000, 1_000_000, zlib.compress(b"\0")),
    "PNG: promises 59 million pixels, holds none": lambda: png(7_700, 7_700, zlib.compress(b"\0")),
    "PNG: 150 MB behind ten pixels": lambda: png(10, 10, zeros(150)),
    "PNG: text of 150 MB": lambda: png(
        10, 10, zlib.compress(b"\0" * 310), chunk(b"zTXt", b"a\0\0" + zeros(150))
    ),
    "PNG: profile of 150 MB": lambda: png(
        4000, 4000, zlib.compress(b"\0"), chunk(b"iCCP", b"a\0\0" + zeros(150))
    ),
    "JPEG: 65,500 by 65,500": lambda: jpeg(65_500, 65_500),
    "JPEG: progressive, 59 million pixels": lambda: jpeg(7_700, 7_700, progressive=True),
    "gz: 120 MB": lambda: zeros(120, bits=31),
    "zip of zips": lambda: zip_of_zips(3),
    "XML: entities": lambda: b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>',
    "SVG: entities": lambda: b'<!DOCTYPE svg [<!ENTITY b "bbbb">]><svg>&b;</svg>',
}
TEMPLATES: dict[str, Callable[[], bytes]] = {
    "docx: 120 MB": lambda: office("word/document.xml", 120),
    "docx: 120 MB that say 100 bytes": lambda: office("word/document.xml", 120, says=100),
    "docx: 120 MB that say 15 MB": lambda: office("word/document.xml", 120, says=15 * MEGABYTE),
    "docx: 60 MB beside": lambda: office("word/media/a.png", 60),
    "docx: parts that overlap": overlapping,
    "docx: nine deep": lambda: nested(9),
    "docx: zip of zips": lambda: zip_of_zips(3),
    "docx: packed drawing of 120 MB": lambda: build(
        [
            Entry("[Content_Types].xml"),
            Entry("word/document.xml"),
            Entry("word/a.emz", zeros(120, bits=31)),
        ]
    ),
    "docx: 30,000 parts": lambda: build(
        [Entry(f"{number}.xml", b"", 0) for number in range(30_000)]
    ),
    "docx: entities": lambda: build(
        [Entry("[Content_Types].xml"), Entry("word/document.xml", b"<!DOCTYPE a><a/>")]
    ),
}
REGISTERS: dict[str, Callable[[], bytes]] = {
    "xlsx: a million cells": lambda: cells(1_000_000),
    "xlsx: 250 MB": lambda: office("xl/worksheets/sheet1.xml", 250),
    "xlsx: gz in gz": lambda: build(
        [Entry("[Content_Types].xml"), Entry("xl/workbook.xml", gzip.compress(zeros(120, bits=31)))]
    ),
}


def judged(kind: str, path: Path) -> str:
    """ "refused" or what it was taken for."""
    from documents.word_templates import sandbox
    from forms.files import parsing
    from foundation.spreadsheets import UnreadableFile, refuse_unsound
    from registers.upload import IN_THE_BROWSER

    try:
        if kind in TEMPLATES:
            return str(sandbox.names(path.read_bytes()))
        if kind in REGISTERS:
            refuse_unsound(path, IN_THE_BROWSER)
            return "taken"
        return str(parsing.judge(path, ("pdf", "image")))
    except (parsing.UploadRefused, sandbox.TemplateFaulty, UnreadableFile):
        return "refused"


def memory() -> list[int]:
    """The most that this process and the largest of its children ever held, in kB."""
    return [
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]


def main(folder: Path) -> None:
    """Judge each file in a process of its own; one line of JSON each: kind, verdict, seconds,
    megabytes.
    """
    import django

    django.setup()
    for name, kind in json.loads((folder / "names").read_text()).items():
        child = os.fork()
        if not child:
            judged("honest", folder / "nothing")  # what the judging process needs by itself
            before, started = memory(), time.monotonic()
            verdict = judged(kind, folder / name)
            took, grown = (
                time.monotonic() - started,
                [now - then for now, then in zip(memory(), before, strict=True)],
            )
            sys.stdout.write(json.dumps([kind, verdict, round(took, 3), max(grown) // 1024]) + "\n")
            sys.stdout.flush()
            os._exit(0)
        if os.waitpid(child, 0)[1]:
            sys.stdout.write(json.dumps([kind, "died", 0, 0]) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
