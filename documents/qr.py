"""The QR picture of a document's check address."""

from __future__ import annotations

import io

import qrcode
from qrcode.constants import ERROR_CORRECT_Q

PRINTED_MM = 28  # side on paper, quiet zone included
_MODULE_PIXELS = 10
# 25 % of the code words: a stain of a tenth of the area off the finders is read over
LEVEL = ERROR_CORRECT_Q
_QUIET_ZONE_MODULES = 4  # ISO/IEC 18004


def png(text: str) -> bytes:
    """An 8-bit RGB PNG, error correction Q. Not the usual 1-bit picture: the PDF converter drops
    those silently.
    """
    code = qrcode.QRCode(
        error_correction=LEVEL, box_size=_MODULE_PIXELS, border=_QUIET_ZONE_MODULES
    )
    code.add_data(text)
    code.make(fit=True)
    picture = code.make_image(fill_color="black", back_color="white").get_image().convert("RGB")
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()
