"""Ways to reach people: one file each, listed here. Python refuses one that cannot do what all must
be able to.

A new one: its file and its line (docs/tutorial-new-channel.md).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from typing import Any

from foundation.read_once import read_once
from notifications import choices, dead_addresses
from notifications.channels.inbox import Inbox
from notifications.channels.interface import Failure, MessageChannel, TriedChannel
from notifications.channels.mail import Mail
from notifications.channels.sms import SMS
from notifications.channels.zalo import Zalo
from notifications.models import DeadAddress, Message
from organisations.models import User
from workflows.models import Dossier, Entry

__all__ = [
    "CHANNELS",
    "TRIED",
    "Failure",
    "MessageChannel",
    "channel_of",
    "dead_ways",
    "following",
    "label_of",
    "loud_channels",
    "read_together",
    "sent_and_offered",
    "sent_channels",
    "to_applicant",
    "to_person",
]

#: In the order in which they are tried for whoever has chosen none.
_ALL: tuple[MessageChannel, ...] = (
    Inbox(),
    Zalo(),
    SMS,
    Mail(),
)
CHANNELS: dict[str, MessageChannel] = {channel.name: channel for channel in _ALL}
#: Those that a test message has to prove.
TRIED: dict[str, TriedChannel] = {one.name: one for one in _ALL if isinstance(one, TriedChannel)}


def channel_of(message: Message) -> MessageChannel:
    """By which way the message goes."""
    return CHANNELS[message.channel]


def label_of(name: str) -> str:
    """What people call the way; its name where the site has it no more."""
    return str(CHANNELS[name].label) if name in CHANNELS else name


def sent_channels() -> list[str]:
    """Names of those whose messages leave the house."""
    return [channel.name for channel in CHANNELS.values() if channel.is_sent]


def loud_channels() -> list[str]:
    """Names of those that keep the quiet hours."""
    return [channel.name for channel in CHANNELS.values() if channel.is_loud]


@read_once
def sent_and_offered() -> list[MessageChannel]:
    """Those by which this site reaches people outside the portal today."""
    return [one for one in CHANNELS.values() if one.is_sent and one.is_offered()]


def to_person(person: User, **common: Any) -> list[Message]:
    """A message, not yet saved, for the portal's inbox, and one by the first way that reaches the
    person outside it.
    """
    reader = _Reader(person, lambda channel: channel.address_of(person), common.get("entry"))
    return _messages(reader, recipient=person, **common)


def to_applicant(dossier: Dossier, **common: Any) -> list[Message]:
    """The same to whoever filed the dossier, with an account or without."""
    reader = _of_applicant(dossier, common.get("entry"))
    person = dossier.applicant
    return _messages(reader, dossier=dossier, recipient=person, to_applicant=True, **common)


def read_together(entries: Sequence[Entry]) -> None:
    """Ask at once what `to_applicant` would ask for each entry, for as long as `reading_once`
    lasts.
    """
    asked = (entry.dossier.applicant_id for entry in entries)
    people = {person for person in asked if person is not None}
    choices.read_together(people)
    readers = (_of_applicant(entry.dossier, entry) for entry in entries)
    dead_addresses.read_together(way for reader in readers for way in reader.ways())


def following(message: Message) -> Message | None:
    """The same by the next way that was not tried, not yet saved; None where there is none left, or
    the message was meant for one address alone.
    """
    person = message.recipient
    if message.to_applicant:
        reader = _of_applicant(message.dossier, message.entry)
    elif person is not None:
        reader = _Reader(person, lambda channel: channel.address_of(person), message.entry)
    else:
        return None
    told = {"recipient": person, "to_applicant": message.to_applicant}
    tried = Message.objects.filter(entry=message.entry, **told).values_list("channel", flat=True)
    way = reader.first_way(set(tried))
    text = {"subject": message.subject, "body": message.body}
    common = {"entry": message.entry, "dossier": message.dossier, **told, **text}
    return Message(channel=way[0], address=way[1], **common) if way else None


def dead_ways(dossier: Dossier) -> list[DeadAddress]:
    """What the applicant stated and nothing reaches any more."""
    return list(dead_addresses.among(_of_applicant(dossier, None).ways()).values())


@dataclass(frozen=True)
class _Reader:
    """Whom a message is for: who chooses, and where each channel reaches them."""

    chooser: User | None
    address: Callable[[MessageChannel], str | None]
    entry: Entry | None

    def ways(self) -> list[tuple[str, str]]:
        """Every way that has an address, in the order in which they are tried."""
        offered = {one.name: one for one in sent_and_offered() if one.carries(self.entry)}
        order = choices.order_of(self.chooser, list(offered))
        return [(name, address) for name in order if (address := self.address(offered[name]))]

    def first_way(self, tried: Set[str] = frozenset()) -> tuple[str, str] | None:
        """The first that was not tried and is not dead."""
        ways = [way for way in self.ways() if way[0] not in tried]
        dead = dead_addresses.among(ways)
        return next((way for way in ways if way not in dead), None)


def _of_applicant(dossier: Dossier, entry: Entry | None) -> _Reader:
    return _Reader(dossier.applicant, lambda channel: channel.address_for(dossier), entry)


def _messages(reader: _Reader, **common: Any) -> list[Message]:
    inside = [one for one in CHANNELS.values() if not one.is_sent]
    made = [
        Message(channel=one.name, **common) for one in inside if reader.address(one) is not None
    ]
    way = reader.first_way()
    return [*made, Message(channel=way[0], address=way[1], **common)] if way else made
