"""Archives written by hand, byte for byte: what a library would never write, a stranger does."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import Any

CONTENT = b"<w:document>an honest line</w:document>"


@dataclass
class Entry:
    """One part; `local` and `listed` override fields of its header or of its line in the directory.

    A `ghost` is only listed: its header and data lie inside another part.
    """

    name: str | bytes
    data: bytes = CONTENT
    method: int = 8
    flags: int = 0
    extra: bytes = b""
    mode: int = 0
    packed: bytes | None = None
    descriptor: bytes = b""
    local: dict[str, Any] = field(default_factory=dict)
    listed: dict[str, Any] = field(default_factory=dict)
    ghost: bool = False


def deflated(data: bytes, level: int = 9) -> bytes:
    engine = zlib.compressobj(level, zlib.DEFLATED, -15)
    return engine.compress(data) + engine.flush()


def build(
    entries: list[Entry], before: bytes = b"", gap: bytes = b"", after: bytes = b"", **end: Any
) -> bytes:
    """The archive; `end` overrides fields of its last record, `gap` stands before the directory."""
    out, lines = io.BytesIO(), b""
    out.write(before)
    for entry in entries:
        packed = entry.packed
        if packed is None:
            packed = deflated(entry.data) if entry.method else entry.data
        name = entry.name.encode() if isinstance(entry.name, str) else entry.name
        values = {
            "flags": entry.flags,
            "method": entry.method,
            "crc": zlib.crc32(entry.data),
            "packed": len(packed),
            "size": len(entry.data),
            "name": name,
            "extra": entry.extra,
            "offset": out.tell(),
        }
        here = {**values, **entry.local}
        if not entry.ghost:
            out.write(
                b"PK\x03\x04"
                + struct.pack(
                    "<5H3I2H",
                    20,
                    here["flags"],
                    here["method"],
                    0,
                    33,
                    here["crc"],
                    here["packed"],
                    here["size"],
                    len(here["name"]),
                    len(here["extra"]),
                )
            )
            out.write(here["name"] + here["extra"] + packed + entry.descriptor)
        there = {"comment": b"", "disk": 0, **values, **entry.listed}
        lines += b"PK\x01\x02" + struct.pack(
            "<6H3I5H2I",
            0x0314,
            20,
            there["flags"],
            there["method"],
            0,
            33,
            there["crc"],
            there["packed"],
            there["size"],
            len(there["name"]),
            len(there["extra"]),
            len(there["comment"]),
            there["disk"],
            0,
            entry.mode << 16,
            there["offset"],
        )
        lines += there["name"] + there["extra"] + there["comment"]
    out.write(gap)
    last = {
        "disk": 0,
        "first": 0,
        "here": len(entries),
        "count": len(entries),
        "size": len(lines),
        "start": out.tell(),
        "comment": b"",
        **end,
    }
    out.write(
        lines
        + b"PK\x05\x06"
        + struct.pack(
            "<4H2IH",
            last["disk"],
            last["first"],
            last["here"],
            last["count"],
            last["size"],
            last["start"],
            len(last["comment"]),
        )
        + last["comment"]
        + after
    )
    return out.getvalue()


def one(**changes: Any) -> bytes:
    """An archive with an honest part and one changed as said."""
    return build([Entry("[Content_Types].xml"), Entry(**{"name": "a.xml", **changes})])


def descriptor(
    data: bytes = CONTENT, signature: bytes = b"PK\x07\x08", size: int | None = None
) -> bytes:
    packed = deflated(data)
    return signature + struct.pack(
        "<3I", zlib.crc32(data), len(packed), len(data) if size is None else size
    )


STREAMED: dict[str, Any] = {"flags": 8, "local": {"crc": 0, "packed": 0, "size": 0}}
SYMLINK, DEVICE = 0o120777, 0o020666
ZIP64 = struct.pack("<2HQQ", 1, 16, len(CONTENT), len(CONTENT))
OTHER_NAME = struct.pack("<2HBI", 0x7075, 9, 1, 0) + b"evil"


def overlapping() -> bytes:
    """One part lies inside another, with a sound header of its own, as in the overlapping bombs."""
    inner = build([Entry("b.xml")])
    inner = inner[: inner.index(b"PK\x01\x02")]
    return build(
        [Entry("a.bin", b"x" + inner, method=0), Entry("b.xml", ghost=True, listed={"offset": 36})]
    )


def nested(depth: int, data: bytes = CONTENT) -> bytes:
    content = build([Entry("a.xml", data)])
    for _level in range(depth - 1):
        content = build([Entry("inner.zip", content, method=0)])
    return content


def hostile() -> dict[str, bytes]:
    """Name → archive that must be refused."""
    good = [Entry("[Content_Types].xml"), Entry("a.xml")]
    sound = build(good)
    return {
        "nothing": b"",
        "no archive": b"PK\x03\x04 not one",
        "cut in the middle": sound[: len(sound) // 2],
        "last byte gone": sound[:-1],
        "bytes before it": build(good, before=b"#!/bin/sh\nexit\n"),
        "a program before it, offsets moved": b"MZ" + b"\0" * 64 + sound,
        "bytes before the directory": build(good, gap=b"hidden"),
        "bytes after it": build(good, after=b"<html>"),
        "two archives, one behind the other": sound + build([Entry("b.xml")]),
        "comment of the archive": build(good, comment=b"a comment that holds PK\x05\x06"),
        "comment of a part": one(listed={"comment": b"x"}),
        "more parts said than there": build(good, here=3, count=3),
        "fewer parts said than there": build(good, here=1, count=1),
        "several disks": build(good, disk=1, first=1),
        "part on another disk": one(listed={"disk": 1}),
        "ZIP64 numbers": build(good, here=0xFFFF, count=0xFFFF, size=0xFFFFFFFF, start=0xFFFFFFFF),
        "ZIP64 field that lies": one(extra=ZIP64),
        "second name for some readers": one(extra=OTHER_NAME),
        "extra field cut short": one(extra=b"\x99\x99\xff\xff"),
        "twins": build([*good, Entry("a.xml", b"<other/>")]),
        "twins by case": build([*good, Entry("A.XML", b"<other/>")]),
        "two names": one(local={"name": b"b.xml"}),
        "two sizes": one(listed={"size": 5}),
        "two checksums": one(listed={"crc": 1}, local={"crc": 2}),
        "two methods": one(local={"method": 0}),
        "two flags": one(local={"flags": 0x0800}),
        "wrong checksum": one(local={"crc": 1}, listed={"crc": 1}),
        "unpacks to more than it says": one(local={"size": 3}, listed={"size": 3}),
        "unpacks to less than it says": one(local={"size": 900}, listed={"size": 900}),
        "data ends early": one(packed=deflated(CONTENT) + b"hidden"),
        "damaged data": one(packed=b"\xff" * 30),
        "stored with two sizes": one(method=0, local={"size": 9}, listed={"size": 9}),
        "encrypted": one(flags=1),
        "strongly encrypted": one(flags=0x41),
        "hidden directory": one(flags=0x2000),
        "rare packing": one(method=14),
        "climbs out": one(name="../../etc/passwd"),
        "climbs out further down": one(name="word/../../x"),
        "absolute": one(name="/etc/passwd"),
        "drive": one(name="C:/x"),
        "backslashes": one(name="..\\..\\x"),
        "nought in the name": one(name="a.xml\0.exe"),
        "name that runs backwards": one(name="a\u202elmx.exe", flags=0x0800),
        "name in no encoding": one(name=b"\xff\xfe.xml", flags=0x0800),
        "empty name": one(name=""),
        "symbolic link": one(mode=SYMLINK, data=b"/etc/passwd"),
        "device": one(mode=DEVICE),
        "a part inside another": overlapping(),
        "two lines for one part": build(
            [Entry("a.xml"), Entry("a.xml", ghost=True, listed={"offset": 0})]
        ),
        "descriptor that lies": one(**STREAMED, descriptor=descriptor(size=9)),
        "descriptor missing": one(**STREAMED),
        "three deep": nested(3),
        "folder with content": one(name="word/"),
        "entities": one(data=b'<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>'),
        "entities in UTF-16": one(
            data='<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a>'.encode("utf-16")
        ),
    }


def written_by_python(**options: Any) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", **options) as archive:
        archive.writestr("[Content_Types].xml", CONTENT)
        archive.writestr("word/tài liệu.xml", CONTENT * 50)
    return out.getvalue()


def honest() -> dict[str, bytes]:
    """Name → archive as programs write them."""
    return {
        "by Python": written_by_python(compression=zipfile.ZIP_DEFLATED),
        "stored": written_by_python(),
        "by hand": build([Entry("[Content_Types].xml"), Entry("a.xml")]),
        "sizes behind the data": one(**STREAMED, descriptor=descriptor()),
        "sizes behind the data, unsigned": one(**STREAMED, descriptor=descriptor(signature=b"")),
        "folders": build([Entry("word/", b"", method=0, mode=0o040755), Entry("word/a.xml")]),
        "time stamps in extra fields": one(extra=struct.pack("<2HBI", 0x5455, 5, 1, 0)),
        "file modes": one(mode=0o100644),
        "a workbook inside": nested(2),
        "a packed drawing inside": one(
            name="word/media/image1.emz", data=gzip.compress(b"EMF" * 100)
        ),
        "an empty part": one(data=b"", method=0),
        "names in UTF-8": one(name="giấy tờ.xml", flags=0x0800),
    }
