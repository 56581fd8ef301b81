"""Celery's side of the deliveries: one task per e-mail, and the sweep that beat calls every 30 seconds."""

from __future__ import annotations

from celery import shared_task

from notifications import delivery
from workflows import doorbell


@shared_task(name="notifications.tasks.deliver")
def deliver(pk: int) -> None:
    """Send the e-mail of this delivery, if it is still owed."""
    delivery.attempt(pk)


@shared_task(name="notifications.tasks.sweep_deliveries")
def sweep_deliveries() -> None:
    """Send what failed before or was left by a crash; while there is more, again."""
    if delivery.sweep():
        doorbell.ring_once(sweep_deliveries)
