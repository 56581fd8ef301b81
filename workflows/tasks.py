"""Celery's side of the outbox: one task per effect, and the sweep that beat calls every 30
seconds.
"""

from __future__ import annotations

from celery import shared_task

from foundation import broker
from workflows import organisation_reforms
from workflows.background import due_timers, grant_days, heartbeat, left_tasks, mandate_days
from workflows.journal import anchors, outbox


@shared_task(name="workflows.tasks.beat_heart", expires=heartbeat.PULSE_SECONDS)
def beat_heart() -> None:
    """A worker lives that takes tasks; the timer lives that sent this."""
    heartbeat.live(heartbeat.WORKER)


@shared_task(name="workflows.tasks.run_effect")
def run_effect(pk: int) -> None:
    """Do the effect with this row id, if it is still owed."""
    outbox.run(pk)


@shared_task(name="workflows.tasks.sweep_effects")
def sweep_effects() -> None:
    """Do what a crash or a lost ring left behind; while there is more, again."""
    if outbox.sweep():
        broker.ring_once(sweep_effects.name)


@shared_task(name="workflows.tasks.sweep_reforms")
def sweep_reforms() -> None:
    """Run the reforms of the organisation whose day has come."""
    organisation_reforms.sweep()


@shared_task(name="workflows.tasks.sweep_timers")
def sweep_timers() -> None:
    """Do what time does by itself; while there is more, again."""
    if due_timers.fire():
        broker.ring_once(sweep_timers.name)


@shared_task(name="workflows.tasks.sweep_left_tasks")
def sweep_left_tasks() -> None:
    """Put tasks back into their queues whose owners may do them no longer."""
    left_tasks.give_back()


@shared_task(name="workflows.tasks.sweep_grants")
def sweep_grants() -> None:
    """Remind of the end of grants, and write it down; while there is more, again."""
    if grant_days.sweep():
        broker.ring_once(sweep_grants.name)


@shared_task(name="workflows.tasks.sweep_mandates")
def sweep_mandates() -> None:
    """End mandates whose day is over; while there is more, again."""
    if mandate_days.sweep():
        broker.ring_once(sweep_mandates.name)


@shared_task(name="workflows.tasks.drop_anchors")
def drop_anchors() -> None:
    """Once a day, write down where the journal stands."""
    anchors.sweep()
