"""The control slip of a dossier (TT 03/2025/TT-VPCP): every time it changed hands, as journal and
tasks tell it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from foundation.languages import in_vietnamese
from workflows.definition import Definition
from workflows.journal.act_kinds import label_of
from workflows.models import Dossier, Entry, WorkItem
from workflows.papers.facts import due_text, moment_text
from workflows.published import definition_of

BEFORE, ON_TIME, AFTER, OPEN = "Trước hạn", "Đúng hạn", "Quá hạn", "Đang giải quyết"
APPLICANT = "Người nộp hồ sơ"
WORKER = "Hệ thống"


@dataclass(frozen=True)
class Hand:
    """One row: who gave, who took, when, whether it was done in the step's time, and what came of
    it.
    """

    gave: str
    took: str
    at: dt.datetime
    result: str
    note: str


def hands(dossier: Dossier) -> list[Hand]:
    """The rows in order. People and offices are named as they were then; what is open stands
    last.
    """
    definition = definition_of(dossier.version)
    entries = list(Entry.objects.filter(dossier=dossier).order_by("sequence"))
    done = WorkItem.objects.filter(process=dossier, status="DONE").order_by("finished", "pk")
    rows, gave = [], APPLICANT
    for item in done.select_related("authority"):
        entry = next(
            (one for one in entries if one.step == item.step and one.at >= item.finished), None
        )
        if entry is None:
            continue
        took = _taker(item, entry)
        rows.append(Hand(gave, took, item.created, _result(item), _note(entry, definition)))
        gave = took
    return rows + [Hand(gave, _holder(item), item.created, OPEN, "") for item in _open(dossier)]


def slip_facts(dossier: Dossier) -> dict[str, str | list[str]]:
    """What the template of the slip states, but for the letterhead."""
    rows = hands(dossier)
    asked = WorkItem.objects.filter(process=dossier, flow_task_type="CONSULT").select_related(
        "authority"
    )
    assists = sorted(
        {item.authority.name for item in asked if item.authority} - {dossier.deciding.name}
    )
    return {
        "dossier_code": dossier.code,
        "content": in_vietnamese(definition_of(dossier.version).title),
        "handles": dossier.deciding.name,
        "assists": "; ".join(assists),
        "received_at_text": moment_text(dossier.accepted_at),
        "due_at_text": due_text(dossier, dossier.due_at),
        "numbers": [str(number) for number in range(1, len(rows) + 1)],
        "gave": [row.gave for row in rows],
        "took": [row.took for row in rows],
        "moments": [f"{timezone.localtime(row.at):%H:%M %d/%m/%Y}" for row in rows],
        "results": [row.result for row in rows],
        "notes": [row.note for row in rows],
    }


def _open(dossier: Dossier) -> Iterator[WorkItem]:
    yield from (
        WorkItem.objects.filter(process=dossier, finished=None)
        .select_related("authority", "owner")
        .order_by("pk")
    )


def _taker(item: WorkItem, entry: Entry) -> str:
    if item.flow_task.task_type == "WAIT":
        return APPLICANT
    return ", ".join(part for part in (entry.actor_name, entry.authority) if part)


def _holder(item: WorkItem) -> str:
    if item.authority is None:
        return APPLICANT if item.flow_task.task_type == "WAIT" else WORKER
    return ", ".join(part for part in (str(item.owner or ""), item.authority.name) if part)


def _result(item: WorkItem) -> str:
    """In the step's time: on its last day, before that day, or after its end; "" for what has no
    time of its own.
    """
    if item.due_at is None or item.finished is None:
        return ""
    if item.finished > item.due_at:
        return AFTER
    same_day = timezone.localdate(item.finished) == timezone.localdate(item.due_at)
    return ON_TIME if same_day else BEFORE


def _note(entry: Entry, definition: Definition) -> str:
    step = definition.step(entry.step)
    chosen = next((one for one in step.outcomes if one.id == entry.outcome), None)
    title: str = in_vietnamese(step.title)
    return (
        f"{title}: {in_vietnamese(chosen.title)}"
        if chosen
        else f"{title}: {label_of(entry.act) or ''}"
    )
