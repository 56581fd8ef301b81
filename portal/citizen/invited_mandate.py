"""Who is asked for a mandate, with the code of the link, says yes, signed in, or no."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from organisations.models import User
from portal.account import invited_code
from portal.http.refusals import status_of
from workflows.applicant import mandates
from workflows.errors import ActRefused
from workflows.models import Invitation, Procedure


def asked(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """GET shows who asks for what, until when; POST takes the answer: to agree one is signed in."""
    user = request.user if isinstance(request.user, User) else None
    confirms = "confirm" in request.POST
    wants = request.method == "POST" and bool({"confirm", "decline"} & set(request.POST))
    if not wants or (confirms and user is None):
        return _page(request, invitation)
    try:
        mandates.answer(invitation, user, confirms=confirms)
    except ActRefused as refused:
        return _page(request, invitation, str(refused), status_of(refused))
    invited_code.use(request)
    page = {"confirmed": confirms, "by": invitation.by, "is_mandate": True}
    return render(request, "portal/citizen/invited_answered.html", page)


def _page(
    request: HttpRequest, invitation: Invitation, refusal: str = "", status: int = 200
) -> HttpResponse:
    found = invitation.represented
    slugs = found.procedures if found else []
    page = {
        "by": invitation.by,
        "found": found,
        "scope": list(Procedure.objects.filter(slug__in=slugs)) if slugs else [],
        "refusal": refusal,
    }
    return render(request, "portal/citizen/invited_mandate.html", page, status=status)
