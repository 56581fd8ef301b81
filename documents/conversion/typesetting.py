"""A Word file made ready for the converter: each letter in a face that has it, no word longer than
its line.

rdocx chooses one face for a whole run: a foreign word inside a Vietnamese sentence made boxes of
both. So runs are cut where the face changes, and the faces are named in them.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from lxml import etree

from documents.conversion import letter_clusters, printable_letters, type_faces
from documents.conversion.letter_clusters import ZERO_WIDTH_SPACE
from documents.conversion.printable_letters import OWN
from documents.conversion.type_faces import BOLD, REGULAR, SERIF, Face

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PRINTED = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_SHORT = 20  # letters that fit every column of a paper
# of its column: a wider word would leave a line of gaps before it where the text is justified
_WIDE = 0.5
_LEADING = frozenset(
    "\u0e40\u0e41\u0e42\u0e43\u0e44\u0ec0\u0ec1\u0ec2\u0ec3\u0ec4"
)  # Thai, Lao: stand before their consonant
# 13-point text, 165 mm wide: documents.layout.paper
_DEFAULT_PT, _DEFAULT_TWIPS, _TWIPS_A_POINT = 13.0, 9354, 20
# Khmer, Lao, Thai and Burmese ask for weight and size by bCs and szCs, as Word sets them
_OF_ITS_OWN = ("b", "sz")


@dataclass
class Typeset:
    """The Word file, and the texts that are set in each face and weight: what must be embedded for
    it.
    """

    docx: bytes
    texts: dict[tuple[Face, int], set[str]] = field(default_factory=dict)


def typeset(docx: bytes) -> Typeset:
    """Cut runs where the face changes and let words break that are too long. Most papers need
    neither and stay.
    """
    with zipfile.ZipFile(io.BytesIO(docx)) as source:
        parts = {name: source.read(name) for name in source.namelist() if _PRINTED.fullmatch(name)}
        wanted = {name for name, xml in parts.items() if _needs_care(xml.decode())}
        done = Typeset(docx)
        changed = {
            name: made for name in sorted(wanted) if (made := _set(parts[name], done)) is not None
        }
        if changed:
            done.docx = _with_parts(source, changed)
    return done


def _with_parts(source: zipfile.ZipFile, changed: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            target.writestr(entry, changed.get(entry.filename) or source.read(entry))
    return made.getvalue()


def _needs_care(xml: str) -> bool:
    texts = _TEXT.findall(xml)
    return not all(map(OWN.fullmatch, texts)) or any(
        len(word) > _SHORT for text in texts for word in text.split()
    )


def _set(xml: bytes, done: Typeset) -> bytes | None:
    """The part with its runs cut and its long words breakable; None where nothing had to be done
    after all.
    """
    changed = False
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    for run in list(root.iter(f"{_W}r")):
        for text in run.findall(f"{_W}t"):
            before, text.text = (
                text.text or "",
                _breakable(unicodedata.normalize("NFC", text.text or ""), run),
            )
            changed = changed or before != text.text
        if not all(OWN.fullmatch(text.text or "") for text in run.findall(f"{_W}t")):
            _cut(run, done)
            changed = True
    return (
        None
        if not changed
        else bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
    )


def _cut(run: Any, done: Typeset) -> None:
    """Put in place of the run one for each stretch of text in one face, and one for whatever else
    it holds.
    """
    properties = run.find(f"{_W}rPr")
    for child in run:
        if child is properties:
            continue
        stretches = pieces(child.text or "") if child.tag == f"{_W}t" else [(None, None)]
        for face, text in stretches:
            run.addprevious(_run(run, properties, child, face, text, done))
    run.getparent().remove(run)


def _run(
    run: Any, properties: Any, child: Any, face: Face | None, text: str | None, done: Typeset
) -> Any:
    made = etree.Element(run.tag, run.attrib)
    if properties is not None:
        made.append(deepcopy(properties))
    content = deepcopy(child)
    content.tail = None
    made.append(content)
    if text is not None:
        content.text = text
        content.set(_SPACE, "preserve")
    if face is not None and text is not None:
        _name(made, face)
        for weight in _weights(made, run):
            done.texts.setdefault((face, weight), set()).add(text)
    return made


def pieces(text: str) -> list[tuple[Face | None, str]]:
    """The text in stretches of one face. A blank goes with what stands before it, a mark with its
    letter; a word with a letter that needs the serif face is set in it whole.
    """
    stretches: list[tuple[Face | None, str]] = []
    for word in re.findall(r"\s+|\S+", text):
        for face, part in _of_word(word, stretches[-1][0] if stretches else None):
            if stretches and stretches[-1][0] is face:
                stretches[-1] = (face, stretches[-1][1] + part)
            else:
                stretches.append((face, part))
    return stretches


def _of_word(word: str, before: Face | None) -> Iterator[tuple[Face | None, str]]:
    if word.isspace():
        yield before, word
        return
    if OWN.fullmatch(word):
        yield None, word
        return
    divided = [
        (printable_letters.face_of(cluster), cluster) for cluster in letter_clusters.divided(word)
    ]
    plain = SERIF if any(face is SERIF for face, _cluster in divided) else None
    face = before
    for found, cluster in divided:
        if cluster != ZERO_WIDTH_SPACE:
            face = found or (plain if all(map(SERIF.holds, cluster)) else None)
        yield face, cluster


def _name(run: Any, face: Face) -> None:
    """Name the face for every script; there are no slanted ones, and none of these scripts knows
    them.
    """
    properties = run.find(f"{_W}rPr")
    if properties is None:
        properties = etree.Element(f"{_W}rPr")
        run.insert(0, properties)
    for name in ("rFonts", "i", "iCs"):
        for old in properties.findall(_W + name):
            properties.remove(old)
    fonts = etree.Element(f"{_W}rFonts")
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(_W + script, face.family)
    first = properties.find(f"{_W}rStyle")
    properties.insert(0 if first is None else 1, fonts)
    for name in _OF_ITS_OWN:
        plain, complex_script = properties.find(_W + name), properties.find(f"{_W}{name}Cs")
        if plain is not None and complex_script is None:
            plain.addnext(etree.Element(f"{_W}{name}Cs", plain.attrib))


def _weights(run: Any, original: Any) -> tuple[int, ...]:
    """The weight a run asks for; both where a style decides."""
    properties = run.find(f"{_W}rPr")
    bold = properties.find(f"{_W}b")
    if bold is not None:
        return (REGULAR,) if bold.get(f"{_W}val") in {"0", "false", "off"} else (BOLD,)
    paragraph = next(original.iterancestors(f"{_W}p"), None)
    styled = paragraph is not None and paragraph.find(f"{_W}pPr/{_W}pStyle") is not None
    return (REGULAR, BOLD) if styled or properties.find(f"{_W}rStyle") is not None else (REGULAR,)


def _breakable(text: str, run: Any) -> str:
    """The text, its words that are wide for their column with a break allowed behind every
    cluster.
    """
    if all(len(word) <= _SHORT for word in text.split()):
        return text
    width = _column_points(run) / _size(run) * (_WIDE if _is_justified(run) else 1)
    return "".join(
        _broken(word) if len(word) > _SHORT and _ems(word) > width else word
        for word in re.findall(r"\s+|\S+", text)
    )


def _is_justified(run: Any) -> bool:
    paragraph = next(run.iterancestors(f"{_W}p"), None)
    side = paragraph.find(f"{_W}pPr/{_W}jc") if paragraph is not None else None
    return side is not None and side.get(f"{_W}val") in {"both", "distribute"}


def _broken(word: str) -> str:
    divided = letter_clusters.divided(word)
    return (
        "".join(one if one in _LEADING else one + ZERO_WIDTH_SPACE for one in divided[:-1])
        + divided[-1]
    )


@lru_cache(maxsize=1024)
def _ems(word: str) -> float:
    """The word's width in ems by the serif face, which runs a little wider than Times; 1 em for
    what it lacks.
    """
    return type_faces.width(SERIF, word)


def _size(run: Any) -> float:
    """The run's size in points; that of the papers where a style says it."""
    size = run.find(f"{_W}rPr/{_W}sz")
    return int(size.get(f"{_W}val")) / 2 if size is not None else _DEFAULT_PT


