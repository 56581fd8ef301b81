"""Whose a place is, without saying who: HMAC of the account, or of a name that no account has.

The name, the telephone number and the address of one account are one holder, so that nobody has
several places; a name without an account gets a place like any other, and nothing tells the two
apart.
"""

from __future__ import annotations

from django.utils.crypto import salted_hmac

SALT, LENGTH = "waiting_line.holders", 24


def of_account(pk: int) -> str:
    """The holder that an account is."""
    return _pseudonym(f"account|{pk}")


def of_name(folded: str) -> str:
    """The holder of a name or contact that no account has yet."""
    return _pseudonym(f"name|{folded}")


def _pseudonym(text: str) -> str:
    return salted_hmac(SALT, text, algorithm="sha256").hexdigest()[:LENGTH]
