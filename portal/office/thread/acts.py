"""Answering an applicant, and noting something for colleagues. Nothing typed is lost."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from conversation import notes, remarks
from portal.http.refusals import status_of
from portal.office.dossier.page import page
from portal.office.thread.views import NOTES, THREAD
from portal.shared import thread as pages
from portal.shared.desk_visitor import dossier_for, officer_of
from workflows.errors import ActRefused
from workflows.models import Dossier
from workflows.reading_rights import What


def answer(request: HttpRequest, code: str) -> HttpResponse:
    """POST writes to the applicant; a refusal shows the thread again as it was filled in."""
    found = dossier_for(request, code, What.THREAD)
    typed = pages.typed_by(request)
    shown = {"typed": typed, "opening": THREAD}
    if typed.errors:
        return page(request, found, refusal=typed.errors[0], status=422, **shown)
    try:
        remarks.write(found, officer_of(request), typed.text, typed.files, typed.key)
    except ActRefused as refused:
        return page(request, found, refusal=str(refused), status=status_of(refused), **shown)
    messages.success(request, _("Đã gửi tin cho người nộp."))
    return _back(found, THREAD)


def note(request: HttpRequest, code: str) -> HttpResponse:
    """POST notes something; whom it mentions is chosen from a list or named after an @."""
    found = dossier_for(request, code, What.NOTES)
    typed = pages.typed_by(request, with_files=False)
    chosen = [int(one) for one in request.POST.getlist("mentioned")[:50] if one.isdecimal()]
    try:
        notes.write(found, officer_of(request), typed.text, chosen, typed.key)
    except ActRefused as refused:
        shown = {"typed": typed, "chosen": chosen, "opening": NOTES}
        return page(request, found, refusal=str(refused), status=status_of(refused), **shown)
    messages.success(request, _("Đã ghi chú."))
    return _back(found, NOTES)


def _back(found: Dossier, view: str) -> HttpResponse:
    return redirect(f"{reverse('portal:office_dossier', args=[found.code])}?xem={view}")
