"""Online gateways: one file each, listed here. Python refuses one that cannot do what all must be
able to.

A new one: its file, its line in `GATEWAYS`, and its name in `payments.models.Gateway`.
"""

from __future__ import annotations

from payments.gateways.interface import Heard, Notice, OnlineGateway
from payments.gateways.vnpay import VNPay

__all__ = ["GATEWAYS", "Heard", "Notice", "OnlineGateway", "chosen", "offered"]

GATEWAYS: dict[str, OnlineGateway] = {gateway.gateway: gateway for gateway in (VNPay(),)}


def offered() -> list[OnlineGateway]:
    """Those with which this site has an account, in order."""
    return [gateway for gateway in GATEWAYS.values() if gateway.is_offered()]


def chosen(name: str) -> OnlineGateway | None:
    """The one that the payer pressed, or the first; None where the site offers none, or not that
    one.
    """
    return next((each for each in offered() if name in ("", each.gateway)), None)
