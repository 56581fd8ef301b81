"""/.well-known/security.txt (RFC 9116) names whom the site names."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.test import Client
from django.utils import timezone

ADDRESS = "/.well-known/security.txt"


def test_who_is_named_is_told_until_a_day_less_than_a_year_away(
    client: Client, db: None, settings: Any
) -> None:
    settings.SECURITY_CONTACT = [
        "mailto:an-ninh@daklak.example",
        "https://daklak.example/bao-lo-hong",
    ]
    answer = client.get(ADDRESS)
    told = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.text.startswith("Contact: mailto:an-ninh@daklak.example\nContact: https://")
    assert told["Canonical"] == settings.SITE_URL + ADDRESS
    left = dt.datetime.fromisoformat(told["Expires"]) - timezone.now()
    assert dt.timedelta(days=30) < left < dt.timedelta(days=365)


def test_where_nobody_is_named_there_is_no_such_page(
    client: Client, db: None, settings: Any
) -> None:
    settings.SECURITY_CONTACT = []
    assert client.get(ADDRESS).status_code == 404
