"""Somebody who was asked gives an opinion: words, the answers the step asks for, papers. Nothing
typed is lost.
"""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from forms.binding import bind
from foundation.text import clean_text
from portal.http.refusals import status_of
from portal.office.opinion.panel import Said, is_confidential, section_of
from portal.office.opinion.questions import page
from portal.shared.attached_papers import attached_by
from portal.shared.desk_visitor import is_asked, item_for, officer_of
from workflows import actions
from workflows.definition import Consult
from workflows.errors import ActRefused
from workflows.models import WorkItem

LONGEST = 5000


def opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """POST gives the opinion; a refusal shows the panel again as it was filled in."""
    item = item_for(request, pk)
    step = item.place
    if not isinstance(step, Consult):
        return redirect("portal:work", item.pk)
    if not is_asked(request, item):
        raise PermissionDenied  # they may read the dossier, and were not asked
    said = _read(request, item, step)
    refusal = said.errors[0] if said.errors else ""
    if not refusal and said.fields and not said.fields.is_valid():
        refusal = _("Hãy sửa những ô được đánh dấu bên dưới.")
    if refusal:
        return page(request, item, said, refusal, status=422)
    try:
        files = [str(stored.pk) for stored in said.attached]
        actions.give_opinion(item, officer_of(request), said.text, said.key, said.values, files)
    except ActRefused as refused:
        return page(request, item, said, str(refused), status=status_of(refused))
    messages.success(request, _("Đã gửi ý kiến về hồ sơ %(code)s.") % {"code": item.process.code})
    return redirect("portal:consulted")


def _read(request: HttpRequest, item: WorkItem, step: Consult) -> Said:
    section = section_of(step)
    bound = bind(section, {}, request.POST, request.FILES, officer_of(request)) if section else None
    said = Said(
        bound, is_confidential(item, step), clean_text(request.POST.get("opinion", ""))[:LONGEST]
    )
    said.attached, said.errors = attached_by(request)
    key = request.POST.get("key", "")
    said.key = key if len(key) == 32 and key.isalnum() else said.key
    return said
