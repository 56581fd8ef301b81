"""What a browser holds: a ticket (a place in the line) and a pass (let in until an hour).

Both are signed and hold all that is needed, so a place outlives every process and the database.
Neither holds personal data: the holder is a pseudonym (`waiting_line.holders`).
"""

from __future__ import annotations

import time
from dataclasses import astuple, dataclass
from typing import Any

from django.core import signing

TICKET_SALT, PASS_SALT = "waiting_line.ticket", "waiting_line.pass"
TICKET_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Ticket:
    """The `number`-th (from 0) who came into the line, at a second of UNIX time; `holder` may be
    nobody's.
    """

    line: str
    number: int
    at: int
    holder: str


@dataclass(frozen=True)
class Pass:
    """Let in past a line until a second of UNIX time; with a holder for their account alone."""

    line: str
    until: int
    holder: str


def written(paper: Ticket | Pass) -> str:
    """The signed text for a cookie."""
    salt = TICKET_SALT if isinstance(paper, Ticket) else PASS_SALT
    return signing.dumps(astuple(paper), salt=salt)


def read_ticket(text: str, line: str) -> Ticket | None:
    """The ticket of that line; None for what is forged, another line's, or older than a day."""
    try:
        ticket = Ticket(*_loaded(text, TICKET_SALT, TICKET_SECONDS))
    except (signing.BadSignature, TypeError):
        return None
    return ticket if ticket.line == line else None


def read_pass(text: str, line: str, now: float | None = None) -> Pass | None:
    """The pass of that line; None for what is forged, another line's, or over."""
    try:
        found = Pass(*_loaded(text, PASS_SALT))
    except (signing.BadSignature, TypeError):
        return None
    is_over = found.until <= (time.time() if now is None else now)
    return None if is_over or found.line != line else found


def _loaded(text: str, salt: str, seconds: int | None = None) -> list[Any]:
    parts: list[Any] = signing.loads(text, salt=salt, max_age=seconds)
    return parts
