"""Which other offices were asked about a dossier and have answered, for its applicant; never what
they said.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.languages import name_in_language
from workflows.definition import Consult
from workflows.models import CONSULT, Dossier, WorkItem
from workflows.process.nodes import ANSWERED, NOT_ANSWERED

#: What became of a question, by the outcome of its task.
ANSWERS = {
    ANSWERED: gettext_lazy("%(office)s đã trả lời"),
    NOT_ANSWERED: gettext_lazy("Hết hạn mà %(office)s chưa trả lời, hồ sơ được xử lý tiếp"),
}


@dataclass(frozen=True)
class Event:
    """One line of the applicant's timeline."""

    at: dt.datetime
    title: str
    by: str  # who did it, with the office
    reason: str


def events_of(
    dossier: Dossier, entries: Sequence[dt.datetime]
) -> list[tuple[dt.datetime, int, Event]]:
    """(moment, order within it, event). `entries` are the moments of the journal: who was asked
    stands after the act that asked. What is asked inside the office, or in confidence, is the
    office's own.
    """
    rows = (
        WorkItem.objects.filter(process=dossier, flow_task_type=CONSULT)
        .select_related("authority")
        .order_by("pk")
    )
    told = []
    for item in rows:
        if item.authority_id == dossier.deciding_id or _is_confidential(item):
            continue
        office = name_in_language(item.authority) if item.authority else ""
        asks = next((at for at in entries if at >= item.created), item.created)
        by = name_in_language(dossier.deciding)
        told.append(
            (asks, 1, Event(item.created, _("Hỏi ý kiến: %(office)s") % {"office": office}, by, ""))
        )
        if item.finished and item.outcome in ANSWERS:
            told.append(
                (
                    item.finished,
                    1,
                    Event(
                        item.finished, str(ANSWERS[item.outcome]) % {"office": office}, office, ""
                    ),
                )
            )
    return told


def _is_confidential(item: WorkItem) -> bool:
    step = item.place
    return not isinstance(step, Consult) or step.asked[item.data["asked"]].confidential
