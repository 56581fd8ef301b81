"""Celery's side of the appointments."""

from __future__ import annotations

from celery import shared_task

from appointments import booking


@shared_task(name="appointments.tasks.remind")
def remind() -> None:
    """Remind who comes within a day."""
    booking.sweep()
