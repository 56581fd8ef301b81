"""Whom the applicant shows a filed dossier: invited, listed, ended."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from organisations.models import User
from portal.account import asked_code, typed_contact
from portal.citizen.co_signer import A_DAY
from portal.citizen.dossiers import seen_dossier
from portal.http.access import SignedIn
from portal.http.refusals import status_of
from workflows import permissions
from workflows.applicant import readers as reading
from workflows.errors import ActRefused
from workflows.models import Dossier


def readers(request: SignedIn, code: str) -> HttpResponse:
    """GET lists who may read the dossier and offers to invite; POST invites, or ends one."""
    found = seen_dossier(request, code)
    if request.method != "POST":
        return _page(request, found)
    try:
        if "end" in request.POST:
            _end(found, request.user, request.POST["end"])
            messages.success(request, _("Người đó không xem hồ sơ được nữa."))
        else:
            _invite(request, found)
            messages.success(
                request, _("Đường dẫn đang được gửi. Chúng tôi báo bạn khi họ mở xem.")
            )
    except asked_code.TooMany as refused:
        return _page(request, found, str(refused), 429)
    except typed_contact.NotAContact as refused:
        return _page(request, found, str(refused), 422)
    except ActRefused as refused:
        return _page(request, found, str(refused), status_of(refused))
    return redirect("portal:readers", code=found.code)


def _invite(request: SignedIn, found: Dossier) -> None:
    contact = typed_contact.read(request.POST.get("contact", ""))
    if not A_DAY.take(str(request.user.pk)):
        raise asked_code.TooMany(_("Hôm nay bạn đã mời nhiều lần. Hãy thử lại ngày mai."))
    asked_code.count_invitation(request, contact)
    name = " ".join(request.POST.get("name", "").split())[:150]
    reading.invite(found, request.user, contact, name)


def _end(found: Dossier, user: User, pk: str) -> None:
    """One that another window ended is ended."""
    for one in reading.of_dossier(found):
        if str(one.invitation.pk) == pk:
            reading.end(one.invitation, user)


def _page(request: SignedIn, found: Dossier, refusal: str = "", status: int = 200) -> HttpResponse:
    page = {
        "dossier": found,
        "procedure": found.version.procedure,
        "readers": reading.of_dossier(found),
        "may_invite": permissions.is_applicant(request.user, found),
        "by_phone": typed_contact.by_phone(),
        "refusal": refusal,
        **{name: request.POST.get(name, "")[:254] for name in ("name", "contact")},
    }
    return render(request, "portal/citizen/readers.html", page, status=status)
