"""Passwords are hashed one after the other in a process: one hash of Argon2 takes 100 MB (RFC
9106), and 0.2 s.
"""

from __future__ import annotations

import threading
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher

_at_once = threading.BoundedSemaphore(settings.HASHES_AT_ONCE)


class QueuedArgon2(Argon2PasswordHasher):
    """As Django's (the same stored text), with HASHES_AT_ONCE hashes at a time in this process.

    Who waits is one of the process's few threads, so nobody waits longer than they take one after
    the other.
    """

    def encode(self, password: str, salt: str, *args: Any, **options: Any) -> str:
        """The text to store."""
        with _at_once:
            return str(super().encode(password, salt, *args, **options))

    def verify(self, password: str, encoded: str) -> bool:
        """Whether the text was made of this password."""
        with _at_once:
            return bool(super().verify(password, encoded))
