"""What people type into the pages of the application, as a browser without JavaScript sends it."""

from __future__ import annotations

from typing import Any

from django.test import Client

from tests.people import a_ward

GO_ON = {"continue": "1"}


def who(relation: str = "owner", **changes: str) -> dict[str, str]:
    return {
        "relation": relation,
        "applicant.name": "Nguyễn Thị Hường",
        "applicant.birth_date.day": "5",
        "applicant.birth_date.month": "2",
        "applicant.birth_date.year": "1998",
        "applicant.sex": "F",
        "applicant.identity": "066198001234",
        **changes,
    }


def contact() -> dict[str, str]:
    ward = a_ward()
    return {
        "phone": "0905 123 456",
        "email": "huong@example.vn",
        "address.province": ward["province"],
        "address.ward": ward["ward"],
        "address.detail": "12 Lê Duẩn",
    }


def diploma() -> dict[str, str]:
    return {"level": "THPT", "graduation_year": "2016", "school": "THPT Buôn Ma Thuột"}


def delivery() -> dict[str, str]:
    return {"copies": "2", "delivery": "ONLINE"}


PAGES = {"who": who, "contact": contact, "diploma": diploma, "delivery": delivery}


def begin(client: Client) -> str:
    """Start a draft; returns the address of its first page."""
    answer = client.post("/thu-tuc/diploma-copy/nop/")
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.url)


def fill_in(client: Client, first: str) -> str:
    """Answer every page for one's own diploma; returns the address of the check page."""
    address = first
    for page in PAGES.values():
        address = send(client, address, page())
    return address


def send(client: Client, address: str, answers: dict[str, Any]) -> str:
    """Send one page and return where it leads; fails with the page's own words when it was
    refused.
    """
    answer = client.post(address, {**answers, **GO_ON})
    assert answer.status_code == 302, words(answer)
    return str(answer.url)


def words(answer: Any) -> str:
    """The main part of a page."""
    return str(answer.content.decode().split("<main", 1)[-1].split("</main>", 1)[0])
