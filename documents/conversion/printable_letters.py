"""Which letters can be printed: the converter itself is asked, because what a PDF says of its text
proves nothing.

A letter without a glyph is drawn as a box or as nothing, yet `pdftotext` reads it rightly: only the
glyph's number tells (0 is `.notdef`, ISO/IEC 14496-22).
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

import docx
import pikepdf
import rdocx
from docx.enum.text import WD_BREAK

from documents.conversion import letter_clusters, type_faces
from documents.conversion.letter_clusters import ZERO_WIDTH_SPACE
from documents.conversion.type_faces import SERIF, Face

#: Blocks that rdocx draws whole: Latin with Vietnamese and its neighbours' letters, Cyrillic,
#: common signs; no marks.
OWN = re.compile(
    r"[\n\t"
    r" -~\u00a0-\u00ac\u00ae-\u0180\u01a0\u01a1\u01af\u01b0\u0243\u0401-\u045f"
    r"\u1ea0-\u1ef9–—‘’“”…₫]*"
)
_own: dict[str, bool] = {}  # letter → whether the converter's own face has it; asked once a process


def face_of(cluster: str) -> Face | None:
    """The face a letter with its marks is set in; None for the converter's own, also where nothing
    has it.
    """
    if OWN.fullmatch(cluster) or cluster == ZERO_WIDTH_SPACE:
        return None
    if found := type_faces.by_script(cluster[0]):
        return found
    if len(cluster) > 1 and all(map(SERIF.holds, cluster)):
        return SERIF
    return None if _is_own(cluster) else type_faces.any_with(cluster[0])


def without_glyph(texts: Iterable[str]) -> list[str]:
    """The letters of these texts, in order, that no face prints; their capitals count, for papers
    set them so.
    """
    whole = unicodedata.normalize("NFC", "\n".join(texts))
    if OWN.fullmatch(whole):
        return []
    foreign = [
        one
        for one in letter_clusters.divided(whole + "\n" + whole.upper())
        if not OWN.fullmatch(one)
    ]
    # one question
    _is_own(
        "".join(dict.fromkeys("".join(one for one in foreign if not type_faces.by_script(one[0]))))
    )
    return [one for one in dict.fromkeys(foreign) if not _is_printed(one)]


def spelt(text: str) -> str:
    """The text with each letter that no face prints as its number in Unicode: "[U+1200]"."""
    for one in sorted(without_glyph([text]), key=len, reverse=True):
        text = text.replace(one, "".join(f"[U+{ord(letter):04X}]" for letter in one))
    return text


def _is_printed(cluster: str) -> bool:
    face = face_of(cluster)
    return (
        all(map(face.holds, cluster)) if face else cluster == ZERO_WIDTH_SPACE or _is_own(cluster)
    )


def _is_own(cluster: str) -> bool:
    unknown = [letter for letter in cluster if letter not in _own and not OWN.fullmatch(letter)]
    _own.update(_asked(unknown))
    return all(_own.get(letter, True) for letter in cluster)


def _asked(unknown: Sequence[str]) -> dict[str, bool]:
    """One page a letter, so that a letter that leaves no trace at all is told from its
    neighbours.
    """
    if not unknown:
        return {}
    written = docx.Document()
    for number, letter in enumerate(unknown):
        page = written.add_paragraph().add_run(letter)
        if number + 1 < len(unknown):
            page.add_break(WD_BREAK.PAGE)
    content = io.BytesIO()
    written.save(content)
    pdf = bytes(rdocx.Document.from_bytes(content.getvalue()).to_pdfa_deterministic("pdfa-2b"))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return dict(zip(unknown, map(_is_drawn, opened.pages), strict=True))


def _is_drawn(page: pikepdf.Page) -> bool:
    glyphs = list(glyphs_of(page))
    return bool(glyphs) and 0 not in glyphs


def glyphs_of(page: pikepdf.Page) -> Iterator[int]:
    """The numbers of the glyphs that a page shows, by its Tj and TJ operators; fonts of two bytes a
    glyph.
    """
    for instruction in pikepdf.parse_content_stream(page, "Tj TJ"):
        for operand in instruction.operands:
            for part in operand if isinstance(operand, pikepdf.Array) else [operand]:
                if isinstance(part, pikepdf.String):
                    shown = bytes(part)
                    yield from (
                        int.from_bytes(shown[at : at + 2], "big") for at in range(0, len(shown), 2)
                    )
