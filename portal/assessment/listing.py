"""The self-assessments of the visitor's schools, and one of them with all its criteria."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment import catalogue, rights, work
from assessment.models import Assessment, CouncilMember
from assessment.overview import overview
from assessment.refusals import NotAllowed, Refused
from organisations.models import Authority, User
from portal.assessment import picture
from portal.assessment.applying import procedures_for
from portal.assessment.visitor import assessment_for, schools_of, status_of
from portal.shared.desk_visitor import officer_of

SUMMER = 7  # the school year that one assesses begins in August


def assessments(request: HttpRequest) -> HttpResponse:
    """GET lists them and offers a new one; POST begins it, or finds the one of that year and rule
    set.
    """
    officer = officer_of(request)
    schools = list(Authority.objects.filter(pk__in=schools_of(request)))
    refusal, status = "", 200
    if request.method == "POST":
        try:
            return redirect("portal:assessment", _begin(request, officer, schools).pk)
        except Refused as refused:
            refusal, status = str(refused), status_of(refused)
    today = timezone.localdate()
    rows = Assessment.objects.filter(school__in=schools).select_related("school", "rules")
    page = {
        "schools": schools,
        "rows": [(row, overview(row)) for row in rows],
        "rule_sets": [(rules, rules.is_in_force(today)) for rules in catalogue.choices(today)],
        "year": request.POST.get("year") or _school_year(),
        "typed": request.POST,
        "refusal": refusal,
    }
    return render(request, "portal/assessment/assessments.html", page, status=status)


def assessment(request: HttpRequest, assessment: int) -> HttpResponse:
    """One self-assessment: how far each criterion is, the result so far, what is missing."""
    return shown(request, assessment_for(request, assessment))


def shown(
    request: HttpRequest,
    found: Assessment,
    refusal: str = "",
    status: int = 200,
    ask_code: bool = False,
) -> HttpResponse:
    """The page of a self-assessment, also after an act that was refused."""
    seen = overview(found)
    members = list(found.council.all())
    page = {
        "assessment": found,
        "seen": seen,
        "meter": picture.meter(seen),
        "bars": picture.bars(seen),
        "council": members,
        "chair": next((one for one in members if one.duty == CouncilMember.Duty.CHAIR), None),
        "missing": work.missing(found, seen),
        "reports": list(found.reports.select_related("file", "approved_by")),
        "may_approve": rights.may_approve(officer_of(request), found),
        "procedures": procedures_for(seen.rules),
        "has_unconfirmed": any(row.criterion.unconfirmed for row in seen.rows),
        "refusal": refusal,
        "ask_code": ask_code,
    }
    return render(request, "portal/assessment/assessment.html", page, status=status)


def _begin(request: HttpRequest, officer: User, schools: list[Authority]) -> Assessment:
    school = next((one for one in schools if one.slug == request.POST.get("school")), None)
    rules = {one.slug: one for one in catalogue.shipped()}.get(request.POST.get("rules", ""))
    if school is None:
        raise NotAllowed(_("Bạn không có vai trò nào ở trường này."))
    if rules is None:
        raise Refused(_("Hãy chọn bộ tiêu chuẩn."))
    return work.begin(
        school, rules, request.POST.get("year", ""), officer, "multi_level" in request.POST
    )


def _school_year() -> str:
    today = timezone.localdate()
    first = today.year if today.month > SUMMER else today.year - 1
    return f"{first}-{first + 1}"
