"""Celery's side of the retention rules: once a night."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from privacy import retention


@shared_task(name="privacy.tasks.apply_retention")
def apply_retention() -> None:
    """Erase what is due today, announce what will be."""
    retention.apply(timezone.localdate())
