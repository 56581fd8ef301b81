"""A Word file without the styles that nothing in it uses, for the converter alone.

Word and python-docx put all their styles into every file, 160 of them in 800 kB of XML, and the
converter reads each anew for every paper: half of its time. What it prints is the same to the byte
(tests/documents/test_lean_styles.py).
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from functools import lru_cache
from typing import Any

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STYLES = "word/styles.xml"
EFFECTS = "word/stylesWithEffects.xml"  # Word 2010's own copy for itself
_RELATIONS, _TYPES = "word/_rels/document.xml.rels", "[Content_Types].xml"
_PART = re.compile(r"word/[^/]+\.xml")
# any value might name a style: too many stay, none lacks
_NAMED = re.compile(rb"""\bval=["']([^"']+)""")
_OF_EFFECTS = re.compile(rb"<(?:Relationship|Override)\b[^>]*\bstylesWithEffects\b[^>]*/>")
_LEADS_ON = ("basedOn", "link", "next")


def lean(docx: bytes) -> bytes:
    """The same file, its parts stored and not pressed. Raises BadZipFile, XMLSyntaxError."""
    with zipfile.ZipFile(io.BytesIO(docx)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    if STYLES not in parts:
        return docx
    read = (xml for name, xml in parts.items() if _PART.fullmatch(name) and name not in _UNASKED)
    named = {html.unescape(value.decode()) for xml in read for value in _NAMED.findall(xml)}
    parts[STYLES] = _used(parts[STYLES], _ids(parts[STYLES]) & named)
    parts.pop(EFFECTS, None)
    for name in {_RELATIONS, _TYPES} & parts.keys():
        parts[name] = _OF_EFFECTS.sub(b"", parts[name])
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return made.getvalue()


_UNASKED = (STYLES, EFFECTS)


@lru_cache(maxsize=16)
def _ids(styles: bytes) -> frozenset[str]:
    return frozenset(_by_id(_parsed(styles)))


@lru_cache(maxsize=64)
def _used(styles: bytes, named: frozenset[str]) -> bytes:
    """Those that are named, what they stand on, and what holds where none is named."""
    root = _parsed(styles)
    by_id = _by_id(root)
    wanted = [one for one, style in by_id.items() if style.get(f"{_W}default")]
    wanted += named
    kept: set[str] = set()
    while wanted:
        one = wanted.pop()
        if one in by_id and one not in kept:
            kept.add(one)
            wanted += [found.get(f"{_W}val") for found in _leading_on(by_id[one])]
    for one, style in by_id.items():
        if one not in kept:
            root.remove(style)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _leading_on(style: Any) -> list[Any]:
    return [found for name in _LEADS_ON for found in style.findall(f"{_W}{name}")]


def _by_id(root: Any) -> dict[str, Any]:
    return {style.get(f"{_W}styleId"): style for style in root.findall(f"{_W}style")}


def _parsed(xml: bytes) -> Any:
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
