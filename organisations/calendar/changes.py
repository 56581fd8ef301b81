"""What follows a change of days or hours: cached calendars are dropped everywhere, and others may
recompute.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import Signal

#: Sent inside the changing transaction with `token: uuid.UUID`, the name of the calendar now in
#: force.
calendar_changed = Signal()


def announce() -> None:
    """Give the calendar a new token and tell who listens; called by itself after each saved or
    deleted row.

    Code that writes rows in bulk, which Django does not signal, calls it once afterwards.
    """
    from organisations.calendar_models import CalendarState

    token = uuid.uuid4()
    with transaction.atomic():
        CalendarState.objects.update_or_create(pk=1, defaults={"token": token})
        calendar_changed.send(sender=CalendarState, token=token)


def watch() -> None:
    """Connect to the rows that make a calendar; called once, when the app is ready."""
    from organisations.calendar_models import CalendarDay, WorkingHours

    for model in (CalendarDay, WorkingHours):
        for signal in (post_save, post_delete):
            signal.connect(
                _announce_row, sender=model, dispatch_uid=f"calendar_{model.__name__}_{id(signal)}"
            )


def _announce_row(sender: type[Any], raw: bool = False, **signal: Any) -> None:
    announce()
