"""Ways to reach people: one file each, listed here. Python refuses one that cannot do what all must
be able to.

A new one: its file and its line (docs/tutorial-new-channel.md).
"""

from __future__ import annotations

from typing import Any

from notifications.channels.inbox import Inbox
from notifications.channels.interface import Failure, MessageChannel
from notifications.channels.mail import Mail
from notifications.channels.sms import SMS
from notifications.models import Message
from organisations.models import User
from workflows.models import Dossier

__all__ = [
    "CHANNELS",
    "Failure",
    "MessageChannel",
    "channel_of",
    "label_of",
    "sent_channels",
    "to_applicant",
    "to_person",
]

_ALL: tuple[MessageChannel, ...] = (
    Inbox(),
    SMS,
    Mail(),
)
CHANNELS: dict[str, MessageChannel] = {channel.name: channel for channel in _ALL}


def channel_of(message: Message) -> MessageChannel:
    """By which way the message goes."""
    return CHANNELS[message.channel]


def label_of(name: str) -> str:
    """What people call the way; its name where the site has it no more."""
    return str(CHANNELS[name].label) if name in CHANNELS else name


def sent_channels() -> list[str]:
    """Names of those whose messages leave the house."""
    return [channel.name for channel in CHANNELS.values() if channel.is_sent]


def to_person(person: User, **common: Any) -> list[Message]:
    """One message, not yet saved, by each way that reaches the person."""
    reached = {name: channel.address_of(person) for name, channel in _offered()}
    return _messages(reached, recipient=person, **common)


def to_applicant(dossier: Dossier, **common: Any) -> list[Message]:
    """The same to whoever filed the dossier, with an account or without."""
    reached = {name: channel.address_for(dossier) for name, channel in _offered()}
    return _messages(reached, dossier=dossier, recipient=dossier.applicant, **common)


def _offered() -> list[tuple[str, MessageChannel]]:
    return [(name, channel) for name, channel in CHANNELS.items() if channel.is_offered()]


def _messages(reached: dict[str, str | None], **common: Any) -> list[Message]:
    """One by each way that has an address, be it an empty one."""
    addresses = ((name, address) for name, address in reached.items() if address is not None)
    return [Message(channel=name, address=address, **common) for name, address in addresses]
