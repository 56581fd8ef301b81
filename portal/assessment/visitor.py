"""Whose self-assessment it is: another school's is a 404, as if it did not exist."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from assessment.language import Criterion
from assessment.models import Assessment
from assessment.overview import Overview, overview
from assessment.refusals import NotAllowed, Refused, TooLate
from organisations.models import Authority
from portal.shared.desk_visitor import reader_of

ROWS = Assessment.objects.select_related("school__parent", "rules")


def assessment_for(request: HttpRequest, pk: int) -> Assessment:
    """The self-assessment of a school at which the visitor holds a role."""
    found = get_object_or_404(ROWS, pk=pk)
    if found.school_id not in schools_of(request):
        raise Http404
    return found


def schools_of(request: HttpRequest) -> set[int]:
    """Ids of the schools at which the visitor holds a role."""
    kinds = {
        post.authority_id: post.kind for post in reader_of(request).posts() if not post.procedures
    }
    return {place for place, kind in kinds.items() if kind == Authority.Kind.SCHOOL}


def criterion_of(seen: Overview, criterion_id: str) -> Criterion:
    """The criterion of the rule set; 404 for one it does not have."""
    try:
        return seen.rules.criterion(criterion_id)
    except KeyError:
        raise Http404 from None


def read(request: HttpRequest, pk: int) -> tuple[Assessment, Overview]:
    """The self-assessment and where it stands."""
    found = assessment_for(request, pk)
    return found, overview(found)


def status_of(refused: Refused) -> int:
    """403 without the right to it, 409 when things have moved on, 422 for what one can still
    mend.
    """
    if isinstance(refused, NotAllowed):
        return 403
    return 409 if isinstance(refused, TooLate) else 422
