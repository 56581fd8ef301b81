"""Sheets of marks: read, looked at, counted or dropped."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from admissions import acts
from admissions.models import Round, ScoreImport
from admissions.pages import board
from admissions.plans.reading import plan_of
from admissions.scores.counting import difference
from foundation.spreadsheets import UnreadableFile, on_disk
from foundation.text import clean_line
from foundation.untrusted_archives import Caps
from portal.http.refusals import status_of
from portal.office.admissions.visitor import office_frame, round_for
from portal.shared.desk_visitor import officer_of
from workflows.errors import ActRefused

LARGEST = 10 * 1024 * 1024  # bytes: about 100,000 candidates
IN_THE_BROWSER = Caps(cells=1_000_000)
SHOWN = 200  # rows listed


def round_marks(request: HttpRequest, slug: str) -> HttpResponse:
    """GET lists the sheets; POST reads one: nothing counts yet."""
    round_ = round_for(request, slug)
    if request.method != "POST":
        return _list(request, round_)
    upload = request.FILES.get("file")
    if not isinstance(upload, UploadedFile) or (upload.size or 0) > LARGEST:
        return _list(request, round_, _("Hãy chọn tệp .xlsx hoặc .csv, không quá 10 MB."), 422)
    try:
        with on_disk(upload, IN_THE_BROWSER) as path:
            name = clean_line(upload.name or "")
            sheet = acts.read_sheet(round_, path, officer_of(request), name)
    except UnreadableFile as problem:
        return _list(request, round_, str(problem), 422)
    except ActRefused as refused:
        return _list(request, round_, str(refused), status_of(refused))
    return redirect("portal:round_sheet", round_.slug, sheet.pk)


def _list(
    request: HttpRequest, round_: Round, refusal: str = "", status: int = 200
) -> HttpResponse:
    plan = plan_of(round_.plan) if round_.plan else None
    page = {
        "round": round_,
        "sheets": round_.imports.select_related("by"),
        "papers": plan.score.papers if plan and plan.score else {},
        "prepares": board.prepares(officer_of(request), round_),
        "refusal": refusal,
        **office_frame(request),
    }
    return render(request, "portal/office/round/marks.html", page, status=status)


def round_sheet(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """GET shows what a sheet says and changes; POST has it count, or drops it."""
    round_ = round_for(request, slug)
    sheet = get_object_or_404(round_.imports.select_related("by"), pk=number)
    if request.method != "POST":
        return _sheet(request, round_, sheet)
    try:
        if request.POST.get("do") == "count":
            marks = acts.count_sheet(sheet, officer_of(request))
            messages.success(request, _("Đã tính %(marks)d điểm của tệp này.") % {"marks": marks})
        else:
            acts.drop_sheet(sheet, officer_of(request))
            messages.success(request, _("Đã bỏ tệp, không điểm nào của tệp được tính."))
    except ActRefused as refused:
        return _sheet(request, round_, sheet, str(refused), status_of(refused))
    return redirect("portal:round_marks", round_.slug)


def _sheet(
    request: HttpRequest,
    round_: Round,
    sheet: ScoreImport,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    faulty = sheet.rows.exclude(fault="").order_by("number")
    waits = sheet.state == ScoreImport.State.READ
    plan = plan_of(round_.plan) if round_.plan else None
    named = plan.score.papers if plan and plan.score else {}
    found = difference(sheet) if waits else None
    page: dict[str, Any] = {
        "round": round_,
        "sheet": sheet,
        "changed": [
            (one, named[one.paper].name if one.paper in named else one.paper)
            for one in (found.changed[:SHOWN] if found else ())
        ],
        "faults": faulty[:SHOWN],
        "difference": found,
        "shown": SHOWN,
        "waits": waits,
        "prepares": board.prepares(officer_of(request), round_),
        "refusal": refusal,
        **office_frame(request),
    }
    return render(request, "portal/office/round/sheet.html", page, status=status)
