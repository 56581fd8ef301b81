"""Files of a backup, encrypted as `protection.stream` says: cut, swapped or changed, they do not
open.

The key is `BACKUP_KEY`, kept where neither the site nor its backups are. Each file has a salt of
its own, so that no two share a key, and its name is bound to it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from protection import envelope, stream

FORM = b"motcua-backup-1\n"
SALT_BYTES = 32
CHUNK = 1 << 20
SHORTEST = 32  # characters of BACKUP_KEY


class CannotOpen(RuntimeError):
    """The key is another one, or the file is not what was written."""


class NoKey(RuntimeError):
    """BACKUP_KEY is missing or short."""


def seal(pieces: Iterable[bytes], to: BinaryIO, name: str) -> None:
    """Write `pieces` to `to`, encrypted and bound to `name`. Raises NoKey."""
    salt = secrets.token_bytes(SALT_BYTES)
    cipher = _cipher(salt)
    to.write(FORM + salt)
    to.writelines(stream.encrypt(pieces, cipher, name, CHUNK))


def unseal(sealed: BinaryIO, name: str) -> Iterator[bytes]:
    """The pieces that `seal` wrote under `name`. Raises CannotOpen, at the latest where the file
    was cut; NoKey.
    """
    if sealed.read(len(FORM)) != FORM:
        raise CannotOpen(f"{name} is not a file of a backup")
    cipher = _cipher(sealed.read(SALT_BYTES))
    try:
        opened = stream.Opened(sealed, cipher, name, CHUNK)
        while piece := opened.read(CHUNK):
            yield piece
    except envelope.CannotOpen as error:
        raise CannotOpen(f"{name}: another BACKUP_KEY, or the file was changed or cut") from error


def _cipher(salt: bytes) -> AESGCM:
    key = settings.BACKUP_KEY
    if len(key) < SHORTEST:
        raise NoKey(
            f"BACKUP_KEY is missing or shorter than {SHORTEST} characters, mend: openssl rand"
            " -base64 45"
        )
    return AESGCM(HKDF(SHA256(), length=32, salt=salt, info=b"motcua backup").derive(key.encode()))
