"""Whether a PNG is whole, in constant memory: every chunk's checksum, and exactly the bytes its
header promises.

Pillow makes room for all pixels before it reads the first one; a few kilobytes that promise a large
picture would cost a web process hundreds of megabytes. Source: PNG specification (W3C, third
edition), chapters 5, 7 and 8.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

PIECE = 64 * 1024
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # colour type → samples a pixel
#: First column, first row, and the steps between them, of the seven passes of an interlaced
#: picture.
ADAM7 = (
    (0, 0, 8, 8),
    (4, 0, 8, 8),
    (0, 4, 4, 8),
    (2, 0, 4, 4),
    (0, 2, 2, 4),
    (1, 0, 2, 2),
    (0, 1, 1, 2),
)


def is_whole(file: BinaryIO) -> bool:
    """True when picture data and checksums are complete; what stands behind the end of the picture
    is not read.
    """
    file.seek(8)
    try:
        kind, header = next(_chunks(file))
        if kind != b"IHDR" or len(header) != 13:
            return False
        return _unpacked(file) == _promised(*struct.unpack(">IIBBBBB", header))
    except (StopIteration, struct.error, zlib.error, ValueError, KeyError):
        return False


def without_notes(content: bytes) -> bytes:
    """The picture without its Exif and without ancillary chunks that are broken: Pillow stumbles
    over both.
    """
    kept, at = [content[:8]], 8
    while at + 12 <= len(content):
        end = at + 12 + int.from_bytes(content[at : at + 4], "big")
        kind, checksum = content[at + 4 : at + 8], int.from_bytes(content[end - 4 : end], "big")
        is_whole_note = kind != b"eXIf" and zlib.crc32(content[at + 4 : end - 4]) == checksum
        if is_whole_note or not kind[:1].islower():
            kept.append(content[at:end])
        at = end
    return b"".join(kept)


def _unpacked(file: BinaryIO) -> int:
    """How many bytes the picture's data unpacks to; -1 when its end is missing."""
    engine, size = zlib.decompressobj(), 0
    for kind, body in _chunks(file):
        if kind == b"IEND":
            return size if engine.eof else -1
        if kind == b"IDAT" and not engine.eof:
            size += sum(len(piece) for piece in _pieces(engine, body))
    return -1


def _pieces(engine: zlib._Decompress, body: bytes) -> Iterator[bytes]:
    while body and not engine.eof:
        yield engine.decompress(body, PIECE)
        body = engine.unconsumed_tail


def _chunks(file: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """(kind, body) of each chunk, broken notes left out; raises ValueError or struct.error where a
    checksum is wrong or the file ends.
    """
    while True:
        length, kind = struct.unpack(">I4s", file.read(8))
        body = file.read(min(length, 1 << 28))
        (checksum,) = struct.unpack(">I", file.read(4))
        if len(body) != length:
            raise ValueError(kind)
        if zlib.crc32(kind + body) == checksum:
            yield kind, body
        # readers pass over a broken note (chapter 13.2); the picture needs no such chunk
        elif not kind[:1].islower():
            raise ValueError(kind)


def _promised(
    width: int, height: int, depth: int, colour: int, _packing: int, _filter: int, interlaced: int
) -> int:
    """Bytes of all rows, each after the one that names its filter."""
    bits = depth * CHANNELS[colour]
    passes = ADAM7 if interlaced else ((0, 0, 1, 1),)
    total = 0
    for left, top, across, down in passes:
        columns, rows = -(-(width - left) // across), -(-(height - top) // down)
        if columns > 0 and rows > 0:
            total += rows * (1 + -(-columns * bits // 8))
    return total
