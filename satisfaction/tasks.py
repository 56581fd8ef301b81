"""Celery's side of the question."""

from __future__ import annotations

from celery import shared_task

from satisfaction import asking


@shared_task(name="satisfaction.tasks.sweep_questions")
def sweep_questions() -> None:
    """Ask about what was handed over a day ago."""
    asking.sweep()
