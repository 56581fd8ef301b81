"""Lots that nobody can choose.

Before the round the authority publishes `commitment(secret)` and the name of a public draw to come;
afterwards the secret and what was drawn. Both together give every applicant's number: the authority
cannot change its secret any more, and nobody knows the draw before.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets


def new_secret() -> str:
    """32 random bytes, in hexadecimal."""
    return secrets.token_hex(32)


def commitment(secret: str) -> str:
    """What is published before: SHA-256 of the secret, as it is written."""
    return hashlib.sha256(secret.encode()).hexdigest()


def lot(secret: str, draw: str, name: str) -> int:
    """An applicant's number, 0 to 2^64 - 1; the smaller stands first.

    `draw`: what was drawn, as the plan says that it is written down; `name`: the pseudonym.
    """
    digest = hmac.digest(secret.encode(), f"{draw}|{name}".encode(), "sha256")
    return int.from_bytes(digest[:8], "big")
