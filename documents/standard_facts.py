"""The facts every document states without being told: who issues it, its number and date, and how
to check it.
"""

from __future__ import annotations

import datetime as dt
import re

from django.conf import settings
from django.utils import timezone

from documents import codes
from documents.orders import DocumentOrder, Fact, OrderRefused
from foundation.text import clean_text, vietnamese_date
from organisations import covers
from organisations.models import Authority

StoredFact = str | list[str]

DEMO_NOTICE = "BẢN DÙNG THỬ – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
_PLACE = re.compile(r"\b(TỈNH|THÀNH PHỐ|XÃ|PHƯỜNG|ĐẶC KHU) .+$")
DEFAULT_RECIPIENTS = ["Như trên;", "Lưu: VT."]


def symbol(pattern: str, number: int, authority: Authority) -> str:
    """The number and symbol: "01/BS-SGDĐT" of "{number}/BS-{authority}". Numbers below ten get a
    zero by custom.
    """
    return pattern.replace("{number}", f"{number:02d}").replace("{authority}", authority.symbol)


def check_url(code: str) -> str:
    """The address in the QR code, where anyone can check the document."""
    return f"{settings.SITE_URL}/k/{code}"


def complete(
    order: DocumentOrder, number_symbol: str, code: str, at: dt.datetime
) -> dict[str, StoredFact]:
    """The order's facts with the standard ones, all of them plain text: what is frozen in the
    document's row.
    """
    issued_on = timezone.localtime(at, timezone.get_default_timezone()).date()
    parent = order.authority.parent
    return {
        "recipients": list(DEFAULT_RECIPIENTS),
        **stored(order),
        "number_symbol": number_symbol,
        "place_and_date": f"{order.authority.place}, {vietnamese_date(issued_on)}",
        "agency": _letterhead(order.authority),
        "agency_name": order.authority.name,
        "parent_agency": _letterhead(parent) if parent else "",
        "title": order.title,
        "signer_name": order.signer_name,
        "signer_position": order.signer_position,
        "issuer": covers.issuer(order.signer_position, order.authority.name),
        "check_url": check_url(code),
        "check_code": codes.pretty(code),
        "notice": DEMO_NOTICE if settings.DEMO else "",
    }


def _letterhead(body: Authority) -> str:
    """The name in capitals; the place at its end stays on one line ("… ĐÀO TẠO / ĐẮK LẮK", not "…
    ĐẮK / LẮK").
    """
    name, place = body.name.upper(), body.place.upper()
    if place and name.endswith(place):
        name = name.removesuffix(place) + place.replace(" ", "\u00a0")
    return _PLACE.sub(lambda found: found[0].replace(" ", "\u00a0"), name)


def stored(order: DocumentOrder) -> dict[str, StoredFact]:
    """The order's own facts as they are stored: NFC text and lists of it. A fact that is None is
    not stated.
    """
    return {name: _plain(name, value) for name, value in order.facts.items() if value is not None}


def _plain(name: str, value: Fact) -> StoredFact:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return [clean_text(item) for item in value]
    raise OrderRefused(f"fact {name!r} is neither text nor a list of texts")
