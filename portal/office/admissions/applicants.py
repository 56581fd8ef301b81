"""The applications of a round: all of them for its authority, for a school those with a wish
there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from admissions.models import Application
from admissions.pages import board, check_queue
from admissions.plan.language import Plan
from admissions.plans.reading import plan_of
from foundation.text import mask_name
from portal.office.admissions.visitor import ROWS, office_frame, schools_of
from portal.shared.desk_visitor import officer_of, reader_of
from privacy import reads
from workflows.reading_rights import What

PAGE_SIZE = 50


@dataclass(frozen=True)
class Row:
    """One application: its name is whole only for who reads the dossier."""

    application: Application
    name: str
    wishes: list[str]
    reads: bool


def round_applicants(request: HttpRequest, slug: str) -> HttpResponse:
    """A page of them, by candidate's number."""
    round_ = get_object_or_404(ROWS, slug=slug)
    reader = reader_of(request)
    leads = board.leads(reader.posts(), round_)
    found = (
        round_.applications.select_related("dossier", "first_school").order_by("candidate")
        if leads
        else board.applicants_of(round_, schools_of(request, round_))
    )
    shown = Paginator(found, PAGE_SIZE).get_page(request.GET.get("trang"))
    reads.note(request, "round applicants")
    page = {
        "round": round_,
        "leads": leads,
        "to_check": check_queue.tasks(round_, officer_of(request)).count(),
        "shown": shown,
        "rows": _rows(list(shown), reader, plan_of(round_.plan) if round_.plan else None),
        **office_frame(request),
    }
    return render(request, "portal/office/round/applicants.html", page)


def _rows(applications: list[Application], reader: Any, plan: Plan | None) -> list[Row]:
    read = reader.among([one.dossier for one in applications], What.DOSSIER)
    named = plan.programmes if plan else {}
    return [
        Row(
            one,
            one.dossier.holder_name
            if one.dossier_id in read
            else mask_name(one.dossier.holder_name),
            [named[wish].name if wish in named else wish for wish in one.wishes],
            one.dossier_id in read,
        )
        for one in applications
    ]
