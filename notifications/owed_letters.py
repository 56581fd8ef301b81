"""Rows that owe somebody a letter: lease one, send, write down; back off when it fails.

Of both kinds (`AccountLetter`, `ContactProof`): `state`, `attempts`, `next_try_at`, `lease_until`,
`last_error`. What a row says to whom is made when it leaves, so that nothing that opens an account
lies in database, broker or log.
"""

from __future__ import annotations

import datetime as dt
import logging
import smtplib
from collections.abc import Callable
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Model, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation

from forms.errors import Refused
from foundation import outages
from foundation.leases import LEASE, free
from notifications.channels import sms

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 8
FIRST_WAIT = dt.timedelta(seconds=15)
LONGEST_WAIT = dt.timedelta(hours=6)
PENDING, SENT, FAILED = "PENDING", "SENT", "FAILED"


class NotToBeSent(Exception):
    """The letter is owed no longer; the text is the word that the row keeps."""


def sweep(rows: QuerySet[Any], attempt: Callable[[int], bool], limit: int = 50) -> int:
    """Send what is due and free, oldest first. Returns how many there were."""
    due = owed(rows, timezone.now()).order_by("next_try_at")
    ids = list(due.values_list("pk", flat=True)[:limit])
    for pk in ids:
        attempt(pk)
    return len(ids)


def attempt(
    rows: QuerySet[Any], pk: int, send: Callable[[Any], None], forgets: tuple[str, ...] = ()
) -> bool:
    """Send the letter if it is owed and free; True when it was sent now.

    `forgets`: columns that are emptied once it was sent or is given up.
    """
    now = timezone.now()
    mine = {"lease_until": now + LEASE, "attempts": F("attempts") + 1}
    if not owed(rows, now).filter(pk=pk).update(**mine):
        return False
    row = rows.get(pk=pk)
    try:
        send(row)
    except NotToBeSent as why:
        rows.filter(pk=pk).update(
            state=FAILED, lease_until=None, last_error=str(why), **_emptied(forgets)
        )
        return False
    except Exception as error:  # whatever the server or the network did: the row remembers it
        _note_failure(row, error, forgets)
        return False
    rows.filter(pk=pk).update(
        state=SENT, lease_until=None, last_error="", **_sent_at(row), **_emptied(forgets)
    )
    return True


def owed(rows: QuerySet[Any], now: dt.datetime) -> QuerySet[Any]:
    """Those that are to be sent now."""
    return rows.filter(free(now), state=PENDING, next_try_at__lte=now)


def mail(template: str, said: dict[str, Any], to: str, number: str) -> EmailMessage:
    """The text in Vietnamese; its first line is the subject. `number`: a repeat has the same."""
    with translation.override("vi"):
        text = render_to_string(template, {"site": settings.SITE_URL, **said})
    subject, _line, body = text.strip().partition("\n")
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return EmailMessage(
        subject=subject,
        body=body.strip() + "\n",
        to=[to],
        headers={"Message-ID": f"<account.{number}@{domain}>", "Auto-Submitted": "auto-generated"},
    )


def text(number: str, said: str) -> None:
    """One text to a telephone. Raises NotSent, and NotToBeSent for a number that none can reach."""
    try:
        sms.send_now(number, " ".join(said.split()))
    except Refused:
        raise NotToBeSent("no mobile number") from None


def _sent_at(row: Model) -> dict[str, Any]:
    return {"sent_at": timezone.now()} if hasattr(row, "sent_at") else {}


def _emptied(columns: tuple[str, ...]) -> dict[str, str]:
    return dict.fromkeys(columns, "")


def _note_failure(row: Any, error: Exception, forgets: tuple[str, ...]) -> None:
    away = isinstance(error, OSError) and not isinstance(error, smtplib.SMTPResponseException)
    if row.attempts >= MAX_ATTEMPTS and not away:
        row.state = FAILED
        for column in forgets:
            setattr(row, column, "")
    wait = outages.wait(row.attempts, FIRST_WAIT, LONGEST_WAIT, away)
    row.next_try_at = timezone.now() + wait
    row.lease_until = None
    row.last_error = type(error).__name__  # the server's text may hold the address
    row.save(update_fields=["state", "next_try_at", "lease_until", "last_error", *forgets])
    log.warning("%s %s failed: %s", type(row).__name__, row.pk, row.last_error)
