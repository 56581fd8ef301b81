"""What the applicant is asked while the legal clock runs (steps of kind reply)."""

from __future__ import annotations

from workflows.definition import Reply
from workflows.models import Dossier, WorkItem


def open_question(dossier: Dossier) -> tuple[WorkItem, Reply] | None:
    """The task that waits for the applicant's answer, with its step; None when they are asked
    nothing.
    """
    rows = WorkItem.objects.filter(process=dossier, finished__isnull=True, role="")
    for item in rows.select_related("process"):
        step = dossier.flow_class.definition.step(item.step)
        if isinstance(step, Reply):
            return item, step
    return None
