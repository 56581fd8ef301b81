"""A family's own round: each wish, what became of it and why, and what to do now."""

from __future__ import annotations

import json

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from admissions.opened import data
from admissions.pages.own import application_of
from portal.http.access import SignedIn
from portal.shared.own_round import shown_of
from workflows import permissions
from workflows.models import Dossier


def own_round(request: SignedIn, code: str) -> HttpResponse:
    """Where the dossier stands in its round, and its result once it is public."""
    dossier = _seen(request, code)
    shown = shown_of(dossier)
    if shown is None:
        raise Http404
    acts = permissions.is_applicant(request.user, dossier)
    page = {
        **shown,
        "dossier": dossier,
        "may_amend": permissions.may_amend(request.user, dossier),
        "may_reply": acts and permissions.may_reply(request.user, dossier),
    }
    return render(request, "portal/admissions/own.html", page)


def own_proof(request: SignedIn, code: str) -> HttpResponse:
    """What proves the family's own row against the published root, without the others' data."""
    application = application_of(_seen(request, code))
    proof = data.family_file(application) if application else None
    if proof is None:  # nothing is public yet, and the page says so
        return redirect("portal:own_round", code=code)
    content = json.dumps(proof, ensure_ascii=False, indent=1)
    disposition = 'attachment; filename="family.json"'
    return HttpResponse(
        content,
        content_type="application/json",
        headers={"Content-Disposition": disposition},
    )


def _seen(request: SignedIn, code: str) -> Dossier:
    related = ("version__procedure", "receiving", "deciding", "applicant", "represented__person")
    dossier = get_object_or_404(Dossier.objects.select_related(*related), code=code)
    if not permissions.may_see(request.user, dossier):
        raise Http404
    return dossier
