"""The opinions on a dossier as the officer who opens it may read them, and whom it still waits
for.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from forms.summary import Row, row_of
from foundation.languages import in_language, name_in_language
from workflows.applicant.questions import open_question
from workflows.definition import AnyStep, Consult, Definition, Reply
from workflows.models import Dossier, Opinion, WorkItem
from workflows.opinions import store
from workflows.reading_rights import Standing


@dataclass(frozen=True)
class Shown:
    """One opinion."""

    office: str
    by: str
    at: dt.datetime
    step: str
    rows: list[Row]
    text: str
    confidential: bool


@dataclass(frozen=True)
class Replied:
    """What the applicant answered while the clock ran, or what their silence meant."""

    step: str
    by: str
    silent: bool
    rows: list[Row]


def opinions_of(standing: Standing, definition: Definition) -> dict[str, Any]:
    """What the view shows: `opinions` that came, the applicant's `replies`, and the tasks it is
    `waiting` for.
    """
    dossier = standing.dossier
    asked = [step.id for step in definition.steps if isinstance(step, Consult)]
    waiting = WorkItem.objects.filter(process=dossier, step__in=asked, finished__isnull=True)
    return {
        "opinions": [_shown(row) for row in store.readable(standing)],
        "replies": [
            _reply(dossier, step) for step in definition.steps if _is_answered(dossier, step)
        ],
        "question": open_question(dossier),
        "waiting": waiting.select_related("authority").order_by("id"),
    }


def _is_answered(dossier: Dossier, step: AnyStep) -> bool:
    return isinstance(step, Reply) and step.id in dossier.office


def _reply(dossier: Dossier, step: AnyStep) -> Replied:
    noted = dossier.office[step.id]
    rows = [
        row_of(field.beside(dossier.answers), noted[field.id])
        for field in step.fields
        if noted.get(field.id) not in (None, "", [])
    ]
    return Replied(in_language(step.title), dossier.filed_by, bool(noted.get("silent")), rows)


def _shown(row: Opinion) -> Shown:
    step = row.item.place  # as it was asked: the dossier may have another version now
    fields = {field.id: field for field in step.fields}
    rows = [row_of(fields[name], value) for name, value in row.values.items() if name in fields]
    return Shown(
        office=name_in_language(row.item.authority) if row.item.authority else "",
        by=str(row.by),
        at=row.at,
        step=in_language(step.title),
        rows=rows,
        text=row.text,
        confidential=row.confidential,
    )
