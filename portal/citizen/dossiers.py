"""My dossiers: the list, one dossier with its timeline, the confirmation after filing."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import mark_safe

from conversation import remarks
from forms.summary import summarise
from organisations.calendar.working_time import calendar_for
from portal.citizen.asked import request_of
from portal.http.access import SignedIn
from portal.shared import calendar_files
from portal.wording.definition_texts import time_limit
from portal.wording.status_sentence import standing_of
from portal.wording.titles import document_title
from satisfaction.models import Survey
from workflows import fee_requests, permissions
from workflows.applicant import co_signing, earlier_answers
from workflows.deadlines.limit_in_force import limit_of
from workflows.deadlines.time_limits import due_time
from workflows.drawing import diagram
from workflows.lifecycle import Status
from workflows.models import Dossier, Draft, WorkItem
from workflows.process import commitments
from workflows.published import definition_of

PAGE = 20


def my_dossiers(request: SignedIn) -> HttpResponse:
    """Unfinished drafts, then the filed dossiers, newest first, with who has each one now."""
    filed = Dossier.objects.filter(permissions.own(request.user)).select_related(
        "version__procedure", "deciding", "receiving"
    )
    pages = Paginator(filed.order_by("-id"), PAGE)
    shown = pages.get_page(request.GET.get("trang"))
    open_items = WorkItem.objects.filter(
        process__in=list(shown), finished__isnull=True, authority__isnull=False
    )
    desks = {
        item.process_id: item for item in open_items.select_related("authority").order_by("-id")
    }
    own_drafts = Draft.objects.filter(
        owner=request.user, dossier__isnull=True, counter=None, office=None
    )
    page = {
        "drafts": own_drafts.select_related("version__procedure"),
        "rows": [(dossier, desks.get(dossier.pk)) for dossier in shown],
        "shown": shown,
    }
    return render(request, "portal/citizen/my_dossiers.html", page)


def dossier(request: SignedIn, code: str) -> HttpResponse:
    """One of my dossiers: what I must do, the expected date, who has it, papers, documents, the
    timeline.
    """
    found = seen_dossier(request, code)
    acts = permissions.is_applicant(request.user, found)
    definition = definition_of(found.version)
    standing = standing_of(found)
    drawing = diagram.svg(
        definition, standing.desk.step if standing.desk else None, request.LANGUAGE_CODE
    )
    links: list[Any] = list(found.documents.select_related("document__template"))
    for link in links:
        link.document.called = document_title(link.document)
    results, outdated = definition.document_ids(), {one.document.pk for one in standing.news}
    issued = [link.document for link in links if link.kind in results and link.document.sealed_at]
    page = {
        "dossier": found,
        "standing": standing,
        "procedure": found.version.procedure,
        "supplement": request_of(found) if permissions.may_supply(request.user, found) else None,
        "question": standing.question if acts else None,
        "fee": fee_requests.asked(found)
        if acts and found.legal_status == Status.PAYMENT_ASKED
        else None,
        "may_apply_again": acts and not earlier_answers.why_not(found),
        "may_amend": permissions.may_amend(request.user, found),
        "may_withdraw": permissions.may_withdraw(request.user, found),
        **_rating(found, acts),
        "unread": remarks.unread_by_applicant(found),
        "documents": [link.document for link in links],
        "results": [one for one in issued if one.pk not in outdated],
        "co_signed": co_signing.of_dossier(found, definition),
        "told": commitments.told_to_applicant(found),
        "summary": summarise(definition.form, found.answers, request.LANGUAGE_CODE),
        "is_in_round": bool(definition.round),
        "diagram": mark_safe(drawing),  # noqa: S308 - our own drawing, its texts escaped by workflows.drawing.diagram
    }
    return render(request, "portal/citizen/dossier.html", page)


def _rating(found: Dossier, acts: bool) -> dict[str, Any]:
    """Whether the question is still to be answered, and the head's word to a negative answer."""
    survey = Survey.objects.filter(dossier=found).first()
    is_open = acts and found.legal_status == Status.RETURNED
    return {
        "may_rate": is_open and (survey is None or survey.grade is None),
        "rating_reply": survey.reply if survey else "",
    }


def due_calendar(request: SignedIn, code: str) -> HttpResponse:
    """The day of the result, for the applicant's own calendar."""
    found = seen_dossier(request, code)
    link = request.build_absolute_uri(reverse("portal:dossier", args=[found.code]))
    file = calendar_files.of_due_date(found, link)
    if file is None:
        raise Http404
    return file


def submitted(request: SignedIn, code: str) -> HttpResponse:
    """The confirmation: the code to keep, what happens next, by when."""
    found = own_dossier(request, code)
    limit = limit_of(found, definition_of(found.version))
    page = {
        "dossier": found,
        "procedure": found.version.procedure,
        "limit": time_limit(limit),
        "expected": due_time(limit, found.submitted_at, [], calendar_for(found.deciding)),
    }
    return render(request, "portal/citizen/submitted.html", page)


def own_dossier(request: SignedIn, code: str) -> Dossier:
    """A dossier the visitor filed; the same 404 for a stranger's code and for none."""
    found = _named(code)
    if not permissions.is_applicant(request.user, found):
        raise Http404
    return found


def seen_dossier(request: SignedIn, code: str) -> Dossier:
    """The same, also for the person for whom somebody else filed it."""
    found = _named(code)
    if not permissions.may_see(request.user, found):
        raise Http404
    return found


def _named(code: str) -> Dossier:
    rows = Dossier.objects.select_related(
        *("version__procedure", "receiving", "deciding", "applicant"),
        *("represented__agent", "represented__person"),
    )
    return get_object_or_404(rows, code=code)
