"""Proof that a text was written by this site: HMAC-SHA256 (RFC 2104) under a key that its database
does not hold.

Whoever has the database alone, its owner's role too, can change a row and its hash, but not make
this.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable

from protection.keys import journal_keys

Judge = Callable[[str, str], bool]
LENGTH = 80  # signs a column needs: the key's name, a dot, 64 hexadecimal digits


def mac(text: str) -> str:
    """The proof of the text under the key in use: `name-of-the-key.digest`. Raises
    ImproperlyConfigured.
    """
    key = journal_keys()[0]
    return f"{key.name.hex()}.{_digest(key.secret, text)}"


def is_ours(text: str, told: str) -> bool:
    """True when one of the site's keys, that in use or an earlier one, made this proof of the
    text.
    """
    return judge()(text, told)


def judge() -> Judge:
    """`is_ours` with the site's keys as they are now, for whoever asks by the million."""
    secrets = {key.name.hex(): key.secret for key in reversed(journal_keys())}

    def is_ours(text: str, told: str) -> bool:
        name, _dot, said = told.partition(".")
        secret = secrets.get(name)
        return secret is not None and hmac.compare_digest(_digest(secret, text), said)

    return is_ours


def _digest(secret: bytes, text: str) -> str:
    return hmac.digest(secret, text.encode(), "sha256").hex()
