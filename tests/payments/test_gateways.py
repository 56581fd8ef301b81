"""Online gateways: one file each; one that lacks something is refused by name, one more needs no
other file.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.functional import Promise

from payments import gateways
from payments.gateways import Heard, Notice, OnlineGateway, vnpay
from payments.gateways.interface import Parameters
from payments.models import Attempt, Gateway


class Ferry(OnlineGateway):
    """A gateway more, as a file beside the other would have it."""

    gateway, label = Gateway.BANK, "Đò"  # any name that money knows

    def is_offered(self) -> bool:
        return True

    def page_origin(self) -> str:
        return "https://ferry.example"

    def payment_address(
        self, attempt: Attempt, return_url: str, client_address: str, now: Any
    ) -> str:
        return f"https://ferry.example/{attempt.reference}"

    def is_genuine(self, parameters: Parameters) -> bool:
        return parameters.get("seal") == "wax"

    def notice_in(self, parameters: Parameters) -> Notice | None:
        return None

    def answer(self, heard: Heard) -> dict[str, str]:
        return {"heard": heard.value}

    def why_not(self, notice: Notice) -> Promise | str:
        return ""


def test_each_gateway_answers_all_that_may_become_of_a_notice() -> None:
    assert list(gateways.GATEWAYS) == [Gateway.VNPAY]
    for gateway in gateways.GATEWAYS.values():
        assert all(gateway.answer(heard) for heard in Heard)


def test_a_gateway_that_cannot_do_all_is_refused_by_what_it_lacks() -> None:
    class Raft(OnlineGateway):
        gateway, label = Gateway.BANK, "Bè"

        def is_offered(self) -> bool:
            return True

    lacking: Any = Raft
    with pytest.raises(
        TypeError, match=r"answer.*is_genuine.*notice_in.*page_origin.*payment_address.*why_not"
    ):
        lacking()


def test_the_payer_chooses_among_those_that_are_offered(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEMO = False
    for name, value in zip(vnpay.NAMES, ("https://pay.example/a", "T", "s" * 32), strict=True):
        monkeypatch.setenv(name, value)
    assert [each.label for each in gateways.offered()] == ["VNPay"]
    monkeypatch.setitem(gateways.GATEWAYS, Gateway.BANK, Ferry())
    named = {name: gateways.chosen(name) for name in ("", "VNPAY", "BANK", "CASH", "MOMO")}
    assert {name: each.label if each else None for name, each in named.items()} == {
        "": "VNPay", "VNPAY": "VNPay", "BANK": "Đò", "CASH": None, "MOMO": None,
    }  # fmt: skip
    assert [each.page_origin() for each in gateways.offered()] == [
        "https://pay.example",
        "https://ferry.example",
    ]
    monkeypatch.delenv("VNPAY_TMN_CODE")
    assert gateways.chosen("VNPAY") is None and [each.label for each in gateways.offered()] == [
        "Đò"
    ]
