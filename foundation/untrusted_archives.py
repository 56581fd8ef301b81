"""A ZIP file read as strictly as no program reads it: Word and Excel files that strangers made are
ZIP files.

Two readers of a ZIP may see two different archives (the directory at the end, or the headers before
each part); one that is accepted here is the same to all of them: every byte belongs to exactly one
part, both descriptions agree, and everything unpacks to what it declares. Source: PKWARE APPNOTE
6.3.10; the faults are those that the checkers of package indexes refuse. What is unpacked is
counted and thrown away, so that a bomb costs no memory.
"""

from __future__ import annotations

import re
import stat
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from mmap import mmap

MEGABYTE = 1024 * 1024
CHUNK = 256 * 1024
END, DIRECTORY, LOCAL, DESCRIPTOR = b"PK\x05\x06", b"PK\x01\x02", b"PK\x03\x04", b"PK\x07\x08"
# speed of packing, sizes follow the data, names in UTF-8
ALLOWED_FLAGS = 0x0002 | 0x0004 | 0x0008 | 0x0800
STORED, DEFLATED = 0, 8
#: Extra fields that would make readers differ: ZIP64 sizes, another name, another comment, AES.
REFUSED_EXTRAS = {0x0001, 0x7075, 0x6375, 0x9901}
# what unpacks to less is never a bomb: an empty template's XML packs better than any ratio
SMALL = MEGABYTE
CELL = re.compile(rb"<(?:\w{1,20}:)?c[ >/]")
DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class ArchiveRefused(ValueError):
    """The archive is damaged, ambiguous or a bomb; the text says which, in English, for a log."""


class TooLarge(ArchiveRefused):
    """A bomb, or more than this use of archives allows."""


@dataclass(frozen=True)
class Caps:
    """What an archive may hold, what lies in archives inside it included. `cells` are those of
    Excel sheets.
    """

    unpacked: int = 200 * MEGABYTE
    ratio: int = 100
    entries: int = 2_000
    depth: int = 2
    cells: int | None = None


@dataclass(frozen=True)
class Part:
    """One entry of the directory."""

    name: str
    raw_name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int


def check_office(content: bytes | mmap, main_part: str, caps: Caps = Caps()) -> None:
    """Raise ArchiveRefused unless `content` is a sound Word or Excel file with `main_part` and
    without macros.
    """
    names = check(content, caps)
    if not {"[Content_Types].xml", main_part} <= names:
        raise ArchiveRefused(f"not an Office file with {main_part}")
    if any(name.lower().rpartition("/")[2] in ("vbaproject.bin", "vbadata.xml") for name in names):
        raise ArchiveRefused("macros")


def check(content: bytes | mmap, caps: Caps = Caps()) -> set[str]:
    """Names of the parts of a sound archive; raises ArchiveRefused."""
    return _Walk(caps).archive(content, 1)


