"""Celery's side of the uploads: the quarantine's sweep, every 30 seconds, and what broken uploads
left, every hour.
"""

from __future__ import annotations

from celery import shared_task

from forms.files import leftovers, rescanning


@shared_task(name="forms.tasks.scan_waiting")
def scan_waiting() -> None:
    """Scan the files that have no verdict yet."""
    rescanning.sweep()


@shared_task(name="forms.tasks.clear_leftovers")
def clear_leftovers() -> None:
    """Remove the files of uploads whose process died."""
    leftovers.clear()
