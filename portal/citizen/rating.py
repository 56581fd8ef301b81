"""Saying in the portal how satisfied one is with a dossier whose result one has."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.citizen.dossiers import own_dossier
from portal.http.access import SignedIn
from portal.http.refusals import status_of
from portal.shared.rating import Typed, typed_by
from satisfaction import answering
from workflows.errors import ActRefused


def rate(request: SignedIn, code: str) -> HttpResponse:
    """GET asks, POST answers once."""
    found = own_dossier(request, code)
    page: dict[str, Any] = {
        "dossier": found,
        "procedure": found.version.procedure,
        "authority": found.deciding,
        "typed": Typed(),
    }
    if request.method != "POST":
        return render(request, "portal/citizen/rate.html", page)
    typed = typed_by(request)
    try:
        answering.rate(found, request.user, typed.grade, typed.reason, typed.key)
    except ActRefused as refused:
        page |= {"typed": typed, "refusal": str(refused)}
        return render(request, "portal/citizen/rate.html", page, status=status_of(refused))
    messages.success(request, _("Cảm ơn bạn đã đánh giá."))
    return redirect("portal:dossier", code=found.code)
