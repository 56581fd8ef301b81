"""Celery's side of rounds: what is due by the plan's hours."""

from __future__ import annotations

from celery import shared_task

from admissions.acts import by_the_clock


@shared_task(name="admissions.tasks.sweep_rounds")
def sweep_rounds() -> None:
    """Pass seats on where an hour of a plan has come."""
    by_the_clock.sweep()
