"""Sending: lease, send, write down; back off when it fails. At least once, and the same Message-ID each time.

A worker that dies between sending and writing leaves a lease that runs out; the message is then sent again, and a mail
server that knows its Message-ID drops the repeat.
"""

from __future__ import annotations

import datetime as dt
import logging
import smtplib
from collections.abc import Sequence
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from notifications.models import Delivery, Message
from organisations import outages
from organisations.leases import LEASE, Hold, free
from workflows import doorbell

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 11  # about two and a half days with the waits below
FIRST_WAIT = dt.timedelta(seconds=15)
LONGEST_WAIT = dt.timedelta(hours=12)


def attempt(pk: int) -> bool:
    """Send the e-mail of delivery `pk` if it is owed and free; True when it was sent now."""
    now = timezone.now()
    taken = _owed(now).filter(pk=pk).update(lease_until=now + LEASE, attempts=F("attempts") + 1)
    if not taken:
        return False
    delivery = Delivery.objects.select_related("message__entry").get(pk=pk)
    try:
        with Hold(Delivery, pk, now + LEASE):
            _mail(delivery.message).send()
    except Exception as error:  # whatever the mail server or the network did: the row remembers it
        _note_failure(delivery, error)
        return False
    Delivery.objects.filter(pk=pk).update(
        state=Delivery.State.SENT, sent_at=timezone.now(), lease_until=None, last_error=""
    )
    return True


def ring_after_commit(ids: Sequence[int]) -> None:
    """Have a worker try these deliveries once the transaction is committed; the sweep finds what this loses."""
    transaction.on_commit(lambda: ring(ids))


def ring(ids: Sequence[int]) -> None:
    """Tell the worker. A broker that is away loses nothing: the rows stay owed."""
    from notifications.tasks import deliver

    doorbell.ring(deliver, ids)


def sweep(limit: int = 50) -> int:
    """Send what is due and free, oldest first. Returns how many there were."""
    ids = list(_owed(timezone.now()).order_by("next_try_at").values_list("pk", flat=True)[:limit])
    for pk in ids:
        attempt(pk)
    return len(ids)


def try_again(deliveries: QuerySet[Delivery]) -> int:
    """An administrator mended the cause: start over with those that failed. Returns how many."""
    failed = deliveries.filter(state=Delivery.State.FAILED)
    return failed.update(state=Delivery.State.PENDING, attempts=0, next_try_at=timezone.now(), last_error="")


def _owed(now: dt.datetime) -> QuerySet[Delivery]:
    return Delivery.objects.filter(free(now), state=Delivery.State.PENDING, next_try_at__lte=now)


def _mail(message: Message) -> EmailMessage:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return EmailMessage(
        subject=message.subject,
        body=message.body,
        to=[message.address],
        headers={
            "Message-ID": f"<{message.entry.hash[:32]}.{message.pk}@{domain}>",
            "Auto-Submitted": "auto-generated",  # RFC 3834: no holiday notice in answer
        },
    )


def _note_failure(delivery: Delivery, error: Exception) -> None:
    code = _smtp_code(error)
    hopeless = isinstance(error, smtplib.SMTPRecipientsRefused) and 500 <= code < 600  # no such mailbox
    away = _server_is_away(error)
    if hopeless or (delivery.attempts >= MAX_ATTEMPTS and not away):
        delivery.state = Delivery.State.FAILED
    delivery.next_try_at = timezone.now() + outages.wait(delivery.attempts, FIRST_WAIT, LONGEST_WAIT, away)
    delivery.lease_until = None
    delivery.last_error = f"{type(error).__name__} {code or ''}".strip()  # the server's text may hold the address
    delivery.save(update_fields=["state", "next_try_at", "lease_until", "last_error"])
    log.warning("delivery %s failed: %s", delivery.pk, delivery.last_error)
    if away:  # one letter's try is enough until the next sweep
        now = timezone.now()
        _owed(now).update(next_try_at=now + outages.NEXT_TRY, last_error=delivery.last_error)


def _server_is_away(error: Exception) -> bool:
    """No mail server took the call, or it said good-bye: nothing is wrong with the letter."""
    if isinstance(error, smtplib.SMTPException):
        return isinstance(error, smtplib.SMTPConnectError | smtplib.SMTPServerDisconnected)
    return isinstance(error, OSError) or outages.is_passing(error)


def _smtp_code(error: Exception) -> int:
    """The mail server's reply code (RFC 5321), 0 when it gave none."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return min((reply[0] for reply in error.recipients.values()), default=0)
    return int(getattr(error, "smtp_code", 0) or 0)
