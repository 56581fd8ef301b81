"""Secrets of the second factor are kept encrypted, under the keys that lie outside the database."""

from __future__ import annotations

from allauth.mfa.adapter import DefaultMFAAdapter

from protection.envelope import unwrap_text, wrap_text

PLACE = "second factor"


class Adapter(DefaultMFAAdapter):
    """What django-allauth asks of the site."""

    def encrypt(self, text: str) -> str:
        """Before it is stored."""
        return wrap_text(text, PLACE)

    def decrypt(self, encrypted_text: str) -> str:
        """When it is needed."""
        return unwrap_text(encrypted_text, PLACE)
