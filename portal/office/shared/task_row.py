"""A task as a row of a queue: what it is, how long there is, who has it, and what the reader may
press.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from foundation.languages import in_language
from organisations.calendar.working_time import WorkingCalendar, calendar_for
from organisations.models import User
from portal.office.shared.time_left import TimeLeft, time_left
from workflows.models import Dossier, WorkItem
from workflows.published import definition_of

#: Large columns that a row never shows; read only if a definition is not in memory yet.
HEAVY = (
    "data",
    "process__answers",
    "process__office",
    "process__version__source",
    "process__version__canonical",
)


@dataclass(frozen=True)
class Row:
    """One task in a table."""

    item: WorkItem
    dossier: Dossier
    step_title: str
    left: TimeLeft
    mine: bool

    @property
    def act(self) -> str:
        """Where the row's button leads: the task goes back to the queue, or comes to the reader."""
        return reverse("portal:release" if self.mine else "portal:claim", args=[self.item.pk])

    @property
    def other_person(self) -> bool:
        """True when the holder is not the one who applies."""
        dossier = self.dossier
        return dossier.represented_id is not None or dossier.holder_name != dossier.applicant_name


def rows_of(items: Iterable[WorkItem], reader: User, now: dt.datetime) -> list[Row]:
    """Rows in the given order; one look at the calendar per authority, none per row."""
    calendars: dict[int | None, WorkingCalendar] = {}
    found = []
    for item in items:
        if item.authority_id not in calendars:
            calendars[item.authority_id] = calendar_for(item.authority)
        left = time_left(item.due_at or item.process.due_at, now, calendars[item.authority_id])
        found.append(Row(item, item.process, step_title(item), left, item.owner_id == reader.pk))
    return found


def step_title(item: WorkItem) -> str:
    """The name of the task's step in the version the dossier runs on."""
    return in_language(definition_of(item.process.version).step(item.step).title)
