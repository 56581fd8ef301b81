"""A printed page as a desk scanner or a telephone gives it back: stained, blurred, turned, noisy,
pressed into JPEG.
"""

from __future__ import annotations

import io
import math
import random
from dataclasses import dataclass

import zxingcpp
from PIL import Image, ImageDraw, ImageFilter

from documents import qr

_FINDER_MODULES = 7 + 1  # ISO/IEC 18004: the pattern and its separator


@dataclass(frozen=True)
class Code:
    """Where the symbol stands on the clean page, in pixels, and how many modules its side has."""

    left: float
    top: float
    side: float
    modules: int

    @classmethod
    def found_on(cls, page: Image.Image) -> Code:
        """The one code of a clean page. The reader's corners lie in the middle of finder and edge
        modules.
        """
        (seen,) = zxingcpp.read_barcodes(page)
        corner, across = seen.position.top_left, seen.position.top_right
        return cls(corner.x, corner.y, across.x - corner.x, qr.modules(seen.text))

    def is_finder(self, x: float, y: float, radius: float) -> bool:
        """Whether a stain there touches one of the three finder patterns."""
        square = _FINDER_MODULES / self.modules * self.side
        for left, top in ((0.0, 0.0), (self.side - square, 0.0), (0.0, self.side - square)):
            near_x = min(max(x, left), left + square)
            near_y = min(max(y, top), top + square)
            if math.hypot(x - near_x, y - near_y) < radius:
                return True
        return False


def stain(page: Image.Image, code: Code, share: float, shade: int, chance: random.Random) -> None:
    """One round stain somewhere inside the symbol and off its finders; `share` of the symbol's
    area.
    """
    radius = math.sqrt(share / math.pi) * code.side
    while True:
        x, y = (chance.uniform(radius, code.side - radius) for _ in range(2))
        if not code.is_finder(x, y, radius):
            break
    box = (
        code.left + x - radius,
        code.top + y - radius,
        code.left + x + radius,
        code.top + y + radius,
    )
    ImageDraw.Draw(page).ellipse(box, fill=shade)


def scanned(page: Image.Image, chance: random.Random) -> Image.Image:
    """Turned by up to 2 degrees, blurred, noisy, JPEG of quality 60."""
    turned = page.rotate(chance.uniform(-2, 2), Image.Resampling.BICUBIC, fillcolor=255)
    soft = turned.filter(ImageFilter.GaussianBlur(0.6))
    noise = Image.frombytes("L", soft.size, chance.randbytes(soft.width * soft.height))
    pressed = io.BytesIO()
    Image.blend(soft, noise, 0.05).save(pressed, "JPEG", quality=60)
    return Image.open(pressed)


def corner_of(page: Image.Image, code: Code) -> tuple[Image.Image, Code]:
    """The part of the page around the code, as whoever holds a telephone over it takes."""
    margin = code.side * 0.35
    box = (int(code.left - margin), int(code.top - margin), int(code.left + code.side + margin * 2))
    part = page.crop(
        (max(box[0], 0), box[1], box[2], min(int(code.top + code.side + margin), page.height))
    )
    return part, Code(code.left - max(box[0], 0), code.top - box[1], code.side, code.modules)
