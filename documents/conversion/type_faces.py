"""Type faces for letters that the converter's own does not hold: where they lie, what they hold,
cut to a document.

All come in packages (Noto, SIL Open Font License 1.1), so that the same paper is printed on every
machine.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import uharfbuzz as hb

from documents.conversion import letter_clusters

LICENCE = "OFL-1.1"
REGULAR, BOLD = 400, 700
_SEA, _CJK = "justmytype_intl_sea", "justmytype_intl_cjk"
#: The vowel AM of Thai and Lao is drawn as its ring and AA.
_DRAWN_APART = {"\u0e33": "\u0e4d\u0e32", "\u0eb3": "\u0ecd\u0eb2"}


@dataclass(frozen=True)
class Face:
    """A variable TrueType face in a package; `scripts`: blocks of Unicode that are always set in
    it.

    `joins`: a letter with its marks becomes one glyph, because rdocx does not put marks where the
    face says.
    """

    family: str
    package: str
    path: str
    scripts: tuple[range, ...] = ()
    joins: bool = False

    def holds(self, letter: str) -> bool:
        """Whether the face has a glyph for the letter."""
        return ord(letter) in _held(self)

    def is_for(self, letter: str) -> bool:
        """Whether the letter belongs to one of the face's scripts."""
        return any(ord(letter) in block for block in self.scripts)


SERIF = Face("Motcua Serif", "fontpkg_noto_serif", "files/NotoSerif[wdth,wght].ttf", joins=True)
_HAN = (
    *(range(0x2E80, 0x3040), range(0x3100, 0x3130), range(0x31A0, 0x31F0), range(0x3200, 0x4DC0)),
    *(range(0x4E00, 0xA000), range(0xF900, 0xFB00), range(0xFE30, 0xFE50), range(0xFF00, 0xFFF0)),
    range(0x20000, 0x32000),
)
_KANA = (range(0x3040, 0x3100), range(0x31F0, 0x3200))
_HANGUL = (
    range(0x1100, 0x1200),
    range(0x3130, 0x3190),
    range(0xA960, 0xA980),
    range(0xAC00, 0xD800),
)

#: In the order they are asked: a letter of a script that several hold (Han) is set in the first.
FACES = (
    Face(
        "Motcua Lao",
        _SEA,
        "fonts/ofl/notosanslao/NotoSansLao[wdth,wght].ttf",
        (range(0x0E80, 0x0F00),),
        True,
    ),
    Face(
        "Motcua Khmer",
        _SEA,
        "fonts/ofl/notosanskhmer/NotoSansKhmer[wdth,wght].ttf",
        (range(0x1780, 0x1800), range(0x19E0, 0x1A00)),
        True,
    ),
    Face(
        "Motcua Thai",
        _SEA,
        "fonts/ofl/notosansthai/NotoSansThai[wdth,wght].ttf",
        (range(0x0E00, 0x0E80),),
        True,
    ),
    Face(
        "Motcua Myanmar",
        _SEA,
        "fonts/ofl/notosansmyanmar/NotoSansMyanmar[wdth,wght].ttf",
        (range(0x1000, 0x10A0), range(0xA9E0, 0xAA00), range(0xAA60, 0xAA80)),
        True,
    ),
    Face("Motcua Korean", _CJK, "fonts/ofl/notosanskr/NotoSansKR[wght].ttf", _HANGUL),
    Face("Motcua Japanese", _CJK, "fonts/ofl/notosansjp/NotoSansJP[wght].ttf", _KANA),
    Face("Motcua Chinese", _CJK, "fonts/ofl/notosanssc/NotoSansSC[wght].ttf", _HAN),
    Face("Motcua Chinese TC", _CJK, "fonts/ofl/notosanstc/NotoSansTC[wght].ttf", _HAN),
    Face("Motcua Han JP", _CJK, "fonts/ofl/notosansjp/NotoSansJP[wght].ttf", _HAN),
    Face("Motcua Han KR", _CJK, "fonts/ofl/notosanskr/NotoSansKR[wght].ttf", _HAN),
    SERIF,
)


def by_script(letter: str) -> Face | None:
    """The face that letters of this script are always set in; None for those of the converter's
    own.
    """
    return next((face for face in FACES if face.is_for(letter) and face.holds(letter)), None)


def any_with(letter: str) -> Face | None:
    """A face that has the letter, whatever it is made for: signs such as ※ and ℃."""
    return next((face for face in FACES if face.holds(letter)), None)


def cut(face: Face, weight: int, texts: Iterable[str]) -> bytes:
    """The face in one weight with only the glyphs of these texts and the blank; the same letters,
    the same bytes.
    """
    joined = letter_clusters.of(texts) if face.joins else frozenset()
    return _cut(face, weight, frozenset("".join(texts)) | {" "}, joined)


def width(face: Face, text: str) -> float:
    """The text's width in ems (1 for each letter the face lacks): how much of a line it asks
    for.
    """
    font = _font(face)
    glyphs = (font.get_nominal_glyph(ord(letter)) for letter in text)
    return sum(
        font.get_glyph_h_advance(glyph) / font.face.upem if glyph else 1.0 for glyph in glyphs
    )


@lru_cache(maxsize=256)
def _cut(face: Face, weight: int, letters: frozenset[str], joined: frozenset[str]) -> bytes:
    wanted = hb.SubsetInput()
    drawn = "".join(_DRAWN_APART.get(letter, "") for letter in letters)
    wanted.unicode_set.update(map(ord, (*letters, *drawn)))
    opened = _opened(face)
    wanted.pin_all_axes_to_default(opened)
    wanted.pin_axis_location(opened, "wght", weight)
    data = bytes(hb.subset(opened, wanted).blob.data)
    if not joined:
        return data
    from documents.conversion.joined_letters import join  # fontTools: heavy, and wanted by few

    return join(data, joined)


@lru_cache(maxsize=16)
def _font(face: Face) -> hb.Font:
    return hb.Font(_opened(face))


@lru_cache(maxsize=16)
def _held(face: Face) -> frozenset[int]:
    return frozenset(_opened(face).unicodes)


@lru_cache(maxsize=16)
def _opened(face: Face) -> hb.Face:
    """The file mapped, not read: 18 MB of Chinese cost what is looked at."""
    found = importlib.util.find_spec(face.package)
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError(
            f"the package {face.package} with the face {face.family} is not installed"
        )
    return hb.Face(
        hb.Blob.from_file_path(str(Path(found.submodule_search_locations[0], face.path)))
    )
