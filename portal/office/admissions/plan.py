"""A round's plan: its versions, what was found in the newest, a worked example, the text to write
on.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from admissions import acts
from admissions.acts.trying import trials_of
from admissions.allocation.example import CannotRun, Example, worked
from admissions.allocation.explaining import Why
from admissions.models import PlanVersion, Round
from admissions.pages import board
from admissions.plan.language import Plan
from admissions.plans import reading
from admissions.plans.comparing import differences
from admissions.seats.sentences import criterion
from portal.account.second_factor_pages import step_up, why_not
from portal.http.refusals import status_of
from portal.office.admissions.visitor import office_frame, round_for
from portal.shared.desk_visitor import officer_of
from workflows.errors import ActRefused

LARGEST = 2 * 1024 * 1024  # bytes


def round_plan(request: HttpRequest, slug: str) -> HttpResponse:
    """GET shows the newest version; POST keeps what was written, or publishes the newest."""
    round_ = round_for(request, slug)
    if request.method != "POST":
        return _page(request, round_)
    if request.POST.get("do") == "publish":
        return _publish(request, round_)
    typed = _typed(request)
    try:
        acts.write_plan(round_, typed, officer_of(request))
    except reading.PlanUnreadable as wrong:
        return _page(request, round_, wrong.sentences, 422, typed)
    except ActRefused as refused:
        return _page(request, round_, [str(refused)], status_of(refused), typed)
    messages.success(
        request, _("Đã lưu phiên bản kế hoạch. Người khác công bố thì mới có hiệu lực.")
    )
    return redirect("portal:round_plan", round_.slug)


def _typed(request: HttpRequest) -> str:
    upload = request.FILES.get("file")
    if isinstance(upload, UploadedFile) and 0 < (upload.size or 0) <= LARGEST:
        content: bytes = upload.read()
        return content.decode("utf-8", errors="replace")
    return request.POST.get("plan", "")


def _publish(request: HttpRequest, round_: Round) -> HttpResponse:
    version = get_object_or_404(PlanVersion, round=round_, sha256=request.POST.get("seen", ""))
    if not step_up(request):
        needed = _("Công bố kế hoạch cần mã xác thực đang hiện trên điện thoại.")
        return _page(request, round_, [why_not(request, needed)], 422, ask_code=True)
    try:
        acts.publish_plan(version, officer_of(request))
    except ActRefused as refused:
        return _page(request, round_, [str(refused)], status_of(refused))
    messages.success(request, _("Kế hoạch đã có hiệu lực."))
    return redirect("portal:round", round_.slug)


def _page(
    request: HttpRequest,
    round_: Round,
    refusals: list[str] | None = None,
    status: int = 200,
    typed: str | None = None,
    **more: Any,
) -> HttpResponse:
    officer = officer_of(request)
    versions = list(round_.plans.select_related("by"))
    newest = versions[0]
    plan = reading.plan_of(newest)
    page = {
        "round": round_,
        "versions": versions,
        "newest": newest,
        "written": plan,
        "trials": trials_of(round_, newest),
        "found": sorted(reading.findings(plan, round_), key=lambda one: not one.is_fault),
        "example": example_of(plan),
        "text": newest.source if typed is None else typed,
        "may_write": board.prepares(officer, round_)
        and round_.state in (Round.State.PREPARED, Round.State.OPEN),
        "may_publish": board.decides(officer, round_)
        and newest.by_id != officer.pk
        and newest.pk != round_.plan_id,
        "refusals": refusals or [],
        **more,
        **office_frame(request),
    }
    return render(request, "portal/office/round/plan.html", page, status=status)


def example_of(plan: Plan) -> list[tuple[Example, str, str]]:
    """The worked example, each applicant with a sentence; empty where these rules part nobody."""
    try:
        found = worked(plan.rules)
    except CannotRun:
        return []
    return [(one, _has(one, plan), _became(one, plan)) for one in found]


def _has(one: Example, plan: Plan) -> str:
    """What the invented applicant has, as people call it."""
    return ", ".join(f"{criterion(fact, plan.words)} {value}" for fact, value in one.facts.items())


def _became(one: Example, plan: Plan) -> str:
    for reason in one.reasons:
        if reason.why in (Why.ADMITTED, Why.DIRECT):
            name = plan.programmes[reason.programme].name
            return _("trúng tuyển nguyện vọng %(rank)d, %(name)s") % {
                "rank": reason.rank,
                "name": name,
            }
    return _("chưa trúng tuyển")


def round_plan_version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version beside the one before it."""
    round_ = round_for(request, slug)
    version = get_object_or_404(round_.plans.select_related("by"), number=number)
    before = round_.plans.filter(number=number - 1).first()
    if before is None and number != 1:
        raise Http404
    page = {
        "round": round_,
        "version": version,
        "before": before,
        "differences": differences(before, version) if before else [],
        **office_frame(request),
    }
    return render(request, "portal/office/round/plan_version.html", page)
