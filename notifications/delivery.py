"""Sending: lease, send, write down; back off when it fails. At least once, and the same Message-ID
each time.

A worker that dies between sending and writing leaves a lease that runs out; the message is then
sent again, and a mail server that knows its Message-ID drops the repeat.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from foundation import broker, outages
from foundation.leases import LEASE, Hold, free
from foundation.work_limits import at_most
from notifications.channels import channel_of
from notifications.models import Delivery

log = logging.getLogger(__name__)

TASK = "notifications.tasks.deliver"
MAX_ATTEMPTS = 11  # about two and a half days with the waits below
FIRST_WAIT = dt.timedelta(seconds=15)
LONGEST_WAIT = dt.timedelta(hours=12)


def attempt(pk: int) -> bool:
    """Send the message of delivery `pk` by its channel, if it is owed and free; True when it was
    sent now.
    """
    now = timezone.now()
    taken = _owed(now).filter(pk=pk).update(lease_until=now + LEASE, attempts=F("attempts") + 1)
    if not taken:
        return False
    delivery = Delivery.objects.select_related("message__entry").get(pk=pk)
    try:
        with Hold(Delivery, pk, now + LEASE), at_most(settings.WORK_SECONDS):
            channel_of(delivery.message).send(delivery.message)
    except Exception as error:  # whatever the server or the network did: the row remembers it
        _note_failure(delivery, error)
        return False
    Delivery.objects.filter(pk=pk).update(
        state=Delivery.State.SENT, sent_at=timezone.now(), lease_until=None, last_error=""
    )
    return True


def ring_after_commit(ids: Sequence[int]) -> None:
    """Have a worker try these deliveries once the transaction is committed; the sweep finds what
    this loses.
    """
    transaction.on_commit(lambda: ring(ids))


def ring(ids: Sequence[int]) -> None:
    """Tell the worker. A broker that is away loses nothing: the rows stay owed."""
    broker.ring(TASK, ids)


def sweep(limit: int = 50) -> int:
    """Send what is due and free, oldest first. Returns how many there were."""
    ids = list(_owed(timezone.now()).order_by("next_try_at").values_list("pk", flat=True)[:limit])
    for pk in ids:
        attempt(pk)
    return len(ids)


def try_again(deliveries: QuerySet[Delivery]) -> int:
    """An administrator mended the cause: start over with those that failed. Returns how many."""
    failed = deliveries.filter(state=Delivery.State.FAILED)
    return failed.update(
        state=Delivery.State.PENDING, attempts=0, next_try_at=timezone.now(), last_error=""
    )


def _owed(now: dt.datetime) -> QuerySet[Delivery]:
    return Delivery.objects.filter(free(now), state=Delivery.State.PENDING, next_try_at__lte=now)


def _note_failure(delivery: Delivery, error: Exception) -> None:
    failure = channel_of(delivery.message).failure(error)
    if failure.is_hopeless or (delivery.attempts >= MAX_ATTEMPTS and not failure.is_away):
        delivery.state = Delivery.State.FAILED
    delivery.next_try_at = timezone.now() + outages.wait(
        delivery.attempts, FIRST_WAIT, LONGEST_WAIT, failure.is_away
    )
    delivery.lease_until = None
    delivery.last_error = f"{type(error).__name__} {failure.code}".strip()
    delivery.save(update_fields=["state", "next_try_at", "lease_until", "last_error"])
    log.warning("delivery %s failed: %s", delivery.pk, delivery.last_error)
    # one message's try is enough for the others of its channel until the next sweep
    if failure.is_away:
        now = timezone.now()
        others = _owed(now).filter(message__channel=delivery.message.channel)
        others.update(next_try_at=now + outages.NEXT_TRY, last_error=delivery.last_error)
