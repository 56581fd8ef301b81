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
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from foundation import broker, outages
from foundation.leases import LEASE, Hold, free
from foundation.work_limits import at_most
from notifications import dead_addresses, quiet_hours
from notifications.channels import CHANNELS, Failure, channel_of, following, loud_channels
from notifications.models import Delivery, Message

log = logging.getLogger(__name__)

TASK, SWEEP = "notifications.tasks.deliver", "notifications.tasks.sweep_deliveries"
SHARE = 50  # letters of one sweep
MAX_ATTEMPTS = 11  # about two and a half days with the waits below
FIRST_WAIT = dt.timedelta(seconds=15)
LONGEST_WAIT = dt.timedelta(hours=12)
TRIES_BEFORE_NEXT = 5  # where there is a next way: about twenty minutes
State = Delivery.State


def attempt(pk: int) -> bool:
    """Send the message of delivery `pk` by its channel, if it is owed and free; True when it was
    sent now.
    """
    now = timezone.now()
    if _waits_for_morning(pk, now):
        return False
    taken = _owed(now).filter(pk=pk).update(lease_until=now + LEASE, attempts=F("attempts") + 1)
    if not taken:
        return False
    delivery = Delivery.objects.select_related(
        "message__entry", "message__dossier__applicant", "message__recipient"
    ).get(pk=pk)
    try:
        with Hold(Delivery, pk, now + LEASE), at_most(settings.WORK_SECONDS):
            channel_of(delivery.message).send(delivery.message)
    except Exception as error:  # whatever the server or the network did: the row remembers it
        _note_failure(delivery, error)
        return False
    Delivery.objects.filter(pk=pk).update(
        state=State.SENT, sent_at=timezone.now(), lease_until=None, last_error=""
    )
    return True


def ring_after_commit(ids: Sequence[int]) -> None:
    """Have a worker try these deliveries once the transaction is committed; the sweep finds what
    this loses.
    """
    transaction.on_commit(lambda: ring(ids))


def ring(ids: Sequence[int]) -> None:
    """Tell the worker. A broker that is away loses nothing: the rows stay owed.

    For hundreds of letters the sweep is rung, once for each share of it: a ring for each would take
    longer than they.
    """
    if len(ids) <= SHARE:
        broker.ring(TASK, ids)
        return
    for _share in range(0, len(ids), SHARE):
        broker.ring_once(SWEEP)


def sweep(limit: int = SHARE) -> int:
    """Send what is due and free, oldest first. Returns how many there were."""
    ids = list(_owed(timezone.now()).order_by("next_try_at").values_list("pk", flat=True)[:limit])
    for pk in ids:
        attempt(pk)
    return len(ids)


def try_again(deliveries: QuerySet[Delivery]) -> int:
    """An administrator mended the cause: start over with those that failed. Returns how many."""
    failed = deliveries.filter(state=State.FAILED)
    return failed.update(state=State.PENDING, attempts=0, next_try_at=timezone.now(), last_error="")


def note_bounce(delivery: Delivery, code: str, for_good: bool) -> bool:
    """What was sent came back: the next way gets it; `for_good`: nobody is at the address. False
    where it is known already.
    """
    message = delivery.message
    with transaction.atomic():
        sent = Delivery.objects.filter(pk=delivery.pk, state=State.SENT)
        if not sent.update(state=State.BOUNCED, last_error=f"Bounced {code}".strip()):
            return False
        if for_good:
            dead_addresses.note(message.channel, message.address, code)
        if next_one := following(message):
            _owe(next_one)
    return True


def _owed(now: dt.datetime) -> QuerySet[Delivery]:
    return Delivery.objects.filter(free(now), state=State.PENDING, next_try_at__lte=now)


def _note_failure(delivery: Delivery, error: Exception) -> None:
    message = delivery.message
    known = message.channel in CHANNELS
    failure = channel_of(message).failure(error) if known else Failure("", False, is_hopeless=True)
    may_go_on = failure.is_away or failure.not_before is not None
    gives_up = failure.is_hopeless or (delivery.attempts >= MAX_ATTEMPTS and not may_go_on)
    wait = outages.wait(delivery.attempts, FIRST_WAIT, LONGEST_WAIT, failure.is_away)
    delivery.next_try_at = failure.not_before or timezone.now() + wait
    delivery.lease_until = None
    delivery.last_error = f"{type(error).__name__} {failure.code}".strip()
    log.warning("delivery %s failed: %s", delivery.pk, delivery.last_error)
    if failure.is_dead:
        dead_addresses.note(message.channel, message.address, failure.code)
    hand_on = gives_up or failure.not_before or delivery.attempts >= TRIES_BEFORE_NEXT
    if not (hand_on and _handed_on(delivery)):
        delivery.state = State.FAILED if gives_up else State.PENDING
        _keep(delivery)
    # one message's try is enough for the others of its channel until the next sweep
    if failure.is_away:
        now = timezone.now()
        others = _owed(now).filter(message__channel=message.channel)
        others.update(next_try_at=now + outages.NEXT_TRY, last_error=delivery.last_error)


def _handed_on(delivery: Delivery) -> bool:
    """The next way has the message, in one transaction with this one's end; False where there is
    none.
    """
    message = following(delivery.message)
    if message is None:
        return False
    with transaction.atomic():
        delivery.state = State.PASSED
        _keep(delivery)
        _owe(message)
    return True


def _owe(message: Message) -> None:
    """Owe the message; nothing where its address heard of the entry already: people of one
    household may share a mailbox.
    """
    try:
        with transaction.atomic():
            message.save()
    except IntegrityError:  # `message_to_address_once`
        return
    owed = Delivery.objects.create(message=message)
    ring_after_commit([owed.pk])


def _keep(delivery: Delivery) -> None:
    delivery.save(update_fields=["state", "next_try_at", "lease_until", "last_error"])


def _waits_for_morning(pk: int, now: dt.datetime) -> bool:
    """A telephone does not ring in the quiet hours; what waits for their end was not tried."""
    ends = quiet_hours.ended(now)
    if ends <= now:
        return False
    loud = Delivery.objects.filter(pk=pk, message__channel__in=loud_channels(), state=State.PENDING)
    return bool(loud.filter(free(now)).update(next_try_at=ends))
