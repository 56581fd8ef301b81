"""What an online gateway must be able to do: lead a payer to its page, and tell us, signed, what
became of it.
"""

from __future__ import annotations

import datetime as dt
import enum
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from foundation.setting_faults import Fault
from payments.models import Attempt, Gateway

Parameters = Mapping[str, str]


@dataclass(frozen=True)
class Notice:
    """What the gateway says of one try to pay. `amount` in đồng; None when it is not a whole number
    of them.
    """

    is_ours: bool  # it names this site as the merchant
    reference: str
    number: str
    amount: int | None
    paid_at: dt.datetime | None
    succeeded: bool
    codes: dict[str, str]


class Heard(enum.Enum):
    """What became of a notice; each gateway has its own words for it (`answer`)."""

    NOTED = "noted"
    NO_ORDER = "no such order"
    BEFORE = "noted before"
    WRONG_AMOUNT = "another amount"
    FORGED = "not signed by the gateway"
    NO_NOTICE = "not a notice"
    FAILED = "a fault of ours: it shall tell us again"


class OnlineGateway(ABC):
    """One gateway. `gateway` is what money keeps of it, `label` the name that payers know.

    What differs between sites it reads from the environment itself.
    """

    gateway: Gateway
    label: str

    @abstractmethod
    def is_offered(self) -> bool:
        """True when the site has an account with it (or the demo's own bank page)."""

    def faults(self) -> Iterator[Fault]:
        """What a site must not start with, of the settings that the gateway reads itself."""
        yield from ()

    @abstractmethod
    def page_origin(self) -> str:
        """Scheme and host of the page that a payer's browser is led to; "" where it is one of
        ours.
        """

    @abstractmethod
    def payment_address(
        self, attempt: Attempt, return_url: str, client_address: str, now: dt.datetime
    ) -> str:
        """Where the payer is sent: the gateway's page with the signed order."""

    @abstractmethod
    def is_genuine(self, parameters: Parameters) -> bool:
        """True when whoever knows our secret signed it."""

    @abstractmethod
    def notice_in(self, parameters: Parameters) -> Notice | None:
        """What a genuine message says; None for one that is no notice, such as our own signed
        order.
        """

    @abstractmethod
    def answer(self, heard: Heard) -> dict[str, str]:
        """What the gateway's call is answered."""

    @abstractmethod
    def why_not(self, notice: Notice) -> Promise | str:
        """Why a payment did not succeed, for the payer; "" where the gateway says nothing that
        helps.
        """
