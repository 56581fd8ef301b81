"""Folder and bucket whose files lie encrypted: each under its own key, which it carries wrapped by
FIELD_KEY.

The name is bound to the content, so that files put in each other's place do not open. What lay
there in clear before is read as it is, until `move_to_newest_key` has come by (`manage.py
rotate_field_keys`).
"""

from __future__ import annotations

import functools
import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.files.base import File

from filestore.folder import Folder
from filestore.pieces import Pieces
from protection import envelope, stream

FORM = b"motcua-file-1\n"
CHUNK = 1 << 16  # bytes in clear: what a reader waits for and holds

if TYPE_CHECKING:

    class _Store(Folder):
        """A folder or a bucket."""

        def _open(self, name: str, mode: str = "rb") -> File[Any]: ...

else:
    _Store = object


class Sealed(_Store):
    """What both share. `place` names the store, beside the file's name, in what the envelopes are
    bound to.
    """

    def __init__(self, *, place: str, **options: Any) -> None:
        super().__init__(**options)
        self._place = place

    def open_as_kept(self, name: str) -> BinaryIO:
        """The bytes that lie there. Raises FileNotFoundError."""
        return cast(BinaryIO, super()._open(name, "rb").file)

    def is_current(self, name: str) -> bool:
        """Whether the file lies encrypted under the FIELD_KEY in use. Raises FileNotFoundError."""
        with self.open_as_kept(name) as file:
            wrapped = _wrapped_key(file)
        return wrapped is not None and envelope.is_current(wrapped)

    def move_to_newest_key(self, name: str) -> bool:
        """Wrap the file's key anew, its content untouched; encrypt what lies in clear. Whether it
        had to, and could.

        Raises FileNotFoundError; CannotOpen when its key is wrapped by a FIELD_KEY that is not
        listed.
        """
        with self.open_as_kept(name) as file:
            wrapped = _wrapped_key(file)
            if wrapped and envelope.is_current(wrapped):
                return False
            content = iter(functools.partial(file.read, CHUNK), b"")
            anew = (
                self._wrapped_anew(name, wrapped, content)
                if wrapped
                else self._sealed(name, content)
            )
            return self.replace(name, Pieces(anew))

    def lay_in_clear(self, name: str) -> None:
        """Decrypt the file where it lies. Raises CannotOpen."""
        with self.open(name) as file:
            self.replace(name, file)

    def _save(self, name: str, content: File[Any]) -> str:
        return super()._save(name, Pieces(self._sealed(name, content.chunks())))

    def _open(self, name: str, mode: str = "rb") -> File[Any]:
        """The content in clear. Raises FileNotFoundError, and CannotOpen where the key is not
        listed.
        """
        file = self.open_as_kept(name)
        wrapped = _wrapped_key(file)
        if wrapped is None:
            return File(file, name)
        bound = self._bound(name)
        opened = stream.Opened(file, AESGCM(envelope.unwrap(wrapped, bound)), bound, CHUNK)
        return File(io.BufferedReader(opened, CHUNK), name)

    def _sealed(self, name: str, content: Iterable[bytes]) -> Iterator[bytes]:
        bound, key = self._bound(name), envelope.new_data_key()
        yield FORM + envelope.wrap(key, bound)
        yield from stream.encrypt(content, AESGCM(key), bound, CHUNK)

    def _wrapped_anew(self, name: str, wrapped: bytes, content: Iterable[bytes]) -> Iterator[bytes]:
        bound = self._bound(name)
        yield FORM + envelope.wrap(envelope.unwrap(wrapped, bound), bound)
        yield from content

    def _bound(self, name: str) -> str:
        return f"{self._place}/{name}"


class SealedFolder(Sealed, Folder):
    """A folder on the site's own disk."""


def _wrapped_key(file: BinaryIO) -> bytes | None:
    """The key the file begins with; None, and the file at its start, where it lies in clear."""
    if file.read(len(FORM)) == FORM:
        return file.read(envelope.WRAPPED_KEY_BYTES)
    file.seek(0)
    return None
