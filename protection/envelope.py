"""AES-256-GCM envelopes: a value under a row's data key, the data key under a master key.

Every envelope names the form of its bytes first, and is bound by associated data to where it
belongs (a table's column, a purpose): moved elsewhere it does not open. Nonces are random, 96 bits;
one data key seals a handful of values.
"""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from protection.keys import NAME_BYTES, MasterKey, field_keys

FORM = b"\x01"
NONCE_BYTES = 12
KEY_BYTES = 32
TAG_BYTES = 16
# what `wrap` makes of a data key
WRAPPED_KEY_BYTES = NAME_BYTES + len(FORM) + NONCE_BYTES + KEY_BYTES + TAG_BYTES


class CannotOpen(RuntimeError):
    """The key is missing, or the bytes are not those that were sealed for this place."""


def seal(plain: bytes, key: bytes, place: str) -> bytes:
    """Encrypt under a data key; `place` must be said again to open it."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return FORM + nonce + AESGCM(key).encrypt(nonce, plain, place.encode())


def unseal(sealed: bytes, key: bytes, place: str) -> bytes:
    """What `seal` sealed under this key for this place. Raises CannotOpen."""
    if sealed[:1] != FORM:
        raise CannotOpen(place)
    nonce, content = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, content, place.encode())
    except (InvalidTag, ValueError) as error:
        raise CannotOpen(place) from error


def new_data_key() -> bytes:
    """256 random bits for one row."""
    return secrets.token_bytes(KEY_BYTES)


def wrap(content: bytes, place: str) -> bytes:
    """Encrypt a data key (or another short secret) under the master key in use, whose name is
    written before it.
    """
    master = field_keys()[0]
    return master.name + seal(content, master.secret, f"wrapped:{place}")


def unwrap(wrapped: bytes, place: str) -> bytes:
    """What `wrap` wrapped, under whichever master key it names. Raises CannotOpen."""
    master = _named(wrapped[:NAME_BYTES])
    if master is None:
        raise CannotOpen(f"{place}: no key {wrapped[:NAME_BYTES].hex()} among FIELD_KEY")
    return unseal(wrapped[NAME_BYTES:], master.secret, f"wrapped:{place}")


def wrap_text(text: str, place: str) -> str:
    """A short secret outside a row's envelope (a second factor's seed) as hexadecimal text."""
    return wrap(text.encode(), place).hex()


def unwrap_text(wrapped: str, place: str) -> str:
    """What `wrap_text` wrapped. Raises CannotOpen."""
    try:
        return unwrap(bytes.fromhex(wrapped), place).decode()
    except ValueError as error:
        raise CannotOpen(place) from error


def is_current(wrapped: bytes) -> bool:
    """Whether the master key in use wrapped it."""
    return wrapped[:NAME_BYTES] == field_keys()[0].name


def _named(name: bytes) -> MasterKey | None:
    return next((master for master in field_keys() if master.name == name), None)
