"""What a stranger's picture really is, and the JPEG to show it by. Nothing of Django."""

import io
import warnings
from typing import Any

import pillow_heif
from PIL import Image, ImageOps

from forms.files import png
from forms.files.refused import Refused

MAX_PIXELS = 60_000_000  # an A4 sheet scanned at 600 dpi has 35 million
#: A progressive JPEG is held whole while it is read, six bytes a pixel.
MAX_PROGRESSIVE_PIXELS = 25_000_000
READ_AS = ("JPEG", "PNG", "HEIF", "WEBP")
#: What each turns out to be; MPO is a JPEG with a second picture behind it, as many telephones
#: write.
IMAGES = {
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",
    "PNG": "image/png",
    "HEIF": "image/heic",
    "WEBP": "image/webp",
}
SHOWN_THROUGH_JPEG = ("HEIF", "WEBP")
# markers of a JPEG
_NOTES = frozenset(bytes([code]) for code in (*range(0xE0, 0xF0), 0xFE) if code != 0xEE)
LONGEST_SIDE = 3000  # pixels of the JPEG that is shown: a sheet of A4 at 250 dpi
#: Brands of what telephones write (ISO/IEC 23008-12); libheif reads more, and more has gone wrong
#: there.
HEIF_BRANDS = (b"heic", b"heix", b"mif1")


def is_picture(content: bytes) -> bool:
    """By the first bytes: JPEG, PNG, WebP, or HEIF of a brand that telephones write."""
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return True
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return True
    return content[4:8] == b"ftyp" and content[8:12] in HEIF_BRANDS


def judge_picture(content: bytes) -> tuple[dict[str, Any], bytes]:
    """What the picture is. A damaged note about it (EXIF, MPO) is no damage of the picture."""
    pillow_heif.register_heif_opener(thumbnails=False)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(_without_notes(content)), formats=READ_AS) as opened:
                return _picture(opened, content)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused("image_large") from None
    except (OSError, SyntaxError, ValueError, RuntimeError, EOFError):
        raise Refused("image_broken") from None


def _without_notes(content: bytes) -> bytes:
    """A JPEG or PNG without what programs wrote about it: broken notes are no broken picture."""
    if content.startswith(b"\xff\xd8"):
        return _jpeg_without_notes(content)
    return png.without_notes(content) if content.startswith(b"\x89PNG") else content


def _jpeg_without_notes(content: bytes) -> bytes:
    """Without APPn (but for the colours of APP14) and comments; a file whose parts do not follow
    each other stays as it is (ISO/IEC 10918-1, annex B).
    """
    kept, at = [content[:2]], 2
    while content[at : at + 1] == b"\xff":
        marker = content[at + 1 : at + 2]
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        if marker == b"\xff" or length < 2 or at + 2 + length > len(content):
            break
        if marker == b"\xda":
            return b"".join([*kept, content[at:]])
        if marker not in _NOTES:
            kept.append(content[at : at + 2 + length])
        at += 2 + length
    return content


def _upright(opened: Image.Image) -> Image.Image:
    """Turned as its notes say; as it lies where they cannot be read, for they may be damaged in any
    way.
    """
    try:
        return ImageOps.exif_transpose(opened)
    except Exception:
        return opened.copy()


def _picture(opened: Image.Image, content: bytes) -> tuple[dict[str, Any], bytes]:
    kind = str(opened.format)
    most = MAX_PROGRESSIVE_PIXELS if kind == "JPEG" and "progressive" in opened.info else MAX_PIXELS
    if opened.width * opened.height > most:
        raise Refused("image_large")
    jpeg = _as_jpeg(opened) if kind in SHOWN_THROUGH_JPEG else b""
    if not jpeg:
        _read_all(opened, content)
    return {"content_type": IMAGES[kind], "pages": 1}, jpeg


def _as_jpeg(opened: Image.Image) -> bytes:
    """The first picture, upright, without the place where it was taken; reading it reads all of
    it.
    """
    opened.load()
    upright = _upright(opened)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    flat = Image.new("RGB", upright.size, "white")
    flat.paste(upright, mask=upright.getchannel("A") if "A" in upright.getbands() else None)
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=85)
    return out.getvalue()


def _read_all(opened: Image.Image, content: bytes) -> None:
    """Read every byte of the picture, for a header alone proves nothing; raises OSError where it is
    torn.

    A PNG is counted, not unpacked. A JPEG is read at an eighth of its size, which needs all of its
    data and a sixty-fourth of the room.
    """
    if opened.format == "PNG":
        if not png.is_whole(io.BytesIO(content)):
            raise OSError("torn")
        return
    opened.draft("RGB", (max(opened.width // 8, 1), max(opened.height // 8, 1)))
    opened.load()
