"""Celery's side of the portal: what its visitors need not wait for."""

from __future__ import annotations

from celery import shared_task

from portal.http import limits


@shared_task(name="portal.tasks.forget_ended_limits")
def forget_ended_limits() -> None:
    """Drop the counters of windows that are over."""
    limits.forget_ended()
