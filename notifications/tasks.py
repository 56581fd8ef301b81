"""Celery's side of the deliveries: one task per e-mail, and the sweep that beat calls every 30
seconds.
"""

from __future__ import annotations

from celery import shared_task

from foundation import broker
from notifications import account_letters, bounce_mailbox, contact_codes, delivery, digest


@shared_task(name="notifications.tasks.deliver")
def deliver(pk: int) -> None:
    """Send the e-mail of this delivery, if it is still owed."""
    delivery.attempt(pk)


@shared_task(name="notifications.tasks.sweep_deliveries")
def sweep_deliveries() -> None:
    """Send what failed before or was left by a crash; while there is more, again."""
    if delivery.sweep():
        broker.ring_once(sweep_deliveries.name)


@shared_task(name="notifications.tasks.send_account_letter")
def send_account_letter(pk: int) -> None:
    """Send this letter about an account, if it is still owed."""
    account_letters.attempt(pk)


@shared_task(name="notifications.tasks.sweep_account_letters")
def sweep_account_letters() -> None:
    """Send the letters about accounts that failed before or were left by a crash."""
    account_letters.sweep()


@shared_task(name="notifications.tasks.send_contact_code")
def send_contact_code(pk: int) -> None:
    """Send the code that proves a contact, if it is still owed."""
    contact_codes.attempt(pk)


@shared_task(name="notifications.tasks.sweep_contact_codes")
def sweep_contact_codes() -> None:
    """Send the codes that failed before or were left by a crash."""
    contact_codes.sweep()


@shared_task(name="notifications.tasks.take_bounces")
def take_bounces() -> None:
    """Read the mailbox to which letters come back, where the site has one."""
    if bounce_mailbox.is_set():
        bounce_mailbox.take()


@shared_task(name="notifications.tasks.sweep_digests")
def sweep_digests() -> None:
    """The morning's letters to officers who asked for them."""
    digest.sweep()