def _column_points(run: Any) -> float:
    """The width of the cell, else of the text, less the paragraph's indents."""
    cell = next(run.iterancestors(f"{_W}tc"), None)
    width = cell.find(f"{_W}tcPr/{_W}tcW") if cell is not None else None
    is_stated = width is not None and width.get(f"{_W}type") == "dxa"
    twips = _twips(width, "w") if is_stated else _text_twips(run)
    paragraph = next(run.iterancestors(f"{_W}p"), None)
    indent = paragraph.find(f"{_W}pPr/{_W}ind") if paragraph is not None else None
    for side in ("left", "right", "start", "end") if indent is not None else ():
        twips -= _twips(indent, side)
    return max(twips, 0) / _TWIPS_A_POINT


def _text_twips(run: Any) -> int:
    section = run.getroottree().getroot().find(f"{_W}body/{_W}sectPr")
    size, margin = (
        section.find(_W + name) if section is not None else None for name in ("pgSz", "pgMar")
    )
    if size is None or margin is None:
        return _DEFAULT_TWIPS
    return _twips(size, "w") - _twips(margin, "left") - _twips(margin, "right")


def _twips(element: Any, name: str) -> int:
    value = element.get(_W + name) or "0"
    return int(float(value)) if re.fullmatch(r"-?\d+(\.\d+)?", value) else 0
