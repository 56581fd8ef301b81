"""Limits count an IPv6 subscriber by their /64, an IPv4 address by itself, however it is written
(finding 12).
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client, RequestFactory

from portal.http.limits import network_of
from tests.people import World


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2:0:0:0:1", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::1]", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2002:cb00:7107::1", "203.0.113.7"),
        ("64:ff9b::cb00:7107", "203.0.113.7"),
        ("", ""),
        ("khong-la-dia-chi", "khong-la-dia-chi"),
    ],
)
def test_one_subscriber_is_one(address: str, network: str) -> None:
    assert network_of(RequestFactory().get("/", REMOTE_ADDR=address)) == network


def test_behind_a_proxy_its_header_is_counted(settings: Any) -> None:
    settings.CLIENT_ADDRESS_VARIABLE = "HTTP_X_REAL_IP"
    request = RequestFactory().get(
        "/", REMOTE_ADDR="127.0.0.1", headers={"X-Real-Ip": "2001:db8:9:9::5"}
    )
    assert network_of(request) == "2001:db8:9:9::/64"


@pytest.mark.parametrize("path", ["/k/7K2MQ9ZD4X5J", "/tra-cuu/", "/mat-khau/quen/", "/dang-nhap/"])
def test_forty_addresses_of_one_subscriber_are_no_forty_visitors(world: World, path: str) -> None:
    def sent(network: int, host: int) -> int:
        client = Client(REMOTE_ADDR=f"2001:db8:0:{network:x}::{host:x}")
        return client.post(
            path,
            {
                "code": f"H15.50-26{network:04}-{host:04}",
                "fact": str(host),
                "name": f"ai{host}",
                "username": f"ai{host}",
                "password": "x",
            },
        ).status_code

    assert 429 in [sent(1, host) for host in range(1, 70)]
    assert sent(2, 1) != 429
