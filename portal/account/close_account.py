"""Closing one's own account."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from organisations.accounts.closing import HasRights, close_own
from organisations.rights.requests import is_guarded
from portal.account.confirming import asks_first
from portal.http import own_sessions, second_factor
from portal.http.access import SignedIn
from portal.http.security_notes import noted
from workflows import actions
from workflows.applicant import drafts, mandates, own_things
from workflows.models import Dossier


@asks_first
def close_account(request: SignedIn) -> HttpResponse:
    """GET says what ends and what stays; POST closes it for good, once the box is ticked."""
    user = request.user
    error, ticked = "", "sure" in request.POST
    is_kept = is_guarded(user) or user.is_demo
    if request.method == "POST" and not is_kept:
        if ticked:
            return _closed(request)
        error = _("Hãy đánh dấu vào ô xác nhận trước khi đóng tài khoản.")
    page = {
        "guarded": is_kept,
        "drafts": drafts.own(user).count(),
        "open": Dossier.objects.filter(applicant=user, finished__isnull=True).count(),
        "error": error,
    }
    return render(request, "portal/account/close_account.html", page, status=422 if error else 200)


def _closed(request: SignedIn) -> HttpResponse:
    user = request.user
    try:
        with transaction.atomic():
            drafts.drop(drafts.own(user))  # first, like filing: a draft's lock, then its mandate's
            for one in (*mandates.of_agent(user), *mandates.of_person(user)):
                actions.end_mandate(one, user)
            own_things.withdraw(user)
            own_sessions.forget(user)
            second_factor.forget(user)
            close_own(user)
    except HasRights:
        return redirect("portal:close_account")
    noted(request, "account_closed", reason="owner")
    logout(request)
    request.session_is_over = True  # type: ignore[attr-defined]
    messages.info(
        request, _("Tài khoản đã đóng. Hồ sơ đã nộp vẫn được giải quyết và lưu tại cơ quan.")
    )
    return redirect("portal:home")
