"""Letters with their marks as one glyph each: HarfBuzz says where the marks go, the face is rebuilt
so that they are.

rdocx sets glyph behind glyph and leaves out the offsets of a face's GPOS table: a Lao vowel sign
then stands over the next letter. A cluster becomes a composite glyph, and one ligature rule leads
to it. That mends the copied text too: one glyph is one cluster, in the order it was typed.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import uharfbuzz as hb
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent

_SCRIPTS = ("latn", "cyrl", "grek", "lao", "khmr", "thai", "mymr", "mym2")
_LAYOUT = ("GSUB", "GPOS", "GDEF")
_ROUND_TO_GRID = 0x4


def join(face: bytes, joined: Iterable[str]) -> bytes:
    """The TrueType face with a composite glyph for each cluster; all its other layout rules are
    taken out.
    """
    font = TTFont(io.BytesIO(face), recalcTimestamp=False)
    for table in _LAYOUT:
        if table in font:
            del font[table]
    placed, plain, rules = hb.Font(hb.Face(face)), hb.Font(hb.Face(_saved(font))), []
    order = font.getGlyphOrder()
    for number, cluster in enumerate(sorted(joined)):
        name = f"cluster{number}"
        _add(
            font, name, [(order[info.codepoint], place) for info, place in _shaped(placed, cluster)]
        )
        rules += [
            (begins, name) for begins in _beginnings(plain, order, cluster) if len(begins) > 1
        ]
    if rules:
        addOpenTypeFeaturesFromString(font, _feature(rules))
    return _saved(font)


def _beginnings(plain: hb.Font, order: Sequence[str], cluster: str) -> list[list[str]]:
    """The glyphs in the order in which they come to the rule: as the script's shaper puts them (a
    vowel sign of Khmer goes before its consonant), and as they are typed, for rdocx uses no such
    shaper in a paragraph that holds Chinese, Japanese or Korean.
    """
    shaped = [order[info.codepoint] for info, _place in _shaped(plain, cluster)]
    typed = [order[plain.get_nominal_glyph(ord(letter)) or 0] for letter in cluster]
    return [shaped, typed] if typed != shaped and order[0] not in typed else [shaped]


def _saved(font: TTFont) -> bytes:
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()


def _shaped(font: hb.Font, cluster: str) -> list[tuple[hb.GlyphInfo, hb.GlyphPosition]]:
    text = hb.Buffer()
    text.add_str(cluster)
    text.guess_segment_properties()
    hb.shape(font, text)
    return list(zip(text.glyph_infos, text.glyph_positions, strict=True))


def _add(font: TTFont, name: str, placed: Sequence[tuple[str, hb.GlyphPosition]]) -> None:
    """A composite of the shaped glyphs, each where HarfBuzz puts it."""
    outlines, glyph, x, y = font["glyf"], Glyph(), 0, 0
    glyph.numberOfContours, glyph.components = -1, []
    for part, place in placed:
        if outlines[part].numberOfContours:
            glyph.components.append(_component(part, x + place.x_offset, y + place.y_offset))
        x, y = x + place.x_advance, y + place.y_advance
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    outlines.glyphs[name] = glyph
    outlines.glyphOrder = font.getGlyphOrder()
    glyph.recalcBounds(outlines)
    font["hmtx"][name] = (x, glyph.xMin if glyph.components else 0)


def _component(part: str, x: int, y: int) -> GlyphComponent:
    component = GlyphComponent()
    component.glyphName, component.x, component.y, component.flags = part, x, y, _ROUND_TO_GRID
    return component


def _feature(rules: Iterable[tuple[list[str], str]]) -> str:
    systems = "".join(f"languagesystem {script} dflt;\n" for script in ("DFLT", *_SCRIPTS))
    longest = sorted(rules, key=lambda rule: (-len(rule[0]), rule[0]))
    lines = "".join(f"sub {' '.join(glyphs)} by {name};\n" for glyphs, name in longest)
    return f"{systems}feature ccmp {{\n{lines}}} ccmp;\n"
