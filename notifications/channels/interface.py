"""What a way to reach people must be able to do."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from foundation.setting_faults import Fault
from notifications.gateways import Report
from notifications.models import Message
from organisations.models import User
from workflows.models import Dossier, Entry


@dataclass(frozen=True)
class Failure:
    """What a failed try means. `code`: the server's own, "" where it gave none; never its text,
    which may name people.

    `is_away`: nobody took the call, and nothing is wrong with the message. `is_hopeless`: no later
    try will do better. `is_dead`: nobody is at the address, for no message. `not_before`: this
    address gets nothing until then, others do.
    """

    code: str
    is_away: bool
    is_hopeless: bool
    is_dead: bool = False
    not_before: dt.datetime | None = None


class MessageChannel(ABC):
    """One way. `name` is what `Message.channel` keeps, `label` what people read; a message of a
    channel that `is_sent` needs an address and has a `Delivery`.

    What differs between sites the channel reads from the environment itself; `faults` says at the
    start what is wrong with it.
    """

    name: str
    label: Promise | str
    is_sent: bool
    is_loud = False  # it wakes people: quiet hours are kept

    @abstractmethod
    def address_of(self, person: User) -> str | None:
        """Where it reaches somebody with an account ("" where it needs no address); None where it
        does not.
        """

    @abstractmethod
    def address_for(self, dossier: Dossier) -> str | None:
        """Where it reaches the applicant, by what they stated or by their account; None where it
        does not.
        """

    @abstractmethod
    def send(self, message: Message) -> None:
        """Hand the message over, once more with the same identity when it is repeated. Raises what
        went wrong.
        """

    @abstractmethod
    def failure(self, error: Exception) -> Failure:
        """What an error of `send` means."""

    def is_offered(self) -> bool:
        """Whether this site reaches people that way today."""
        return True

    def carries(self, entry: Entry | None) -> bool:
        """Whether it has words for this act."""
        return True

    def masked(self, address: str) -> str:
        """Enough for its owner to know it by, too little for whoever looks over the shoulder."""
        name, _at, host = address.partition("@")
        if host:
            return f"{name[:1]}***@{host}"
        return f"*** *** {address[-3:]}" if address else ""

    def faults(self) -> Iterator[Fault]:
        """What a production site must not start with."""
        return iter(())

    def report(self, said: Mapping[str, str]) -> Report | None:
        """What a call about a message that left says; None where it says nothing."""
        return None


class TriedChannel(MessageChannel):
    """A way that is offered once a test message by just these settings arrived
    (`notifications.channel_tests`).
    """

    @abstractmethod
    def fingerprint(self) -> str:
        """Of the settings that a test message proves; "" where there are none."""

    @abstractmethod
    def send_test(self, address: str, code: str) -> None:
        """Send a code by these settings. Raises what went wrong."""
