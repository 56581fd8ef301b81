"""Whose round it is: another authority's is a 404, as if it did not exist; a school sees its own
applicants and nothing else of it.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from admissions.models import Round
from admissions.pages import board
from portal.office.shared.side_menu import frame
from portal.shared.desk_visitor import reader_of

ROWS = Round.objects.select_related("authority", "plan", "run").defer("run__content")


def round_for(request: HttpRequest, slug: str) -> Round:
    """The round, for who prepares or decides at its authority."""
    found = get_object_or_404(ROWS, slug=slug)
    if not board.leads(reader_of(request).posts(), found):
        raise Http404
    return found


def schools_of(request: HttpRequest, round_: Round) -> list[int]:
    """Ids of the authorities whose applicants of the round the officer sees; 404 for none."""
    posts = [one for one in reader_of(request).posts() if one.reaches(round_.procedure)]
    held = {one.authority_id for one in posts}
    there = round_.applications.filter(schools__in=held).values_list("schools", flat=True)
    found = held & set(there)
    if not found:
        raise Http404
    return sorted(found)


def office_frame(request: HttpRequest) -> dict[str, Any]:
    """What the side menu needs."""
    return frame(reader_of(request), timezone.now(), "admissions")
