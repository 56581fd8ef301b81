"""What a stranger's PDF really is: whole, and nothing that runs, hides or reaches out. Nothing of
Django.
"""

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
import pikepdf.settings

from forms.files.refused import Refused

#: What qpdf may unpack while it reads a file's structure: without these one megabyte costs a
#: gigabyte of memory.
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=48 * 1024 * 1024,
    run_length_max_memory=16 * 1024 * 1024,
    png_max_memory=16 * 1024 * 1024,
    tiff_max_memory=16 * 1024 * 1024,
    max_stream_filters=2,
    parser_max_nesting=100,
    doc_max_warnings=2_000,
)

MAX_PAGES = 500
MAX_DEPTH = 60  # of objects written inside objects; honest papers need a handful
# bytes: readers look for %PDF- in the first kilobyte (PDF Reference 1.7, appendix H, note 13)
HEADER_WITHIN = 1024
_BLANK = rb"(?:\xef\xbb\xbf|[\s\0])*"
#: What servers, mail and printers leave before it: byte order marks, blanks, the header of HTTP, of
#: a part of a form or a letter, or of a print job (PJL).
_BEFORE_PDF = re.compile(
    _BLANK + rb"(?:(?:"
    rb"HTTP/\d[^\n]*\n(?:[A-Za-z0-9-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*(?:\r?\n[0-9A-Fa-f]{1,8}\r?\n)?"
    rb"|(?:--[^\n<]{1,80}\n)?(?:(?:Content-[A-Za-z]+|MIME-Version|Date|Server):[^\n<]*\n(?:["
    rb" \t][^\n<]*\n)*)+"
    rb"|(?:\x1b%-12345X)?(?:@PJL[^\n]*\n)*"
    rb")" + _BLANK + rb")?"
)
END_OF_PDF = 1024  # bytes: and for %%EOF in the last one (note 18)
#: Names in a PDF that run something, or send something, when the paper is opened.
ACTIVE = {
    "/JavaScript",
    "/JS",
    "/Launch",
    "/RichMedia",
    "/XFA",
    "/ImportData",
    "/SubmitForm",
    "/Movie",
    "/Sound",
    "/Screen",
    "/3D",
    "/Rendition",
}
#: Names of another file inside this one, whatever the file says of its type (ISO 32000-2, 7.11.4
#: and 14.13; the last is LibreOffice's own, in the trailer: the document that the PDF was made of).
ATTACHED = {
    "/EF",
    "/AF",
    "/RF",
    "/EmbeddedFiles",
    "/EmbeddedFile",
    "/FileAttachment",
    "/AdditionalStreams",
}
#: Names of what lies outside of this file.
OUTSIDE = {"/GoToE", "/GoToR", "/FFilter", "/FDecodeParms"}
_ELSEWHERE = re.compile(r"[\\/]{2}|[a-z][a-z0-9+.-]*://", re.IGNORECASE)
# readers pass over it
_UNSEEN = re.compile(r"[\s\0-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060\ufeff]+")
# www.x.vn:8080 is no scheme
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(?!\d{1,5}(?:[/?#]|$))", re.IGNORECASE)
#: What a link may open once somebody presses it; another scheme starts a program, file: and smb:
#: reach machines.
LINKED = {"http", "https", "mailto", "tel", "sms", "ftp", "ftps"}
RUNS = {"javascript", "data", "vbscript"}


def _spelt(name: bytes) -> bytes:
    """Pattern of a PDF name, each letter as it is or by its hexadecimal code."""
    return b"/" + b"".join(b"(?:%c|#(?i:%02x))" % (letter, letter) for letter in name)


#: qpdf has no limit for LZW. Structure is packed since PDF 1.5 of 2003 only, and no program ever
#: packed it by LZW.
_LZW = re.compile(_spelt(b"LZW"))
_PACKED_STRUCTURE = re.compile(_spelt(b"ObjStm") + b"|" + _spelt(b"XRef"))


def header_of(content: bytes) -> int:
    """Where the header stands, in the first kilobyte; -1 where there is none."""
    return content.find(b"%PDF-", 0, HEADER_WITHIN + 5)


def is_pdf(content: bytes) -> bool:
    """By %PDF- in the first kilobyte, behind nothing that would make the file something else as
    well.
    """
    start = header_of(content)
    return start >= 0 and _BEFORE_PDF.fullmatch(content[:start]) is not None


def judge_pdf(content: bytes) -> int:
    """The number of its pages."""
    if _hides_its_size(content):
        raise Refused("pdf_odd")
    try:
        with pikepdf.open(io.BytesIO(content)) as opened:
            return _pages(opened, content)
    except pikepdf.PasswordError:
        raise Refused("pdf_password") from None
    except (pikepdf.PdfError, ValueError, RuntimeError, OSError):
        raise Refused("pdf_broken") from None


def _pages(opened: pikepdf.Pdf, content: bytes) -> int:
    pages = len(opened.pages)
    if not pages:
        raise Refused("pdf_empty")
    if pages > MAX_PAGES:
        raise Refused("pdf_long")
    for thing in (opened.trailer, *opened.objects):
        if reason := fault_of(thing):
            raise Refused(reason)
    told = [str(warning) for warning in opened.get_warnings()]
    if any("decoding stream" in one or "unfilterable" in one for one in told):
        raise Refused("pdf_odd")  # what hides in it was not seen
    if not _is_whole(content, told):
        raise Refused("pdf_broken")
    return pages


def _is_whole(content: bytes, told: list[str]) -> bool:
    """True when the paper ends where the file ends: qpdf would mend a torn one and lose pages
    without a word, and a long tail is another file riding along. A file that lost only its last
    word is whole when its table reads well.
    """
    end = content.rstrip(b"\0 \t\r\n\f")
    if b"%%EOF" in content[-END_OF_PDF:] or end.endswith(b"%%EOF"):
        return True
    return re.search(rb"startxref\s+\d+\Z", end[-END_OF_PDF:]) is not None and not told


def _hides_its_size(content: bytes) -> bool:
    """True when the structure of the file might be packed by LZW, which unpacks a thousandfold."""
    return bool(_LZW.search(content) and _PACKED_STRUCTURE.search(content))


def fault_of(thing: Any, depth: int = 0) -> str:
    """Why an object, or one written inside it, is not taken; "" for an honest one.

    What it only refers to is asked by itself: the caller goes through every object of the file.
    """
    if depth > MAX_DEPTH:
        return "pdf_odd"
    if isinstance(thing, pikepdf.Array):
        return _first(fault_of(one, depth + 1) for one in thing if not _is_reference(one))
    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        return ""
    names = set(thing.keys()) | _kinds(thing)
    for found, reason in (
        (ACTIVE, "pdf_active"),
        (ATTACHED, "pdf_attached"),
        (OUTSIDE, "pdf_outside"),
    ):
        if names & found:
            return reason
    if reason := _acts_by_itself(thing) or _reaches_out(thing):
        return reason
    return _first(fault_of(one, depth + 1) for _key, one in thing.items() if not _is_reference(one))


def _first(reasons: Iterator[str]) -> str:
    return next((reason for reason in reasons if reason), "")


def _kinds(thing: Any) -> set[str]:
    kinds = (thing.get("/S"), thing.get("/Type"), thing.get("/Subtype"))
    return {str(kind) for kind in kinds if isinstance(kind, pikepdf.Name)}


def _acts_by_itself(thing: Any) -> str:
    """An action that nobody presses may turn a page and nothing else."""
    actions = [thing.get("/OpenAction")]
    if isinstance(others := thing.get("/AA"), pikepdf.Dictionary):
        actions += [one for _key, one in others.items()]
    for action in actions:
        if isinstance(action, pikepdf.Dictionary) and (_does_more(action) or "/Next" in action):
            return "pdf_active"
    return ""


def _does_more(action: Any) -> bool:
    return str(action.get("/S")) not in ("/GoTo", "/Named")


def _reaches_out(thing: Any) -> str:
    """A stream whose data lie in another file, a picture of a page elsewhere, an address of another
    machine.
    """
    place = thing.get("/F")
    if isinstance(thing, pikepdf.Stream) and place is not None:
        return "pdf_outside"
    if str(thing.get("/FS")) == "/URL" or (str(thing.get("/S")) == "/Thread" and place is not None):
        return "pdf_outside"
    if isinstance(reference := thing.get("/Ref"), pikepdf.Dictionary) and "/F" in reference:
        return "pdf_outside"
    named = [thing.get(key) for key in ("/F", "/UF", "/DOS", "/Mac", "/Unix")]
    if any(
        _ELSEWHERE.match(_UNSEEN.sub("", str(one)))
        for one in named
        if isinstance(one, pikepdf.String)
    ):
        return "pdf_outside"
    return _first(_fault_of_address(thing.get(key)) for key in ("/URI", "/Base"))


def _fault_of_address(address: Any) -> str:
    """Of what a link opens when it is pressed, or what such addresses begin with: the web, mail and
    telephone are honest.
    """
    if not isinstance(address, pikepdf.String):
        return (
            "pdf_outside"
            if isinstance(address, pikepdf.Name) and _ELSEWHERE.search(str(address)[1:])
            else ""
        )
    plain = _UNSEEN.sub("", str(address))
    if re.match(r"[\\/]{2}", plain):
        return "pdf_outside"
    scheme = _SCHEME.match(plain)
    if scheme is None or scheme[1].lower() in LINKED:
        return ""
    return "pdf_active" if scheme[1].lower() in RUNS else "pdf_outside"


def _is_reference(thing: Any) -> bool:
    return isinstance(thing, pikepdf.Object) and thing.is_indirect
