"""What tells by which letter something came back: a signed name of the message (VERP), in addresses
and callbacks.

Whoever has one can report about that one message; nobody can make one for another.
"""

from __future__ import annotations

import hashlib
import hmac
import re

from django.conf import settings

from notifications.models import Message

_NAME = re.compile(r"([1-9]\d{0,17})-([0-9a-f]{20})")


def name_of(message: Message) -> str:
    """ "4711-0a1b…": a mailbox's local part and an address of the web may hold it."""
    return f"{message.pk}-{_signature(message.pk)}"


def message_named(name: str) -> Message | None:
    """The message of a name that this site made; None for any other."""
    found = _NAME.fullmatch(name.lower())
    if found is None or not hmac.compare_digest(_signature(int(found[1])), found[2]):
        return None
    return Message.objects.filter(pk=int(found[1])).first()


def return_path(message: Message) -> str:
    """The address that a letter of this message comes back to; "" where the site has no mailbox for
    that.
    """
    local, _at, host = settings.BOUNCE_ADDRESS.partition("@")
    return f"{local}+{name_of(message)}@{host}" if host else ""


def message_of(address: str) -> Message | None:
    """Which message came back to this address."""
    local, _at, host = address.strip().strip("<>").partition("@")
    ours, _at, our_host = settings.BOUNCE_ADDRESS.partition("@")
    if not host or host.lower() != our_host.lower():
        return None
    name, _plus, rest = local.partition("+")
    return message_named(rest) if name.lower() == ours.lower() else None


def callback(message: Message) -> str:
    """Where a gateway reports about this message."""
    return f"{settings.SITE_URL}/tin-nhan/bao/{name_of(message)}/"


def _signature(pk: int) -> str:
    said = f"notifications.return_paths|{pk}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()[:20]
