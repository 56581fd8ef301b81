"""Which line stands before an address. Offices, files, papers and what is half done have none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import quote

from waiting_line.board import Standing

PAGE = "/hang-cho/"
SIGN_IN = "/dang-nhap/"
OFFICES = ("/mot-cua/", "/quan-tri/")
#: Of a line without addresses of its own: what nobody waits for, in any flood.
FREE = (
    *OFFICES,
    *(PAGE, "/static/", "/healthz", "/readyz", "/metrics", "/.well-known/"),
    *("/nhap/", "/tep/", "/moi/", "/thanh-toan/", "/tin-nhan/"),
    *("/ma-xac-nhan/", "/ngon-ngu/", "/dang-xuat/", "/dung-thu/"),
)


class Asked(NamedTuple):
    """An address, and where somebody who signs in there wants to go."""

    path: str
    wanted: str = ""


def guarding(lines: Iterable[Standing], asked: Asked) -> Standing | None:
    """The open line that one passes to this address; what opens at an hour before a flood's."""
    found = [line for line in lines if line.is_open and _guards(line, asked)]
    return min(found, key=lambda line: not line.prefixes, default=None)


def opening(lines: Iterable[Standing], path: str) -> Standing | None:
    """The line of an address, open or not yet: what is filed is filed after the opening."""
    return next((line for line in lines if path.startswith(line.prefixes or "\0")), None)


def page_of(line: Standing, back: str) -> str:
    """The page on which one waits, and comes `back` from."""
    return f"{PAGE}{line.key}/?den={quote(back, safe='/')}"


def _guards(line: Standing, asked: Asked) -> bool:
    is_sign_in = asked.path == SIGN_IN
    if line.prefixes:
        return (asked.wanted if is_sign_in else asked.path).startswith(line.prefixes)
    if is_sign_in:
        return not asked.wanted.startswith(OFFICES)
    return not asked.path.startswith((*FREE, SIGN_IN))
