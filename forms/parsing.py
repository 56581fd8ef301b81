"""What a file really is, by parsing all of it: PDF without active content, JPEG or PNG without a pixel flood."""

from __future__ import annotations

import re
import warnings
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pikepdf.settings
from django.utils.translation import gettext as _
from PIL import Image

from forms import png

MAX_PIXELS = 60_000_000  # an A4 sheet scanned at 600 dpi has 35 million
#: A progressive JPEG is held whole while it is read, six bytes a pixel.
MAX_PROGRESSIVE_PIXELS = 25_000_000
MAX_PAGES = 500
MAX_DEPTH = 60  # of objects written inside objects; honest papers need a handful
READ_AS = ("JPEG", "PNG")
#: What each turns out to be; MPO is a JPEG with a second picture behind it, as many telephones write.
IMAGES = {"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png"}
END_OF_PDF = 1024  # bytes: readers look for %%EOF in the last kilobyte (PDF Reference 1.7, appendix H, note 18)
#: Names in a PDF that run something or reach out when the paper is opened.
ACTIVE = {"/JavaScript", "/JS", "/Launch", "/EmbeddedFiles", "/EmbeddedFile", "/RichMedia", "/XFA", "/ImportData",
          "/SubmitForm", "/GoToE", "/GoToR"}  # fmt: skip
#: What qpdf may unpack while it reads a file's structure: without these one megabyte costs a gigabyte of memory.
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=48 * 1024 * 1024,
    run_length_max_memory=16 * 1024 * 1024,
    png_max_memory=16 * 1024 * 1024,
    tiff_max_memory=16 * 1024 * 1024,
    max_stream_filters=2,
    parser_max_nesting=100,
    doc_max_warnings=2_000,
)


def _spelt(name: bytes) -> bytes:
    """Pattern of a PDF name, each letter as it is or by its hexadecimal code."""
    return b"/" + b"".join(b"(?:%c|#(?i:%02x))" % (letter, letter) for letter in name)


#: qpdf has no limit for LZW. Structure is packed since PDF 1.5 of 2003 only, and no program ever packed it by LZW.
_LZW = re.compile(_spelt(b"LZW"))
_PACKED_STRUCTURE = re.compile(_spelt(b"ObjStm") + b"|" + _spelt(b"XRef"))


class UploadRefused(ValueError):
    """The file is not taken; the text is one sentence for the person who sent it."""


@dataclass(frozen=True)
class Parsed:
    """What the content turned out to be."""

    content_type: str
    pages: int = 1


def judge(path: Path, types: Collection[str]) -> Parsed:
    """Parse the file as one of `types` ("pdf", "image"); raises UploadRefused."""
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(b"%PDF-") and "pdf" in types:
        return _pdf(path)
    if start.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) and "image" in types:
        return _image(path)
    wanted = {"pdf": "PDF", "image": _("ảnh JPEG, PNG")}
    raise UploadRefused(_("Chỉ nhận tệp %(types)s.") % {"types": ", ".join(str(wanted[one]) for one in sorted(types))})


def _pdf(path: Path) -> Parsed:
    if not _is_whole(path) or _hides_its_size(path):
        raise UploadRefused(_("Tệp PDF bị hỏng, hãy tạo lại rồi gửi."))
    try:
        with pikepdf.open(path) as pdf:
            if pdf.is_encrypted:
                raise UploadRefused(_("Tệp PDF có mật khẩu nên cán bộ không đọc được, hãy gửi bản không khóa."))
            pages = len(pdf.pages)
            if not pages:
                raise UploadRefused(_("Tệp PDF không có trang nào, hãy tạo lại rồi gửi."))
            if pages > MAX_PAGES:
                raise UploadRefused(_("Tệp PDF có quá nhiều trang (tối đa %(max)d).") % {"max": MAX_PAGES})
            if any(_is_active(thing) for thing in pdf.objects):
                raise UploadRefused(_("Tệp PDF có chứa mã chạy hoặc tệp đính kèm, hãy in lại thành PDF thường."))
            if any(
                "decoding stream" in str(warning) or "unfilterable" in str(warning) for warning in pdf.get_warnings()
            ):
                raise ValueError("structure that qpdf could not unpack: what hides in it was not seen")
    except pikepdf.PasswordError:
        raise UploadRefused(_("Tệp PDF có mật khẩu nên cán bộ không đọc được, hãy gửi bản không khóa.")) from None
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        if isinstance(error, UploadRefused):
            raise
        raise UploadRefused(_("Tệp PDF bị hỏng, hãy tạo lại rồi gửi.")) from None
    return Parsed("application/pdf", pages)


def _is_whole(path: Path) -> bool:
    """True when the paper ends where the file ends: pikepdf would mend a torn one and lose pages without a word, and a
    long tail is another file riding along."""
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - END_OF_PDF, 0))
        return b"%%EOF" in file.read()


def _hides_its_size(path: Path) -> bool:
    """True when the structure of the file might be packed by LZW, which unpacks a thousandfold."""
    content = path.read_bytes()
    return bool(_LZW.search(content) and _PACKED_STRUCTURE.search(content))


def _is_active(thing: Any, depth: int = 0) -> bool:
    """True when the object, or one written inside it, names an active thing: as a key or as its kind of action.

    What it only refers to is asked by itself: the caller goes through every object of the file.
    """
    if depth > MAX_DEPTH:
        return True
    if isinstance(thing, pikepdf.Array):
        return any(_is_active(one, depth + 1) for one in thing if not _is_reference(one))
    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        return False
    if set(thing.keys()) & ACTIVE:
        return True
    kinds = [thing.get("/S"), thing.get("/Type"), thing.get("/Subtype")]
    if any(isinstance(kind, pikepdf.Name) and str(kind) in ACTIVE for kind in kinds):
        return True
    return any(_is_active(one, depth + 1) for _key, one in thing.items() if not _is_reference(one))


def _is_reference(thing: Any) -> bool:
    return isinstance(thing, pikepdf.Object) and thing.is_indirect


def _image(path: Path) -> Parsed:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(path, formats=READ_AS) as image:
                kind = IMAGES[str(image.format)]
                most = MAX_PROGRESSIVE_PIXELS if "progressive" in image.info else MAX_PIXELS
                if image.width * image.height > most:
                    raise UploadRefused(_("Ảnh quá lớn, hãy chụp lại với độ phân giải thấp hơn."))
                _read_all(image, path)
    except UploadRefused:
        raise
    except (OSError, SyntaxError, ValueError, Warning, Image.DecompressionBombError):
        raise UploadRefused(_("Ảnh bị hỏng hoặc quá lớn, hãy chụp lại.")) from None
    return Parsed(kind)


def _read_all(image: Image.Image, path: Path) -> None:
    """Read every byte of the picture, for a header alone proves nothing; raises OSError where it is torn.

    A PNG is counted, not unpacked. A JPEG is read at an eighth of its size, which needs all of its data and a
    sixty-fourth of the room.
    """
    if image.format == "PNG":
        with path.open("rb") as file:
            if not png.is_whole(file):
                raise OSError("torn")
        return
    image.draft("RGB", (max(image.width // 8, 1), max(image.height // 8, 1)))
    image.load()
