"""Letters with their marks, as HarfBuzz divides a text: what no line break and no change of face
may part. `joined_letters` makes a glyph of each.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import uharfbuzz as hb

# Myanmar, Khmer: the next consonant stands below the one before
_STACKERS = frozenset("\u1039\u17d2")
ZERO_WIDTH_SPACE = "\u200b"  # a place where a long word may break; drawn as nothing by every face


def of(texts: Iterable[str]) -> frozenset[str]:
    """Every cluster of more than one character in the texts, as HarfBuzz divides them."""
    return frozenset(one for text in texts for one in divided(text) if len(one) > 1)


def divided(text: str) -> list[str]:
    """The text in clusters: what no line break and no change of face may part."""
    if not text:
        return []
    shaped = hb.Buffer()
    shaped.add_str(text)
    shaped.guess_segment_properties()
    hb.shape(_NOTHING, shaped)
    starts = {
        info.cluster
        for info in shaped.glyph_infos
        if info.cluster and text[info.cluster - 1] not in _STACKERS
    }
    starts |= {
        at
        for at, letter in enumerate(text)
        if letter == ZERO_WIDTH_SPACE or text[at - 1] == ZERO_WIDTH_SPACE
    }
    edges = sorted(starts | {0, len(text)})
    return [text[start:end] for start, end in pairwise(edges)]


def _empty() -> hb.Font:
    """A face without glyphs: dividing a text needs the shaper's rules, no outlines."""
    return hb.Font(hb.Face(hb.Blob(b"")))


_NOTHING = _empty()
