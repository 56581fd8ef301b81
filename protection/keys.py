"""The keys of encryption: read from settings, never stored in the database, each family separate.

`FIELD_KEYS` (newest first) wrap the data keys of rows; `INDEX_KEY` makes blind indexes,
`JOURNAL_KEYS` (newest first) prove what the journal says. None of them is derived from `SECRET_KEY`
or from each other. A key is any secret text of 32 characters or more; HKDF (RFC 5869) makes 256
bits of it.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SHORTEST = 32  # characters of a key's text
NAME_BYTES = 4


@dataclass(frozen=True)
class MasterKey:
    """One key of a family; `name` is written beside what it wraps, to find it again."""

    name: bytes
    secret: bytes

    def __repr__(self) -> str:
        return f"MasterKey({self.name.hex()})"  # never the secret, whatever logs it


def field_keys() -> tuple[MasterKey, ...]:
    """The keys that wrap data keys, the one in use first. Raises ImproperlyConfigured when one is
    missing or short.
    """
    return tuple(
        _master(text, "motcua field encryption")
        for text in _stated(settings.FIELD_KEYS, "FIELD_KEY")
    )


def index_key() -> bytes:
    """The 32 bytes that blind indexes are made with. Raises ImproperlyConfigured."""
    return _derive(_stated([settings.INDEX_KEY], "INDEX_KEY")[0], "motcua blind index")


def journal_keys() -> tuple[MasterKey, ...]:
    """The keys that prove the journal's entries, the one in use first. Raises
    ImproperlyConfigured.
    """
    return tuple(
        _master(text, "motcua journal") for text in _stated(settings.JOURNAL_KEYS, "JOURNAL_KEY")
    )


def _stated(texts: list[str], name: str) -> list[str]:
    if not texts or any(len(text) < SHORTEST for text in texts):
        raise ImproperlyConfigured(f"{name} is missing or shorter than {SHORTEST} characters")
    return texts


@functools.lru_cache(maxsize=32)
def _master(text: str, family: str) -> MasterKey:
    return MasterKey(_derive(text, f"{family}: name")[:NAME_BYTES], _derive(text, family))


@functools.lru_cache(maxsize=32)
def _derive(text: str, family: str) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=family.encode()).derive(text.encode())
