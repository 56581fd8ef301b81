"""Hostile files made from a few ingredients: kind of content, disguise, name. Each with what must
become of it.

"refused": not taken. "inert": taken for a picture or a paper (it is one), and so served as nothing
else.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
from PIL import Image

from tests.organisations.zips import Entry, build

REFUSED, INERT = "refused", "inert"
SCRIPT = b"<html><script>document.title='ran'</script></html>"
NAMES = [
    "giấy.pdf",
    "giấy.pdf.html",
    "anh.jpg.php",
    "x.svg",
    "a\0.pdf",
    "\u202efdp.exe",
    "../../x.html",
    "CON.pdf",
]
ACTIVE_CONTENT = {
    "HTML": SCRIPT,
    "HTML behind blanks": b"\n \t" * 100 + SCRIPT,
    "HTML with a mark": b"\xef\xbb\xbf" + SCRIPT,
    "XHTML": b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><script>1</script></html>',
    "SVG": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "XSLT": b'<?xml-stylesheet type="text/xsl" href="#a"?><x/>',
    "JavaScript": b"alert(document.cookie)",
    "PHP": b"<?php system($_GET['c']);",
    "JSP": b"<%@ page import='java.io.*' %>",
    "shell": b"#!/bin/sh\nrm -rf /\n",
    "Windows program": b"MZ\x90\0" + b"\0" * 200,
    "Linux program": b"\x7fELF\x02\x01\x01" + b"\0" * 200,
    "Java class": b"\xca\xfe\xba\xbe" + b"\0" * 60,
    "shortcut": b"[InternetShortcut]\r\nURL=file:///c:/windows\r\n",
    "HTA": b"<HTA:APPLICATION><script>1</script>",
    "macros, old Word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "docm": build(
        [Entry("[Content_Types].xml"), Entry("word/document.xml"), Entry("word/vbaProject.bin")]
    ),
    "xlsm": build(
        [Entry("[Content_Types].xml"), Entry("xl/workbook.xml"), Entry("xl/vbaProject.bin")]
    ),
    "archive": build([Entry("a.js", b"alert(1)")]),
    "RTF": b"{\\rtf1{\\object\\objupdate}}",
    "PostScript": b"%!PS-Adobe-3.0\n(%pipe%id) (w) file",
    "GIF": b"GIF89a/*" + b"\0" * 40 + b"*/=alert(1)",
    "TIFF": b"II*\0" + b"\0" * 60,
    "WebP": b"RIFF\x24\0\0\0WEBPVP8 " + b"\0" * 30,
    "BMP": b"BM" + b"\0" * 60,
    "icon": b"\0\0\1\0\1\0" + b"\0" * 60,
    "mail": b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n" + SCRIPT,
    "flash": b"CWS\x09" + b"\0" * 60,
    "calendar": b"BEGIN:VCALENDAR\r\nATTACH:file:///etc/passwd\r\nEND:VCALENDAR",
    "FDF": b"%FDF-1.2\n1 0 obj<</FDF<</JavaScript<</Before(app.alert(1))>>>>>>endobj\n%%EOF",
}
DISGUISES: dict[str, Callable[[bytes], bytes]] = {
    "as it is": lambda content: content,
    "behind a PDF's first line": lambda content: b"%PDF-1.7\n" + content + b"\n%%EOF\n",
    "behind a PNG's first bytes": lambda content: b"\x89PNG\r\n\x1a\n" + content,
    "behind a JPEG's first bytes": lambda content: b"\xff\xd8\xff\xe0" + content,
    "behind a nought": lambda content: b"\0" + content,
    "in front of a PDF": lambda content: content + b"\n" + paper(),
    "in front of a PNG": lambda content: content + picture("PNG"),
    "behind a PDF": lambda content: paper() + content + b" " * 1100,
    "behind half a PNG": lambda content: picture("PNG")[:60] + content,
    "behind half a JPEG": lambda content: picture("JPEG")[:300] + content,
    "in UTF-16": lambda content: content.decode("latin-1").encode("utf-16"),
}  # fmt: skip
CARRIED: dict[str, Callable[[bytes], bytes]] = {
    "behind a whole PNG": lambda content: picture("PNG") + content,
    "behind a whole JPEG": lambda content: picture("JPEG") + content,
    "in a JPEG's comment": lambda content: commented(content),
    "just before a PDF's end": lambda content: (
        paper().removesuffix(b"%%EOF\n") + b"%%EOF\n%" + content[:900]
    ),
    "in a PDF's comment": lambda content: paper().replace(
        b"\n", b"\n% " + content.replace(b"\n", b" ") + b"\n", 1
    ),
}


def picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(out, kind)
    return out.getvalue()


def commented(content: bytes) -> bytes:
    whole, body = picture("JPEG"), content[:60_000]
    return whole[:2] + b"\xff\xfe" + (len(body) + 2).to_bytes(2, "big") + body + whole[2:]


def paper(change: Callable[[pikepdf.Pdf], None] | None = None, **saving: Any) -> bytes:
    made, out = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    if change:
        change(made)
    made.save(out, **saving)
    return out.getvalue()


def _action(kind: str, **facts: Any) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(
        {"/S": pikepdf.Name("/" + kind), **{f"/{name}": value for name, value in facts.items()}}
    )


ACTIONS: dict[str, Callable[[], pikepdf.Dictionary]] = {
    "JavaScript": lambda: _action("JavaScript", JS="app.alert(1)"),
    "Launch": lambda: _action("Launch", F="cmd.exe"),
    "SubmitForm": lambda: _action("SubmitForm", F="http://a.example/"),
    "ImportData": lambda: _action("ImportData", F="/etc/passwd"),
    "GoToE": lambda: _action("GoToE", F="a.pdf"),
    "GoToR": lambda: _action("GoToR", F="\\\\a.example\\b"),
    "Rendition": lambda: _action("Rendition", JS="app.alert(1)"),
}


def _places() -> dict[str, Callable[[pikepdf.Pdf, Any], None]]:
    def annotation(made: pikepdf.Pdf, action: Any) -> None:
        made.pages[0].Annots = pikepdf.Array(
            [pikepdf.Dictionary(Type=pikepdf.Name.Annot, A=action)]
        )

    def names(made: pikepdf.Pdf, action: Any) -> None:
        made.Root.Names = pikepdf.Dictionary(
            Dests=pikepdf.Dictionary(Names=pikepdf.Array(["a", action]))
        )

    def outline(made: pikepdf.Pdf, action: Any) -> None:
        made.Root.Outlines = pikepdf.Dictionary(
            First=made.make_indirect(pikepdf.Dictionary(A=action))
        )

    def next_one(made: pikepdf.Pdf, action: Any) -> None:
        made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.URI, Next=pikepdf.Array([action]))

    return {
        "when opened": lambda made, action: setattr(made.Root, "OpenAction", action),
        "when closed": lambda made, action: setattr(made.Root, "AA", pikepdf.Dictionary(WC=action)),
        "on the page": lambda made, action: setattr(
            made.pages[0].obj, "AA", pikepdf.Dictionary(O=action)
        ),
        "in a note": annotation,
        "among the names": names,
        "in the outline": outline,
        "after another": next_one,
        "in a field": lambda made, action: setattr(
            made.Root,
            "AcroForm",
            pikepdf.Dictionary(Fields=pikepdf.Array([pikepdf.Dictionary(AA=action)])),
        ),
    }


def _active_papers() -> Iterator[tuple[str, bytes]]:
    modes = {"plain": pikepdf.ObjectStreamMode.disable, "packed": pikepdf.ObjectStreamMode.generate}
    for action, make in ACTIONS.items():
        for place, put in _places().items():
            for way, mode in modes.items():

                def change(made: pikepdf.Pdf, put: Any = put, make: Any = make) -> None:
                    put(made, made.make_indirect(make()))

                yield f"PDF: {action} {place}, {way}", paper(change, object_stream_mode=mode)
    for key in ("XFA", "EmbeddedFiles", "RichMedia", "JavaScript"):
        yield (
            f"PDF: {key}",
            paper(lambda made, key=key: made.Root.__setitem__(f"/{key}", pikepdf.Array([]))),
        )
    for mode in (4, 6):
        locked = pikepdf.Encryption(owner="a", user="b", R=mode)
        yield f"PDF: encrypted {mode}", paper(encryption=locked)
    whole = paper()
    for share in range(1, 20):
        yield f"PDF: the first {share} of 20 parts", whole[: len(whole) * share // 20]


def hostile() -> Iterator[tuple[str, str, bytes, str]]:
    """(what, name, content, verdict)"""
    number = 0
    for kind, content in ACTIVE_CONTENT.items():
        for disguise, wear in DISGUISES.items():
            number += 1
            yield f"{kind} {disguise}", NAMES[number % len(NAMES)], wear(content), REFUSED
        for carried, put in CARRIED.items():
            number += 1
            yield f"{kind} {carried}", NAMES[number % len(NAMES)], put(content), INERT
    for what, content in _active_papers():
        yield what, "giấy.pdf", content, REFUSED
    for kind in ("PNG", "JPEG"):
        whole = picture(kind)
        for share in range(1, 20):
            yield (
                f"{kind}: the first {share} of 20 parts",
                "anh.jpg",
                whole[: len(whole) * share // 20],
                REFUSED,
            )


def polyglots(count: int) -> Iterator[tuple[str, bytes]]:
    """Files that are a picture or a paper and something else too, each different."""
    kinds = list(ACTIVE_CONTENT.items())
    ways = list(CARRIED.items())
    for number in range(count):
        kind, content = kinds[number % len(kinds)]
        way, put = ways[number // len(kinds) % len(ways)]
        yield f"{number}: {kind} {way}", put(b"<!--%d-->" % number + content + SCRIPT)
