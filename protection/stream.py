"""Long contents encrypted in chunks (the STREAM construction over AES-256-GCM): cut, swapped or
changed, none opens.

A key is for one content. A chunk's nonce is its number and whether it is the last, and the
content's name is bound to each, so that a reader may begin anywhere and still notices what was
moved or left out.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from protection.envelope import TAG_BYTES, CannotOpen

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


def encrypt(pieces: Iterable[bytes], cipher: AESGCM, name: str, chunk: int) -> Iterator[bytes]:
    """The content in chunks of `chunk` bytes, each followed by its tag; an empty one is a tag
    alone.
    """
    waiting, number = bytearray(), 0
    for piece in pieces:
        waiting += piece
        while len(waiting) > chunk:  # the last chunk must be known as such: one byte stays behind
            yield cipher.encrypt(_nonce(number, last=False), bytes(waiting[:chunk]), name.encode())
            del waiting[:chunk]
            number += 1
    yield cipher.encrypt(_nonce(number, last=True), bytes(waiting), name.encode())


class Opened(io.RawIOBase):
    """What `encrypt` made, from where `sealed` stands to its end, as a file that is read in clear
    from any place.

    Raises CannotOpen when it is made or read, at the latest where something is not as it was
    written.
    """

    def __init__(self, sealed: BinaryIO, cipher: AESGCM, name: str, chunk: int) -> None:
        super().__init__()
        self._sealed, self._cipher, self._name, self._chunk = sealed, cipher, name, chunk
        self._start = sealed.tell()
        length = sealed.seek(0, io.SEEK_END) - self._start
        self._last = max(0, length - 1) // (chunk + TAG_BYTES)
        self._size = length - (self._last + 1) * TAG_BYTES
        self._at, self._number, self._plain = 0, -1, b""
        # of its last chunk nothing will be read, so it is looked at now
        if self._size <= self._last * chunk:
            self._decrypt(self._last)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = max(
            0, offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        )
        return self._at

    def readinto(self, buffer: WriteableBuffer) -> int:
        if self._at >= self._size:
            return 0
        number, skipped = divmod(self._at, self._chunk)
        if number != self._number:
            self._decrypt(number)
        into = memoryview(buffer)
        piece = self._plain[skipped : skipped + len(into)]
        into[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def close(self) -> None:
        self._sealed.close()
        super().close()

    def _decrypt(self, number: int) -> None:
        self._sealed.seek(self._start + number * (self._chunk + TAG_BYTES))
        sealed = self._sealed.read(self._chunk + TAG_BYTES)
        try:
            self._plain = self._cipher.decrypt(
                _nonce(number, number == self._last), sealed, self._name.encode()
            )
        except (InvalidTag, ValueError) as error:
            raise CannotOpen(self._name) from error
        self._number = number


def _nonce(number: int, last: bool) -> bytes:
    return bytes(7) + number.to_bytes(4, "big") + bytes([last])
