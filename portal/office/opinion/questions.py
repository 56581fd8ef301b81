"""Who asks the officer's opinion, about what, by when; what they answered. Least data: what the
question shows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from forms.summary import Row, SectionSummary, row_of, summarise
from organisations.calendar.working_time import WorkingCalendar, calendar_for
from portal.office.opinion.panel import Said, blank
from portal.office.shared.side_menu import frame
from portal.office.shared.task_row import step_title
from portal.office.shared.time_left import TimeLeft, time_left
from portal.shared.desk_visitor import asked_for, officer_of, reader_of
from workflows import permissions
from workflows.definition import Consult, Definition
from workflows.models import Dossier, Opinion, WorkItem
from workflows.process.nodes import ANSWERED, NOT_ANSWERED
from workflows.published import definition_of
from workflows.reading_rights import consultation as asked

ANSWERS, CLOSED = "da-tra-loi", "da-dong"  # what an address may ask for: ?loc=da-tra-loi
MOST = 50  # of a list; older ones are found by their dossier's code


@dataclass(frozen=True)
class Line:
    """One question in the list."""

    item: WorkItem
    dossier: Dossier
    question: str
    left: TimeLeft | None  # None: finished
    reminded: bool
    state: Promise | str


def consulted(request: HttpRequest) -> HttpResponse:
    """The questions that wait, or those answered, or those closed without an answer."""
    now = timezone.now()
    only = request.GET.get("loc", "")
    lines = list(_lines(_narrowed(reader_of(request).questions(), only), now))
    page = {**frame(reader_of(request), now, "consulted"), "lines": lines, "only": only}
    return render(request, "portal/office/consulted.html", page)


def consultation(request: HttpRequest, pk: int) -> HttpResponse:
    """One question: what is shown of the dossier, and the form to answer or what was answered."""
    item = asked_for(request, pk)
    return page(request, item, blank(item, asked.step_of(item)))


def page(
    request: HttpRequest, item: WorkItem, said: Said, refusal: str = "", status: int = 200
) -> HttpResponse:
    """The page of one question; `said` is what was typed so far."""
    officer, now = officer_of(request), timezone.now()
    definition = definition_of(item.process.version)
    step = asked.step_of(item)
    (line,) = _lines([item], now)
    shown: dict[str, Any] = {
        "line": line,
        "item": item,
        "dossier": item.process,
        "step": step,
        "summary": _shown(item.process, definition, step),
        "opinion": _given(item, step),
        "may_answer": permissions.may_claim(officer, item),
        "said": said,
        "refusal": refusal,
    }
    return render(request, "portal/office/consultation.html", shown, status=status)


def _narrowed(rows: QuerySet[WorkItem], only: str) -> QuerySet[WorkItem]:
    if only == ANSWERS:
        return rows.filter(outcome=ANSWERED).order_by("-finished")[:MOST]
    if only == CLOSED:
        return (
            rows.filter(finished__isnull=False)
            .exclude(outcome=ANSWERED)
            .order_by("-finished")[:MOST]
        )
    return rows.filter(finished=None).order_by(F("due_at").asc(nulls_last=True), "id")


def _lines(items: Iterable[WorkItem], now: dt.datetime) -> Iterable[Line]:
    """One look at the calendar per authority, and one for all reminders."""
    found = list(items)
    calendars: dict[int | None, WorkingCalendar] = {}
    reminded = set(
        WorkItem.objects.filter(
            pk__in=[item.pk for item in found], timers__kind="REMIND", timers__done_at__lte=now
        )
        .filter(finished=None)
        .values_list("pk", flat=True)
    )
    for item in found:
        if item.authority_id not in calendars:
            calendars[item.authority_id] = calendar_for(item.authority)
        left = None if item.finished else time_left(item.due_at, now, calendars[item.authority_id])
        yield Line(item, item.process, step_title(item), left, item.pk in reminded, _state(item))


def _state(item: WorkItem) -> Promise | str:
    """How a question stands, in words."""
    if item.finished is None:
        return ""
    if item.outcome == ANSWERED:
        return _("Đã trả lời")
    if item.outcome == NOT_ANSWERED:
        return _("Hết hạn, hồ sơ đã được xử lý tiếp")
    return _("Không cần trả lời nữa")


def _shown(dossier: Dossier, definition: Definition, step: Consult) -> list[SectionSummary]:
    """The application, less the answers that the question does not show."""
    fields = asked.fields_shown(definition, step)
    parts = summarise(definition.form, dossier.answers, (get_language() or "vi")[:2], official=True)
    kept = (
        replace(part, rows=[row for row in part.rows if row.field_id in fields]) for part in parts
    )
    return [part for part in kept if part.rows]


def _given(item: WorkItem, step: Consult) -> dict[str, Any] | None:
    """What was answered to this question, for the office that answered it."""
    given = Opinion.objects.filter(item=item).select_related("by").first()
    if given is None:
        return None
    fields = {field.id: field for field in step.fields}
    rows: list[Row] = [
        row_of(fields[name], value) for name, value in given.values.items() if name in fields
    ]
    return {"row": given, "rows": rows}
