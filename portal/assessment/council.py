"""The council for self-assessment: who sits on it, and whether it is made up as the circular
asks.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from assessment import council as rule
from assessment import work
from assessment.catalogue import rules_of
from assessment.models import Assessment, CouncilMember
from assessment.refusals import Refused
from foundation.numbers import row_id
from portal.assessment.visitor import assessment_for, status_of
from portal.shared.desk_visitor import officer_of


def council(request: HttpRequest, assessment: int) -> HttpResponse:
    """GET shows it; POST puts somebody on it."""
    found = assessment_for(request, assessment)
    if request.method != "POST":
        return _page(request, found)
    name, position, duty = (request.POST.get(one, "") for one in ("name", "position", "duty"))
    try:
        work.add_member(found, name, position, duty, officer_of(request))
    except Refused as refused:
        return _page(request, found, str(refused), status_of(refused))
    return redirect("portal:council", found.pk)


def drop_member(request: HttpRequest, assessment: int) -> HttpResponse:
    """POST takes somebody off it; twice is once."""
    found = assessment_for(request, assessment)
    sent = request.POST.get("member", "")
    try:
        work.remove_member(found, row_id(sent) or 0, officer_of(request))
    except Refused as refused:
        return _page(request, found, str(refused), status_of(refused))
    return redirect("portal:council", found.pk)


def _page(
    request: HttpRequest, found: Assessment, refusal: str = "", status: int = 200
) -> HttpResponse:
    members = list(found.council.all())
    rules = rules_of(found.rules)
    page = {
        "assessment": found,
        "council": members,
        "faults": rule.faults(rules.council, members),
        "rule": rules.council,
        "duties": CouncilMember.Duty.choices,
        "is_open": found.state == Assessment.State.OPEN,
        "typed": request.POST,
        "refusal": refusal,
    }
    return render(request, "portal/assessment/council.html", page, status=status)