class _Walk:
    """Counts across an archive and those inside it."""

    def __init__(self, caps: Caps) -> None:
        self.caps = caps
        self.unpacked = self.entries = self.cells = 0

    def archive(self, content: bytes | mmap, depth: int) -> set[str]:
        if depth > self.caps.depth:
            raise TooLarge("archives inside archives")
        try:
            parts, directory = _directory(content, self.caps.entries - self.entries)
            self.entries += len(parts)
            _refuse_twins(parts)
            _refuse_bombs(parts, len(content), self.caps, self.unpacked)
            at = 0
            for part in sorted(parts, key=lambda one: one.offset):
                if part.offset != at:
                    raise ArchiveRefused("parts overlap, or bytes that belong to none")
                start = _local(content, part)
                at = _after(content, part, start)
                self._unpack(content, part, start, depth)
        except struct.error:
            raise ArchiveRefused("cut short") from None
        if at != directory:
            raise ArchiveRefused("bytes between the parts and their directory")
        return {part.name for part in parts}

    def _unpack(self, content: bytes | mmap, part: Part, start: int, depth: int) -> None:
        crc = size = 0
        head, tail, inner = b"", b"", bytearray()
        is_xml, is_sheet = part.name.endswith((".xml", ".rels")), "worksheets/" in part.name
        for chunk in _chunks(content[start : start + part.packed], part.method):
            size += len(chunk)
            self.unpacked += len(chunk)
            if size > part.size or self.unpacked > self.caps.unpacked:
                raise TooLarge("unpacks to more than it declares or than is allowed")
            crc = zlib.crc32(chunk, crc)
            head = head or chunk[:8]
            if is_xml:
                tail = self._xml(tail + chunk, len(tail), is_sheet)
            if head.startswith((LOCAL, b"\x1f\x8b")):
                inner += chunk
        if size != part.size or crc != part.crc:
            raise ArchiveRefused("a part is not what its header says")
        if head.startswith(LOCAL):
            self.archive(bytes(inner), depth + 1)
        elif head.startswith(b"\x1f\x8b"):
            self._gzip(bytes(inner), depth + 1)

    def _xml(self, text: bytes, seen: int, is_sheet: bool) -> bytes:
        """No entities, no encoding that hides them; counts cells. Returns the end, for what a
        chunk's border cuts.
        """
        if b"\0" in text or text.startswith((b"\xff\xfe", b"\xfe\xff")) or DOCTYPE.search(text):
            raise ArchiveRefused(
                "XML with entities, or in an encoding that no Office program writes"
            )
        if is_sheet and self.caps.cells is not None:
            self.cells += sum(match.end() > seen for match in CELL.finditer(text))
            if self.cells > self.caps.cells:
                raise TooLarge("too many cells")
        return text[-24:]

    def _gzip(self, content: bytes, depth: int) -> None:
        """A packed drawing (.emz): counted as an archive of one part."""
        if depth > self.caps.depth:
            raise TooLarge("archives inside archives")
        head, size = b"", 0
        for chunk in _inflated(content, 31):
            head = head or chunk[:8]
            size += len(chunk)
            self.unpacked += len(chunk)
            too_dense = size > SMALL and size > len(content) * self.caps.ratio
            if self.unpacked > self.caps.unpacked or too_dense:
                raise TooLarge("unpacks to more than is allowed")
        if head.startswith((LOCAL, b"\x1f\x8b")):
            raise TooLarge("archives inside archives")


def _directory(content: bytes | mmap, most: int) -> tuple[list[Part], int]:
    """The parts as the directory at the end lists them, and where it begins."""
    end = len(content) - 22
    if end < 0 or content[end : end + 4] != END:
        raise ArchiveRefused("no archive, or bytes after its end")
    disk, first_disk, here, count, size, start, comment = struct.unpack_from(
        "<4H2IH", content, end + 4
    )
    if disk or first_disk or here != count or comment:
        raise ArchiveRefused("several disks, or a comment")
    if count > most:
        raise TooLarge("too many parts")
    if start + size != end or not count:
        # ZIP64 has other numbers here
        raise ArchiveRefused("the directory is not where it should be")
    parts, at = [], start
    for _number in range(count):
        part, at = _listed(content, at)
        parts.append(part)
    if at != end:
        raise ArchiveRefused("bytes after the directory")
    return parts, start


def _listed(content: bytes | mmap, at: int) -> tuple[Part, int]:
    if content[at : at + 4] != DIRECTORY:
        raise ArchiveRefused("the directory is damaged")
    fields = struct.unpack_from("<6H3I5H2I", content, at + 4)
    (
        _made_by,
        _needs,
        flags,
        method,
        _time,
        _date,
        crc,
        packed,
        size,
        name,
        extra,
        comment,
        disk,
        _i,
        outer,
        offset,
    ) = fields
    raw = content[at + 46 : at + 46 + name]
    at += 46 + name
    _refuse_extras(content[at : at + extra], extra)
    mode = outer >> 16
    if (
        comment
        or disk
        or (mode and not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or not stat.S_IFMT(mode)))
    ):
        raise ArchiveRefused("a comment, another disk, or a link")
    if flags & ~ALLOWED_FLAGS or method not in (STORED, DEFLATED):
        raise ArchiveRefused("encrypted, or packed in a rare way")
    if method == STORED and packed != size:
        raise ArchiveRefused("a stored part with two sizes")
    return Part(_name(raw, flags), raw, flags, method, crc, packed, size, offset), at + extra


