"""Celery's side of the quarantine: the sweep that beat calls every 30 seconds."""

from __future__ import annotations

from celery import shared_task

from forms import rescanning


@shared_task(name="forms.tasks.scan_waiting")
def scan_waiting() -> None:
    """Scan the files that have no verdict yet."""
    rescanning.sweep()
