"""Applying again like last time: a new draft with the answers of an earlier dossier, to be looked
through page by page.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from portal.citizen.dossiers import own_dossier
from portal.http.access import SignedIn
from workflows.applicant import drafts, earlier_answers, mandates
from workflows.published import definition_of


def apply_again(request: SignedIn, code: str) -> HttpResponse:
    """POST begins the draft and leads to the page on which all answers are checked."""
    dossier = own_dossier(request, code)
    version = dossier.version.procedure.current
    refusal = earlier_answers.why_not(dossier)
    if refusal or version is None:
        messages.warning(request, refusal)
        return redirect("portal:dossier", code=dossier.code)
    before, now = definition_of(dossier.version), definition_of(version)
    known = earlier_answers.carried_over(dossier.answers, before, now)
    try:
        whom = mandates.again(dossier, request.user)
        draft = drafts.begin(request.user, version, known, represented=whom)
    except drafts.TooManyDrafts as refused:
        messages.warning(request, str(refused))
        return redirect("portal:my_dossiers")
    messages.info(
        request, _("Đã điền như hồ sơ trước, trừ giấy tờ. Hãy xem lại từng mục trước khi nộp.")
    )
    return redirect("portal:draft_check", pk=draft.pk)
