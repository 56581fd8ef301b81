"""What a way to reach people must be able to do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from notifications.models import Message
from organisations.models import User
from workflows.models import Dossier


@dataclass(frozen=True)
class Failure:
    """What a failed try means. `code`: the server's own, "" where it gave none; never its text,
    which may name people.

    `is_away`: nobody took the call, and nothing is wrong with the message. `is_hopeless`: no later
    try will do better.
    """

    code: str
    is_away: bool
    is_hopeless: bool


class MessageChannel(ABC):
    """One way. `name` is what `Message.channel` keeps; a message of a channel that `is_sent` has a
    `Delivery`.
    """

    name: str
    is_sent: bool

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