def _name(raw: bytes, flags: int) -> str:
    try:
        name = raw.decode("utf-8" if flags & 0x0800 else "ascii")
    except UnicodeDecodeError:
        raise ArchiveRefused("a name in an unknown encoding") from None
    steps = name.removesuffix("/").split("/")
    if (
        any(step in ("", ".", "..") for step in steps)
        or re.search(r"[\\:\x00-\x1f\x7f]", name)
        or not name.isprintable()
    ):
        raise ArchiveRefused("a name that leads elsewhere")
    return name


def _local(content: bytes | mmap, part: Part) -> int:
    """Where the data of the part begins; its own header must say the same as the directory."""
    at = part.offset
    if content[at : at + 4] != LOCAL:
        raise ArchiveRefused("a part without its header")
    _needs, flags, method, _time, _date, crc, packed, size, name, extra = struct.unpack_from(
        "<5H3I2H", content, at + 4
    )
    at += 30 + name
    _refuse_extras(content[at : at + extra], extra)
    sizes = (crc, packed, size)
    follows = bool(flags & 0x0008)
    if (flags, method, content[part.offset + 30 : at]) != (part.flags, part.method, part.raw_name):
        raise ArchiveRefused("header and directory differ")
    if sizes != (part.crc, part.packed, part.size) and not (follows and sizes == (0, 0, 0)):
        raise ArchiveRefused("header and directory differ")
    return int(at + extra)


def _after(content: bytes | mmap, part: Part, start: int) -> int:
    """Where the part ends, with the sizes that follow the data where its flags say so."""
    at = start + part.packed
    if at > len(content):
        raise ArchiveRefused("cut short")
    if part.flags & 0x0008:
        at += 4 if content[at : at + 4] == DESCRIPTOR else 0
        if struct.unpack_from("<3I", content, at) != (part.crc, part.packed, part.size):
            raise ArchiveRefused("the sizes after a part differ")
        at += 12
    return at


def _refuse_extras(extra: bytes, length: int) -> None:
    at = 0
    if len(extra) != length:
        raise ArchiveRefused("cut short")
    while at < length:
        kind, size = struct.unpack_from("<2H", extra, at)
        at += 4 + size
        if kind in REFUSED_EXTRAS or at > length:
            raise ArchiveRefused("an extra field that readers understand differently")


def _refuse_twins(parts: list[Part]) -> None:
    if len({part.name.casefold().removesuffix("/") for part in parts}) != len(parts):
        raise ArchiveRefused("two parts of one name")


def _refuse_bombs(parts: list[Part], length: int, caps: Caps, already: int) -> None:
    """By what is declared, before anything is unpacked; that no part unpacks to more is seen while
    unpacking.
    """
    total = sum(part.size for part in parts)
    if total + already > caps.unpacked or (total > SMALL and total > length * caps.ratio):
        raise TooLarge("a bomb")
    if any(part.size > SMALL and part.size > part.packed * caps.ratio for part in parts):
        raise TooLarge("a bomb")
    if any(part.name.endswith("/") and part.size for part in parts):
        raise ArchiveRefused("a folder with content")


def _chunks(packed: bytes, method: int) -> Iterator[bytes]:
    if method == STORED:
        yield from (packed[at : at + CHUNK] for at in range(0, len(packed), CHUNK))
    else:
        yield from _inflated(packed, -15)


def _inflated(packed: bytes, bits: int) -> Iterator[bytes]:
    """Unpack in bounded pieces; raises ArchiveRefused unless the data ends where its room does."""
    engine, at = zlib.decompressobj(bits), 0
    try:
        while not engine.eof and (at < len(packed) or engine.unconsumed_tail):
            piece = engine.unconsumed_tail or packed[at : (at := at + CHUNK)]
            if chunk := engine.decompress(piece, CHUNK):
                yield chunk
    except zlib.error:
        raise ArchiveRefused("damaged data") from None
    if not engine.eof or engine.unused_data or at < len(packed):
        raise ArchiveRefused("data that does not end where it should")
