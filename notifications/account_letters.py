"""Sending what is owed to the owner of an account: lease, send, write down; back off when it fails.

The row names a person and a kind. Text, address and link are made when the letter leaves, so that
no link that opens an account lies in the database, in the broker or in a log.
"""

from __future__ import annotations

import datetime as dt
import logging
import smtplib
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation

from foundation import broker, outages
from foundation.leases import LEASE, free
from organisations.account_models import AccountLetter
from organisations.accounts import password_links, sign_in_links
from organisations.accounts.letters import letter_owed

log = logging.getLogger(__name__)

TASK = "notifications.tasks.send_account_letter"
MAX_ATTEMPTS = 8
FIRST_WAIT = dt.timedelta(seconds=15)
LONGEST_WAIT = dt.timedelta(hours=6)
State, Kind = AccountLetter.State, AccountLetter.Kind


def listen() -> None:
    """Ring the worker for each letter; called once, when the app is ready."""
    letter_owed.connect(_ring, dispatch_uid="account letters")


def sweep(limit: int = 50) -> int:
    """Send what is due and free, oldest first. Returns how many there were."""
    ids = list(_owed(timezone.now()).order_by("next_try_at").values_list("pk", flat=True)[:limit])
    for pk in ids:
        attempt(pk)
    return len(ids)


def attempt(pk: int) -> bool:
    """Send the letter if it is owed and free; True when it was sent now."""
    now = timezone.now()
    if not _owed(now).filter(pk=pk).update(lease_until=now + LEASE, attempts=F("attempts") + 1):
        return False
    rows = AccountLetter.objects.select_related(
        *(
            "person",
            "right__person",
            "right__role",
            "right__authority",
            "right__asked_by",
            "right__decided_by",
        )
    )
    letter = rows.get(pk=pk)
    try:
        _mail(letter).send()
    except password_links.LinkIsDead:  # the account was closed meanwhile
        AccountLetter.objects.filter(pk=pk).update(
            state=State.FAILED, lease_until=None, last_error="closed"
        )
        return False
    except password_links.NewAddress:
        AccountLetter.objects.filter(pk=pk).update(
            state=State.FAILED, lease_until=None, last_error="new address"
        )
        return False
    except Exception as error:  # whatever the mail server or the network did: the row remembers it
        _note_failure(letter, error)
        return False
    AccountLetter.objects.filter(pk=pk).update(
        state=State.SENT, sent_at=timezone.now(), lease_until=None, last_error=""
    )
    return True


def _ring(sender: Any, pk: int, **more: Any) -> None:
    broker.ring(TASK, [pk])


def _owed(now: dt.datetime) -> QuerySet[AccountLetter]:
    return AccountLetter.objects.filter(free(now), state=State.PENDING, next_try_at__lte=now)


def _mail(letter: AccountLetter) -> EmailMessage:
    """The text in Vietnamese; its first line is the subject."""
    said: dict[str, Any] = {
        "person": letter.person,
        "right": letter.right,
        "site": settings.SITE_URL.rstrip("/"),
    }
    said["days"] = settings.NEW_ADDRESS_DAYS
    if letter.kind == Kind.PASSWORD_LINK:
        said |= {
            "link": password_links.mailed_link_of(letter.person),
            "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
        }
    if letter.kind == Kind.SIGN_IN_LINK:
        hours = settings.PASSWORD_RESET_TIMEOUT // 3600
        said |= {"link": sign_in_links.sign_in_link_of(letter.person), "hours": hours}
    with translation.override("vi"):
        text = render_to_string(f"notifications/account/{letter.kind.lower()}.txt", said)
    subject, _line, body = text.strip().partition("\n")
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    number = f"{letter.created_at:%y%m%d%H%M%S%f}.{letter.pk}"
    return EmailMessage(
        subject=subject,
        body=body.strip() + "\n",
        to=[letter.address or letter.person.email],
        headers={"Message-ID": f"<account.{number}@{domain}>", "Auto-Submitted": "auto-generated"},
    )


def _note_failure(letter: AccountLetter, error: Exception) -> None:
    away = isinstance(error, OSError) and not isinstance(error, smtplib.SMTPResponseException)
    if letter.attempts >= MAX_ATTEMPTS and not away:
        letter.state = State.FAILED
    letter.next_try_at = timezone.now() + outages.wait(
        letter.attempts, FIRST_WAIT, LONGEST_WAIT, away
    )
    # the server's text may hold the address
    letter.lease_until, letter.last_error = None, type(error).__name__
    letter.save(update_fields=["state", "next_try_at", "lease_until", "last_error"])
    log.warning("account letter %s failed: %s", letter.pk, letter.last_error)
