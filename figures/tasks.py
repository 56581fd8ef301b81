"""Celery's side of the figures."""

from __future__ import annotations

from celery import shared_task

from figures import sweeping
from foundation import broker

AT_ONCE = 50


@shared_task(name="figures.tasks.sweep_figures")
def sweep_figures() -> None:
    """Count what is due; while a long history is still being caught up with, again."""
    if sweeping.sweep(AT_ONCE) == AT_ONCE:
        broker.ring_once(sweep_figures.name)
