"""Files encrypted in chunks (the STREAM construction over AES-256-GCM): cut, swapped or changed, they do not open.

The key is `BACKUP_KEY`, kept where neither the site nor its backups are. Each file has a salt of its own, so that no
two share a key; a chunk's nonce is its number and whether it is the last, and the file's name is bound to it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

FORM = b"motcua-backup-1\n"
SALT_BYTES = 32
CHUNK = 1 << 20
TAG_BYTES = 16
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
    waiting, number = bytearray(), 0
    for piece in pieces:
        waiting += piece
        while len(waiting) > CHUNK:  # the last chunk must be known as such: one byte stays behind
            to.write(cipher.encrypt(_nonce(number, last=False), bytes(waiting[:CHUNK]), name.encode()))
            del waiting[:CHUNK]
            number += 1
    to.write(cipher.encrypt(_nonce(number, last=True), bytes(waiting), name.encode()))


def unseal(sealed: BinaryIO, name: str) -> Iterator[bytes]:
    """The pieces that `seal` wrote under `name`. Raises CannotOpen, at the latest where the file was cut; NoKey."""
    if sealed.read(len(FORM)) != FORM:
        raise CannotOpen(f"{name} is not a file of a backup")
    cipher = _cipher(sealed.read(SALT_BYTES))
    chunk, number = sealed.read(CHUNK + TAG_BYTES), 0
    while True:
        following = sealed.read(CHUNK + TAG_BYTES)
        try:
            yield cipher.decrypt(_nonce(number, last=not following), chunk, name.encode())
        except (InvalidTag, ValueError) as error:
            raise CannotOpen(f"{name}: another BACKUP_KEY, or the file was changed or cut") from error
        if not following:
            return
        chunk, number = following, number + 1


def _nonce(number: int, *, last: bool) -> bytes:
    return bytes(7) + number.to_bytes(4, "big") + bytes([last])


def _cipher(salt: bytes) -> AESGCM:
    key = settings.BACKUP_KEY
    if len(key) < SHORTEST:
        raise NoKey(f"BACKUP_KEY is missing or shorter than {SHORTEST} characters, mend: openssl rand -base64 45")
    return AESGCM(HKDF(SHA256(), length=32, salt=salt, info=b"motcua backup").derive(key.encode()))
