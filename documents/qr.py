"""The QR picture of a document's check address."""

from __future__ import annotations

import io

import zxingcpp
from PIL import Image

PRINTED_MM = 28  # side on paper, quiet zone included
MODULE_PIXELS = 10
# 25 % of the code words: a stain of a tenth of the area off the finders is read over
LEVEL = "Q"
QUIET_ZONE_MODULES = 4  # ISO/IEC 18004


def png(text: str) -> bytes:
    """An 8-bit RGB PNG, error correction Q. Not the usual 1-bit picture: the PDF converter drops
    those silently.
    """
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=LEVEL)
    drawn = code.to_image(scale=MODULE_PIXELS, add_quiet_zones=True)
    height, width = drawn.shape
    picture = Image.frombuffer("L", (width, height), drawn, "raw", "L", 0, 1).convert("RGB")
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def modules(text: str) -> int:
    """How many modules the side of the text's code has (ISO/IEC 18004, 6.3.1), without the quiet
    zone.
    """
    with Image.open(io.BytesIO(png(text))) as picture:
        return picture.width // MODULE_PIXELS - 2 * QUIET_ZONE_MODULES
