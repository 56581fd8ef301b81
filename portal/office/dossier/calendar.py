"""Dates of a dossier for an officer's own calendar: when it is due, when its council visits."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from portal.shared import calendar_files
from portal.shared.desk_visitor import dossier_for, item_for
from workflows.models import Council
from workflows.reading_rights import What


def office_due_calendar(request: HttpRequest, code: str) -> HttpResponse:
    """When the dossier is due; 404 while no day was promised."""
    dossier = dossier_for(request, code)
    link = request.build_absolute_uri(reverse("portal:office_dossier", args=[dossier.code]))
    file = calendar_files.of_due_date(dossier, link)
    if file is None:
        raise Http404
    return file


def visit_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The day of the visit; back to the task where none is set."""
    item = item_for(request, pk, What.NOTES)
    council = Council.objects.select_related("dossier").filter(item=item).first()
    link = request.build_absolute_uri(reverse("portal:task_council", args=[item.pk]))
    file = calendar_files.of_visit(council, link) if council else None
    return file or redirect("portal:task_council", item.pk)
