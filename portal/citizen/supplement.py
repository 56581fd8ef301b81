"""Completing a dossier the office sent back: what was asked, the answers and papers concerned, and sending it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from forms.summary import summarise
from organisations.models import User
from portal.access import SignedIn
from portal.citizen import sections
from portal.citizen.apply import keep
from portal.standing import supplement_asked
from workflows import actions, permissions
from workflows.catalogue import definition_of
from workflows.errors import ActRefused
from workflows.models import Dossier, Draft


def supplement(request: SignedIn, code: str) -> HttpResponse:
    """What was asked and why, every answer with a way to change it; POST sends the whole."""
    dossier = _waiting(request, code)
    answers = working_answers(dossier)
    refusal = ""
    if request.method == "POST":
        try:
            actions.supply(dossier, request.user, answers, key=request.POST.get("key", "")[:64] or None)
        except ActRefused as error:
            refusal = str(error)
        else:
            Draft.objects.filter(dossier=dossier).update(answers={})
            messages.success(request, _("Đã gửi phần bổ sung. Hồ sơ được xử lý tiếp."))
            return redirect(home_of(dossier), code=dossier.code)
    page = {
        "dossier": dossier,
        "asked": supplement_asked(dossier),
        "summary": summarise(definition_of(dossier.version).form, answers, request.LANGUAGE_CODE),
        "changed": {name for name in answers if answers.get(name) != dossier.answers.get(name)},
        "refusal": refusal,
        "key": uuid4(),
    }
    return render(request, "portal/citizen/supplement.html", page, status=422 if refusal else 200)


def supplement_section(request: SignedIn, code: str, section: str) -> HttpResponse:
    """One section of the answers, changed on a working copy until the supplement is sent."""
    dossier = _waiting(request, code)
    turn = sections.take_turn(request, definition_of(dossier.version).form, working_answers(dossier), section)
    if turn.values is not None:
        keep_working(dossier, request.user, turn.values, section)
    if turn.is_autosave:
        return render(request, "portal/citizen/saved.html", {"at": timezone.now()})
    if turn.moves_on:
        return redirect("portal:supplement", code=dossier.code)
    page = {"dossier": dossier, "procedure": dossier.version.procedure, "is_supplement": True, **turn.page}
    return render(request, "portal/citizen/section.html", page, status=turn.status)


def working_answers(dossier: Dossier) -> dict[str, Any]:
    """The frozen answers with the changes made so far; these wait in the dossier's draft."""
    found = Draft.objects.filter(dossier=dossier).first()
    return {**dossier.answers, **(found.answers if found else {})}


def keep_working(dossier: Dossier, owner: User, values: dict[str, Any], section: str) -> None:
    """Add changes to the working copy."""
    found, _created = Draft.objects.get_or_create(
        dossier=dossier, defaults={"owner": owner, "version": dossier.version}
    )
    keep(found, values, section)


def _waiting(request: SignedIn, code: str) -> Dossier:
    """A dossier that this visitor may complete: his own, or at the counter one that was filed there."""
    rows = Dossier.objects.select_related("version__procedure", "receiving", "deciding", "applicant")
    dossier = get_object_or_404(rows, code=code)
    if not permissions.may_supply(request.user, dossier):
        raise Http404
    return dossier


def home_of(dossier: Dossier) -> str:
    """The page one comes back to: the applicant's, or the office's for a dossier filed at the counter."""
    return "portal:dossier" if dossier.applicant_id else "portal:office_dossier"
