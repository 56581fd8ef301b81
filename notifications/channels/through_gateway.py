"""What the channels share that reach a telephone through a gateway (`notifications.gateways`)."""

from __future__ import annotations

import secrets
from abc import abstractmethod
from collections.abc import Iterator, Mapping

from forms.errors import Refused
from forms.phones import mobile
from foundation.setting_faults import Fault
from foundation.web_calls import CallFailed, NoAnswer
from notifications import day_counts, gateways, return_paths
from notifications.channels.interface import Failure, TriedChannel
from notifications.day_counts import LimitSpent, TelephoneLimitSpent
from notifications.gateways import Gateway, NotTaken, Report
from notifications.models import ChannelTest, Message
from organisations.models import User
from workflows.models import Dossier


class NotProved(Exception):
    """No test message has arrived with the settings of today: nothing is sent by them."""


class ThroughGateway(TriedChannel):
    """One way through the gateway whose settings begin with `name`."""

    is_sent = is_loud = True
    more_values: frozenset[str] = frozenset()

    @abstractmethod
    def values_of(self, message: Message) -> dict[str, str]:
        """What a message gives to the gateway's settings, `to` and `id` apart."""

    @abstractmethod
    def values_of_test(self, code: str) -> dict[str, str]:
        """The same of a test message with this code."""

    def gateway(self) -> Gateway | None:
        """As the environment describes it."""
        return gateways.described(self.name)

    def faults(self) -> Iterator[Fault]:
        """What a site must not start with."""
        return gateways.faults(self.name, self.more_values)

    def fingerprint(self) -> str:
        """Of the settings; "" where there are none, or none that can be read."""
        try:
            gateway = self.gateway()
        except (ValueError, OSError):
            return ""
        return gateway.fingerprint if gateway else ""

    def is_offered(self) -> bool:
        """Described, and a test message arrived by just these settings."""
        mark = self.fingerprint()
        tests = ChannelTest.objects.filter(channel=self.name, fingerprint=mark)
        return bool(mark) and tests.filter(arrived_at__isnull=False).exists()

    def address_of(self, person: User) -> str | None:
        """The account's telephone."""
        return mobile(person.phone)

    def address_for(self, dossier: Dossier) -> str | None:
        """The telephone given in the application; without one, the account's."""
        stated = mobile(dossier.applicant_phone)
        return stated or (mobile(dossier.applicant.phone) if dossier.applicant else None)

    def send(self, message: Message) -> None:
        """One text; raises CallFailed, NotTaken, NotProved, LimitSpent."""
        if not self.is_offered():
            raise NotProved
        name = f"{message.pk}-{message.entry.hash[:16]}"  # the same at a repeat
        values = {"id": name, "callback": return_paths.callback(message)}
        self.hand_over(message.address, {**values, **self.values_of(message)})

    def send_test(self, address: str, code: str) -> None:
        """One text that proves the settings; raises as `send` does."""
        number = mobile(address)
        if number is None:
            raise Refused("")
        self.hand_over(number, {"id": f"test-{secrets.token_hex(8)}", **self.values_of_test(code)})

    def hand_over(self, number: str, values: dict[str, str]) -> str:
        """To the gateway, within the day's limits; what the gateway calls the text by."""
        gateway = self.gateway()
        if gateway is None:
            raise NotProved
        day = day_counts.take(self.name, number)
        try:
            return gateways.hand_over(gateway, {"to": gateway.number(number), **values})
        except NoAnswer:  # it may have been taken, and cost: repeats have an end
            raise
        except (CallFailed, NotTaken):
            day_counts.give_back(self.name, number, day)
            raise

    def report(self, said: Mapping[str, str]) -> Report | None:
        """What the gateway says later about a text that it took."""
        return gateways.report_in(self.name, said)

    def failure(self, error: Exception) -> Failure:
        """A number that the gateway knows to be dead is hopeless; a gateway that does not answer is
        away; a telephone that had its texts of today gets the next ones tomorrow.
        """
        if isinstance(error, TelephoneLimitSpent):
            ends = day_counts.days_end()
            return Failure("", is_away=False, is_hopeless=False, not_before=ends)
        code = error.code if isinstance(error, NotTaken) else ""
        is_dead = isinstance(error, NotTaken) and error.is_dead
        is_away = isinstance(error, CallFailed | NotProved | LimitSpent)
        return Failure(code, is_away=is_away, is_hopeless=is_dead, is_dead=is_dead)
